import { REFUSAL, REFUSED_WORD } from '../../lab/real/prosody-config.ts';
import type { StockClient, StockElement } from '../../lab/real/stock-xmpp-client.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

const NS = {
  reply: 'urn:xmpp:reply:0',
  reactions: 'urn:xmpp:reactions:0',
  retract: 'urn:xmpp:message-retract:1',
  fallback: 'urn:xmpp:fallback:0',
  xhtml: 'http://www.w3.org/1999/xhtml',
  xhtmlIm: 'http://jabber.org/protocol/xhtml-im',
} as const;

const heard = (client: StockClient, isIt: (stanza: StockElement) => boolean) =>
  client.received.find((stanza) => stanza.name === 'message' && isIt(stanza));

test.describe('rich chat', { tag: '@messaging' }, () => {
  test('M6: formatting of a stranger, an answer, reactions and taking back, with a client that knows none of it; all there after a restart', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    const { xml } = bob;
    await bob.send(xml('presence'));
    const home = computer(office.account('alice'));
    const app = await home.start();
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.openChatWith('Bob Baker');
    const mark = `${Date.now()}`;
    const say = (id: string, body: string, ...more: StockElement[]) =>
      bob.send(
        xml('message', { to: 'alice@example.test', type: 'chat', id }, xml('body', {}, body), ...more),
      );

    // Formatting as other clients send it (XEP-0071), with what an attacker would put into it.
    const html = xml(
      'html',
      { xmlns: NS.xhtmlIm },
      xml(
        'body',
        { xmlns: NS.xhtml },
        xml('p', {}, 'lunch ', xml('strong', { style: 'position:fixed;top:0' }, `today ${mark}`)),
        xml('script', {}, 'window.attacked = true'),
        xml('img', { src: 'https://tracker.test/x.png', alt: 'a menu', onerror: 'alert(1)' }),
        xml('a', { href: 'https://evil.test/menu' }, 'our-canteen.test'),
      ),
    );
    await say(`q-${mark}`, `lunch today ${mark} our-canteen.test`, html);
    const question = app.page.getByRole('article', { name: new RegExp(`^Bob Baker.*lunch today ${mark}`) });
    await expect(question.getByRole('strong')).toHaveText(`today ${mark}`);
    await expect(question).toContainText('(evil.test)');
    await expect(question.locator('img, script, [style*="fixed"]')).toHaveCount(0);

    // The menu of a message by keyboard alone.
    await question.getByRole('button', { name: 'Actions for this message' }).focus();
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('menuitem', { name: 'Reply' }).press('Enter');
    await expect(app.page.getByText('Reply to Bob Baker')).toBeVisible();
    const composer = app.page.getByRole('textbox', { name: /^Message to/ });
    await expect(composer).toBeFocused();
    await composer.fill(`gladly ${mark}`);
    await composer.press('ControlOrMeta+a');
    await composer.press('ControlOrMeta+b');
    await composer.press('Enter');
    await expect.poll(() => heard(bob, (one) => one.getChild('reply', NS.reply) !== undefined)).toBeTruthy();
    const answer = heard(bob, (one) => one.getChild('reply', NS.reply) !== undefined);
    expect(answer?.getChild('reply', NS.reply)?.attrs['id']).toBe(`q-${mark}`);
    // What an old client shows: the quote, then the words.
    expect(answer?.getChildText('body')).toBe(`> lunch today ${mark} our-canteen.test\n*gladly ${mark}*`);
    const mine = hub.message(`gladly ${mark}`);
    await expect(mine.getByRole('button', { name: /^Go to the message by Bob Baker/ })).toBeVisible();

    // A reaction each way.
    const answerId = answer?.attrs['id'] ?? '';
    await bob.send(
      xml(
        'message',
        { to: 'alice@example.test', type: 'chat', id: `r-${mark}` },
        xml('reactions', { xmlns: NS.reactions, id: answerId }, xml('reaction', {}, '🎉')),
      ),
    );
    await expect(mine.getByRole('button', { name: '🎉: Bob Baker. Add yours' })).toBeVisible();
    await question.getByRole('button', { name: 'Actions for this message' }).press('Enter');
    await app.page.getByRole('menuitem', { name: 'React' }).press('Enter');
    await app.page.getByRole('searchbox', { name: 'Search emoji' }).fill('pizza');
    await app.page.keyboard.press('Enter');
    await expect(question.getByRole('button', { name: '🍕: you. Take it back' })).toBeVisible();
    const reactions = () => heard(bob, (one) => one.getChild('reactions', NS.reactions) !== undefined);
    await expect.poll(() => reactions()?.getChild('reactions')?.attrs['id']).toBe(`q-${mark}`);
    expect(reactions()?.getChildText('body')).toContain('🍕');

    // Taken back; and what a policy of the server refuses says so in the server's words (M14).
    await hub.send(`a mistake ${mark}`);
    const mistake = hub.message(`a mistake ${mark}`);
    await expect(mistake.getByRole('img', { name: /^(Sent|Delivered)$/ })).toBeVisible();
    await mistake.getByRole('button', { name: 'Actions for this message' }).press('Enter');
    await app.page.getByRole('menuitem', { name: 'Take back' }).press('Enter');
    await expect(app.page.getByText('This message was taken back.')).toBeVisible();
    await expect
      .poll(() => heard(bob, (one) => one.getChild('retract', NS.retract) !== undefined))
      .toBeTruthy();
    await hub.send(`about the ${REFUSED_WORD} ${mark}`);
    const refused = hub.message(`${REFUSED_WORD} ${mark}`);
    await expect(refused).toContainText(`The server says: ${REFUSAL}`);
    expect(heard(bob, (one) => (one.getChildText('body') ?? '').includes(REFUSED_WORD))).toBeUndefined();
    await app.page.screenshot({ path: 'out/e2e/screens/rich-chat.png' });
    await app.quit();

    const again = await home.start();
    const hubAgain = hubPage(again.page);
    await hubAgain.goTo('Chats');
    await again.page.getByRole('option').filter({ hasText: 'Bob Baker' }).first().click();
    await expect(hubAgain.message(`gladly ${mark}`).getByRole('button', { name: /^🎉/ })).toBeVisible();
    await expect(again.page.getByRole('button', { name: /^🍕/ })).toHaveCount(1);
    await expect(hubAgain.message(`gladly ${mark}`)).toHaveCount(1);
    await expect(again.page.getByText('This message was taken back.')).toHaveCount(1);
    await expect(again.page.getByText(`a mistake ${mark}`)).toHaveCount(0);
    await expect(hubAgain.message(`${REFUSED_WORD} ${mark}`)).toContainText(REFUSAL);
  });
});
