import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CalledCommand } from './fake-bridge.ts';
import { type OpenScreen, openShowcase, type Showcase } from './open-showcase.ts';
import { screens } from './screens.ts';

const calledCommands = (page: Page): Promise<readonly CalledCommand[]> =>
  page.evaluate(() => (window as unknown as { called: CalledCommand[] }).called);
/** Main says something new. */
const publish = (
  page: Page,
  ...change: readonly [topic: string, key: string, value: unknown]
): Promise<void> =>
  page.evaluate(
    ([topic, key, value]) =>
      (window as unknown as { publish: (...change: readonly unknown[]) => void }).publish(topic, key, value),
    change,
  );
const namesOf = async (page: Page, area: string): Promise<readonly string[]> =>
  (await calledCommands(page)).map(([name]) => name).filter((name) => name.startsWith(area));
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement === document.body ? '' : (activeElement?.textContent ?? '');
  });

describe('keys', () => {
  let showcase: Showcase;
  let opened: OpenScreen | undefined;
  beforeAll(async () => {
    showcase = await openShowcase();
  }, 120_000);
  afterAll(() => showcase.close());
  afterEach(() => opened?.close());

  const open = async (name: string): Promise<Page> => {
    const screen = screens.find((one) => one.name === name);
    if (!screen) throw new Error(`no screen ${name}`);
    opened = await showcase.open(screen);
    return opened.page;
  };

  it('V4: in a call that has the focus, digits are tones and Space mutes, once each', async () => {
    const page = await open('in-call');
    await page.getByRole('region', { name: 'Call with Bob Baker' }).focus();
    await page.keyboard.type('4#');
    await page.keyboard.press('Space');
    await page.keyboard.press('Alt+h');
    expect((await calledCommands(page)).filter(([name]) => name.startsWith('calls/'))).toEqual([
      ['calls/send-dtmf', { callId: 'call-bob', digits: '4' }],
      ['calls/send-dtmf', { callId: 'call-bob', digits: '#' }],
      ['calls/set-mute', { callId: 'call-bob', isMuted: true }],
      ['calls/hold', { callId: 'call-bob' }],
    ]);
  });

  it('V4 Q6: Alt and a letter is the call’s from anywhere in the window, and F6 reaches its card', async () => {
    const page = await open('in-call');
    const search = page.getByRole('combobox', { name: 'Search people' });
    await search.focus();
    await page.keyboard.press('Alt+h');
    expect(await namesOf(page, 'calls/')).toEqual(['calls/hold']);
    await page.keyboard.press('Alt+k');
    const keypad = page.locator('[data-call-id="call-bob"] [data-action="keypad"]');
    await expect.poll(() => keypad.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Alt+k');
    await expect.poll(() => keypad.getAttribute('aria-expanded')).toBe('false');
    await search.focus();
    const isCard = () => page.evaluate(() => document.activeElement?.getAttribute('data-call-id'));
    for (let press = 0; press < 4 && (await isCard()) === null; press += 1) await page.keyboard.press('F6');
    expect(await isCard()).toBe('call-bob');
    await page.keyboard.press('F6');
    expect(await page.evaluate(() => document.activeElement?.closest('[data-region]'))).toBeNull();
  });

  it('V4: a call button says why no call can begin, before it is pressed, and comes back by itself', async () => {
    const page = await open('no-calls-yet');
    const button = page.getByRole('button', { name: 'Call Bob Baker' });
    const enter = async () => {
      await page.keyboard.press('Enter');
      return namesOf(page, 'calls/dial');
    };
    expect(await button.getAttribute('aria-description')).toContain('The phone is not connected');
    expect(await button.isDisabled()).toBe(true);
    expect(await enter()).toEqual([]);
    await publish(page, 'services', 'phone', { name: 'phone', state: 'online' });
    await expect.poll(() => button.isEnabled()).toBe(true);
    expect(await button.getAttribute('aria-description')).toBeNull();
    // It kept the focus all the while.
    expect(await enter()).toEqual(['calls/dial']);
  });

  it('V4: Space on a focused button presses that button', async () => {
    const page = await open('in-call');
    await page.getByRole('button', { name: 'Hold' }).focus();
    await page.keyboard.press('Space');
    expect(await namesOf(page, 'calls/')).toEqual(['calls/hold']);
  });

  it('X5: an incoming call leaves the focus where it is; F6 goes to it', async () => {
    const page = await open('incoming-call');
    expect(await focused(page)).toBe('');
    await page.keyboard.press('F6');
    expect(await focused(page)).toContain('Answer');
    await page.keyboard.press('Enter');
    expect(await namesOf(page, 'calls/')).toEqual(['calls/answer']);
  });

  it('X5: Ctrl+Shift+F9 answers the first that rings, and main holds the running call; Ctrl+Shift+F10 declines it', async () => {
    const page = await open('incoming-calls-dark');
    await page.keyboard.press('Control+Shift+F9');
    await expect.poll(() => namesOf(page, 'calls/')).toEqual(['calls/answer']);
    await page.keyboard.press('Control+Shift+F10');
    expect((await calledCommands(page)).at(-1)).toEqual(['calls/decline', { callId: 'call-carol' }]);
  });

  it('V10: Enter on a row of the history calls back, a click does not', async () => {
    const page = await open('calls-history');
    expect(await namesOf(page, 'calls/dial')).toEqual([]);
    await page.keyboard.press('Enter');
    expect((await calledCommands(page)).at(-1)).toEqual(['calls/dial', { target: '1002' }]);
  });

  it('M13: a message that was found is shown in its place, marked, and has the keyboard', async () => {
    const page = await open('message-search');
    await page.getByRole('listbox', { name: 'Search messages' }).getByText('Is it').click();
    const place = page.locator('[data-found="true"]');
    await expect.poll(() => place.textContent()).toContain('Is it only Leeds');
    expect(await focused(page)).toContain('Is it only Leeds');
    expect((await calledCommands(page)).find(([name]) => name === 'chat/history')?.[1]).toHaveProperty(
      'around',
    );
    // Once more the same one, after another: it is marked again.
    await page.getByRole('listbox', { name: 'Search messages' }).getByText('stopped answering').click();
    await expect.poll(() => place.textContent()).toContain('stopped answering');
    expect(await place.count()).toBe(1);
  });

  it('C1 Q6: a contact’s menu opens by its keys and by the right button, and gives the keyboard back', async () => {
    const page = await open('contact-menu');
    const menu = page.getByRole('menu', { name: /^Menu of / });
    await page.keyboard.press('Escape');
    await expect.poll(() => menu.count()).toBe(0);
    const hasList = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await hasList()).toBe('Contact list');
    await page.keyboard.press('ContextMenu');
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('option', { name: /Carol Clark/ })
      .first()
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Video call' }).click();
    const dialled = (await calledCommands(page)).filter(([name]) => name === 'calls/dial');
    expect(dialled).toEqual([['calls/dial', { target: '1003', isVideo: true }]]);
    // A click of the right button opens no chat.
    expect(await namesOf(page, 'chat/open')).toEqual([]);
  });

  it('V2: a pasted number loses what people put between its digits', async () => {
    const page = await open('dial-pad');
    const field = page.getByLabel('Number or address');
    await field.fill('');
    await field.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'tel:+49 (0)30 1234-56');
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.keyboard.press('Enter');
    expect((await calledCommands(page)).at(-1)).toEqual(['calls/dial', { target: '+4930123456' }]);
  });

  it('V4: a double click on the telephone in a row calls once, and never meets whoever has come under the pointer', async () => {
    const page = await open('contacts');
    await page.getByRole('option', { name: /Grace Green/ }).hover();
    await page.getByTitle('Call Grace Green').dblclick();
    await page.getByRole('option', { name: /Grace Green/ }).click();
    await expect.poll(() => namesOf(page, 'chat/open')).toHaveLength(1);
    expect(await namesOf(page, 'calls/dial')).toHaveLength(1);
    // The list has moved between the two clicks.
    const other = page.getByRole('option', { name: /Bob Baker/ });
    await other.dispatchEvent('click', { detail: 2, bubbles: true });
    const chat = page.getByRole('heading', { name: 'Bob Baker' });
    expect(await chat.count()).toBe(0);
    await other.dispatchEvent('click', { detail: 1, bubbles: true });
    await chat.waitFor();
  });

  it('A10: the safe answer to a certificate has the focus; Enter and Escape refuse it', async () => {
    for (const key of ['Enter', 'Escape']) {
      const page = await open('certificate-changed-dark');
      await expect.poll(() => focused(page)).toBe('Don’t connect');
      await page.keyboard.press(key);
      expect((await calledCommands(page)).at(-1)).toEqual([
        'prompts/answer',
        { id: 'p1', isAccepted: false },
      ]);
      expect(await page.getByRole('button', { name: /^Trust/ }).isDisabled()).toBe(true);
      await opened?.close();
    }
  });

  it('X5 A10: a call that rings while a question waits is answered with the pointer and by F6', async () => {
    for (const answer of [
      (page: Page) => page.getByRole('button', { name: 'Answer' }).click(),
      async (page: Page) => {
        await page.keyboard.press('F6');
        await expect.poll(() => focused(page)).toBe(' Answer');
        await page.keyboard.press('Enter');
      },
    ]) {
      const page = await open('call-before-question');
      await answer(page);
      await expect.poll(() => namesOf(page, 'calls/')).toEqual(['calls/answer']);
      // While the call has the keyboard the question is still there, but out of a screen reader's way.
      expect(await page.locator('[role="dialog"]', { hasText: 'Join this room?' }).count()).toBe(1);
      await opened?.close();
    }
  });

  it('Q6: the window’s keys wait while a question does: the keyboard never stands behind it', async () => {
    const page = await open('contact-card');
    for (const key of ['F6', 'Control+2', 'Control+k', 'Control+,']) await page.keyboard.press(key);
    const isInside = () => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null);
    expect(await isInside()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+2');
    await page.getByRole('listbox', { name: 'Your chats' }).waitFor();
  });

  it('Q6: the keyboard is given back by a dialog that closes, and found again where its place has gone', async () => {
    const label = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    let page = await open('contacts');
    await page.getByRole('listbox', { name: 'Contact list' }).focus();
    for (const [key, dialog] of [
      ['Control+i', 'Contact'],
      ['Control+Shift+d', 'Connection status'],
    ] as const) {
      await page.keyboard.press('End');
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name: dialog }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => label(page)).toBe('Contact list');
    }
    await opened?.close();
    page = await open('chat-narrow');
    await page.getByRole('button', { name: 'Back to the list' }).press('Enter');
    await expect.poll(() => label(page)).toBe('Chats');
  });

  it('M6: what was written last is kept as a draft by who leaves the chat at once, and nobody sees them typing on', async () => {
    const page = await open('chat');
    await page.getByRole('textbox', { name: 'Message to Bob Baker' }).fill('half a word');
    await page.getByRole('option', { name: /Grace Green/ }).click();
    await page.getByRole('heading', { name: 'Grace Green' }).waitFor();
    const called = await calledCommands(page);
    expect(called).toContainEqual([
      'chat/set-draft',
      { conversationId: 'bob@example.test', text: 'half a word' },
    ]);
    expect(called.filter(([name]) => name === 'chat/set-typing').at(-1)).toEqual([
      'chat/set-typing',
      { conversationId: 'bob@example.test', isTyping: false },
    ]);
  });

  it('M10 Q3: a file that is dropped beside the chat does not take the window’s place; a text too long for a message is staged', async () => {
    const page = await open('files');
    const isRefused = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'a.txt'));
      const dropped = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('nav')?.dispatchEvent(dropped);
      return dropped.defaultPrevented;
    });
    expect(isRefused).toBe(true);
    expect(await page.getByRole('list', { name: 'To be sent' }).count()).toBe(0);
    await page.getByRole('textbox', { name: /^Message to/ }).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'x'.repeat(5_000_000));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect
      .poll(() => page.getByRole('list', { name: 'To be sent' }).innerText())
      .toMatch(/Text\.txt\s+5 MB/);
  });

  it('A9: a part of the window that breaks leaves the others working, and the way out of it', async () => {
    const page = await open('broken-part');
    expect(await namesOf(page, 'app/report-fault')).toHaveLength(1);
    await page.getByRole('button', { name: /^Calls/ }).click();
    await page.getByRole('listbox', { name: 'Call history' }).waitFor();
    await page.getByRole('button', { name: /^Chats/ }).click();
    await page.getByRole('option', { name: /Grace Green/ }).click();
    await page.getByRole('textbox', { name: 'Message to Grace Green' }).waitFor();
  });
});
