import type { StockClient } from '../../lab/real/stock-xmpp-client.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

const bodies = (client: StockClient) =>
  client.received
    .filter((stanza) => stanza.name === 'message' && stanza.getChild('body'))
    .map((stanza) => stanza.getChildText('body'));
const say = (client: StockClient, to: string, id: string, body: string) =>
  client.send(
    client.xml(
      'message',
      { to, type: 'chat', id },
      client.xml('body', {}, body),
      client.xml('request', { xmlns: 'urn:xmpp:receipts' }),
      client.xml('markable', { xmlns: 'urn:xmpp:chat-markers:0' }),
    ),
  );

test.describe('chat', { tag: '@main-job' }, () => {
  test('M6: both ways, with typing, delivered and read', async ({ office, computer, peer }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.openChatWith('Bob Baker');
    const mark = `hello ${Date.now()}`;
    await hub.send(mark);
    await expect.poll(() => bodies(bob)).toContain(mark);

    const stanza = bob.received.find((one) => one.getChildText('body') === mark);
    const from = stanza?.attrs['from'] ?? '';
    const id = stanza?.attrs['id'] ?? '';
    expect(stanza?.getChild('request', 'urn:xmpp:receipts')).toBeTruthy();
    await bob.send(
      bob.xml('message', { to: from, type: 'chat' }, bob.xml('received', { xmlns: 'urn:xmpp:receipts', id })),
    );
    await expect(hub.message(mark).getByRole('img', { name: 'Delivered' })).toBeVisible();
    await bob.send(
      bob.xml(
        'message',
        { to: from, type: 'chat' },
        bob.xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id }),
      ),
    );
    await expect(hub.message(mark).getByRole('img', { name: 'Read' })).toBeVisible();

    await bob.send(
      bob.xml(
        'message',
        { to: from, type: 'chat' },
        bob.xml('composing', { xmlns: 'http://jabber.org/protocol/chatstates' }),
      ),
    );
    await expect(app.page.getByText('Bob Baker is typing')).toBeVisible();
    await say(bob, from, `answer-${mark}`, `answer to ${mark}`);
    await expect(hub.message(`answer to ${mark}`)).toBeVisible();
    await expect(app.page.getByText('Bob Baker is typing')).toBeHidden();
    // What was shown is confirmed: delivered at once, read because the conversation is open.
    const confirmed = (name: string) =>
      bob.received.some((one) => one.getChild(name)?.attrs['id'] === `answer-${mark}`);
    await expect.poll(() => confirmed('received')).toBe(true);
    await app.page.screenshot({ path: 'out/e2e/screens/conversation.png' });
  });

  test('M6 Q3: what was said while offline goes out once, exactly once, also through kill -9', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const home = computer(office.account('alice'));
    const first = await home.start();
    await first.process.waitFor('contacts-shown');
    await hubPage(first.page).openChatWith('Bob Baker');
    await office.network.cut('silent');
    const texts = Array.from({ length: 5 }, (_, index) => `offline ${index} ${Date.now()}`);
    for (const text of texts) {
      await hubPage(first.page).send(text);
      await expect(hubPage(first.page).message(text)).toBeVisible();
    }
    await first.kill9();
    await office.network.restore();

    const second = await home.start();
    await second.process.waitFor('session');
    await expect.poll(() => bodies(bob).filter((body) => texts.includes(body ?? ''))).toEqual(texts);
    await hubPage(second.page).goTo('Chats');
    await second.page.getByRole('option').filter({ hasText: 'Bob Baker' }).first().click();
    for (const text of texts) await expect(hubPage(second.page).message(text)).toHaveCount(1);
    // A second more, for a double to show.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(bodies(bob).filter((body) => texts.includes(body ?? ''))).toEqual(texts);
  });

  test('M1 M6: a server restart in the middle loses and doubles nothing', async ({
    office,
    computer,
    peer,
  }) => {
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.openChatWith('Carol Clark');
    const texts = Array.from({ length: 12 }, (_, index) => `through the restart ${index} ${Date.now()}`);
    for (const [index, text] of texts.entries()) {
      await hub.send(text);
      if (index === 4) await office.prosody.kill9();
      if (index === 8) await office.prosody.start();
    }
    await expect(
      hub.message(texts.at(-1) as string).getByRole('img', { name: /^(Sent|Delivered|Read)$/ }),
    ).toBeVisible({ timeout: 60_000 });
    const carol = await peer('carol');
    await carol.send(carol.xml('presence'));
    await expect.poll(() => bodies(carol).filter((body) => texts.includes(body ?? ''))).toEqual(texts);
    for (const text of texts) await expect(hub.message(text)).toHaveCount(1);
  });

  test('M7: another device of one’s own shows what is said here, and what is said there is shown here', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const desk = await peer('alice');
    await desk.send(desk.xml('presence'));
    await desk.request(
      desk.xml('iq', { type: 'set', id: 'carbons' }, desk.xml('enable', { xmlns: 'urn:xmpp:carbons:2' })),
    );
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('contacts-shown');
    await hubPage(app.page).openChatWith('Bob Baker');
    const there = `from the other device ${Date.now()}`;
    await say(desk, 'bob@example.test', 'other-device', there);
    await expect(hubPage(app.page).message(there)).toHaveCount(1);
    const here = `from this device ${Date.now()}`;
    await hubPage(app.page).send(here);
    await expect
      .poll(() => desk.received.filter((stanza) => stanza.toString().includes(here)).length)
      .toBe(1);
  });

  test('M13: scroll back, search, and find it all after a restart', async ({ office, computer, peer }) => {
    const dave = await peer('dave');
    await dave.send(dave.xml('presence'));
    const home = computer(office.account('alice'));
    const first = await home.start();
    await first.process.waitFor('session');
    const word = `needle${Date.now()}`;
    for (let index = 0; index < 120; index += 1)
      await say(
        dave,
        'alice@example.test',
        `${word}-${index}`,
        index === 3 ? `the ${word} is here` : `hay ${index} of ${word.slice(6)}`,
      );
    await hubPage(first.page).goTo('Chats');
    await first.page.getByRole('option').filter({ hasText: 'Dave Dixon' }).first().click();
    await expect(hubPage(first.page).message(`hay 119 of ${word.slice(6)}`)).toBeVisible();
    await first.quit();

    const second = await home.start();
    const hub = hubPage(second.page);
    await hub.goTo('Chats');
    await second.page.getByRole('option').filter({ hasText: 'Dave Dixon' }).first().click();
    await expect(hub.message(`hay 119 of ${word.slice(6)}`)).toHaveCount(1);
    const timeline = second.page.getByRole('log');
    await timeline.focus();
    await expect(async () => {
      await timeline.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }));
      await expect(hub.message(`the ${word} is here`)).toHaveCount(1, { timeout: 500 });
    }).toPass();
    await second.page.getByRole('searchbox', { name: 'Search messages' }).fill(word);
    await expect(second.page.getByText('1 message found')).toBeVisible();
  });
});
