import type { Locator, Page } from '@playwright/test';
import { expect, test, whereabouts } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

/** Tab, until what is wanted has the keyboard. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let steps = 0; steps < 20; steps += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

test.describe('keyboard, narrow windows, long text', { tag: '@a11y' }, () => {
  test('X7: F6 goes round the parts of the window, Ctrl and a digit to a section’s list', async ({
    office,
    computer,
  }) => {
    const { page, process } = await computer(office.account('alice')).start();
    await process.waitFor('contacts-shown');
    const hub = hubPage(page);
    await expect(hub.search()).toBeFocused();
    await page.keyboard.press('F6');
    await expect(page.getByRole('button', { name: 'Contacts' })).toBeFocused();
    await page.keyboard.press('F6');
    await expect(hub.list).toBeFocused();
    await page.keyboard.press('Shift+F6');
    await expect(page.getByRole('button', { name: 'Contacts' })).toBeFocused();
    await page.keyboard.press('Control+4');
    await expect(page.getByRole('searchbox', { name: 'Search preferences' })).toBeFocused();
    await page.keyboard.press('Control+1');
    await expect(hub.list).toBeFocused();
  });

  test('X7: the main job by keyboard alone: sign in, chat, call, hang up, another language, sign out', async ({
    office,
    computer,
  }) => {
    const phone = await office.startPhone('carol', { answer: 'auto' });
    const { page, process } = await computer(whereabouts(office)).start();
    const { keyboard } = page;
    const alice = office.person('alice');
    await expect(page.getByLabel('Work address')).toBeFocused();
    await keyboard.type(alice.jid);
    await keyboard.press('Enter');
    await expect(page.getByLabel(/^Password for/)).toBeFocused();
    await keyboard.type(alice.password);
    await keyboard.press('Enter');
    await process.waitFor('registered');
    const hub = hubPage(page);
    await expect(hub.search()).toBeFocused();
    await keyboard.type('Bob');
    await expect(page.getByRole('option').filter({ hasText: 'Bob Baker' }).first()).toBeVisible();
    await keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeFocused();
    await keyboard.type('typed, not clicked');
    await keyboard.press('Enter');
    await expect(hub.message('typed, not clicked')).toBeVisible();

    await keyboard.press('Control+k');
    await keyboard.type('1003');
    await keyboard.press('Enter');
    await process.waitFor('call', (mark) => mark['state'] === 'connected');
    // What the eye sees happen on the card is said, too.
    const said = page.locator('[data-announcer]');
    await expect(said).toContainText('Connected');
    await keyboard.press('Control+Shift+F10');
    await process.waitFor('call', (mark) => mark['state'] === 'ended');
    await expect(said).toContainText('Call ended');

    await keyboard.press('Control+,');
    await expect(page.getByRole('searchbox', { name: 'Search preferences' })).toBeFocused();
    await keyboard.type('language');
    await tabTo(page, page.getByRole('radio', { name: 'Like the system' }).first());
    await keyboard.press('ArrowUp');
    await expect(page.getByRole('navigation', { name: 'Bereiche' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await keyboard.press('Control+1');
    await expect(page.getByRole('listbox', { name: 'Kontaktliste' })).toBeFocused();

    await keyboard.press('Control+k');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Abmelden' }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Abmelden' }));
    await keyboard.press('Enter');
    await expect(page.getByLabel('Geschäftliche Adresse')).toBeVisible();
    await phone.stop();
  });

  test('X7: in a narrow window a section takes the place of the open conversation', async ({
    office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start({ size: { width: 360, height: 640 } });
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.openChatWith('Bob Baker');
    await hub.goTo('Contacts');
    await expect(hub.contact('Bob Baker')).toBeVisible();
    await hub.goTo('Calls');
    await expect(app.page.getByRole('button', { name: 'Dial pad' })).toBeVisible();
  });

  test('X7: the keyboard stays in the window when the button that had it goes away', async ({
    office,
    computer,
    peer,
  }) => {
    const carol = await peer('carol');
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.search().fill('nobody-here@example.test');
    await hub.search().press('Enter');
    await hub.send('are you there?');
    await app.page.getByRole('button', { name: 'Send again' }).click();
    // The pane has it, or the button itself where the refusal came back before the button was gone.
    await expect(app.page.locator('main:focus-within')).toBeVisible();

    // A conversation opened by a search is the one that the list marks.
    await carol.send(
      carol.xml(
        'message',
        { to: office.person('alice').jid, type: 'chat', id: 'c1' },
        carol.xml('body', {}, 'hi'),
      ),
    );
    await app.page.getByRole('option').filter({ hasText: 'Carol' }).click();
    await hub.search().fill('nobody-here@example.test');
    await hub.search().press('Enter');
    await expect(app.page.getByRole('option', { selected: true })).toHaveText(/nobody-here/);
  });

  test('X7: a long address in the composer wraps', async ({ office, computer }) => {
    const { page, process } = await computer(office.account('alice')).start();
    await process.waitFor('contacts-shown');
    await hubPage(page).openChatWith('Bob Baker');
    const field = page.getByRole('textbox', { name: /^Message to/ });
    await field.fill(`https://example.test/${'x'.repeat(2000)}`);
    const main = page.getByRole('main');
    expect(await main.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
});
