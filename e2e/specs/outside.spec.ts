import type { StockClient } from '../../lab/real/stock-xmpp-client.ts';
import { sessionOf } from '../fixtures/cisco-office.ts';
import { expect, test, whereabouts } from '../fixtures/edge-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const bodies = (client: StockClient) =>
  client.received
    .filter((stanza) => stanza.name === 'message' && stanza.getChild('body'))
    .map((stanza) => stanza.getChildText('body'));

test.describe('outside the office', { tag: '@sign-in' }, () => {
  test('D5 A7: sign in through Expressway, chat, call, and move inside while chatting: nothing lost, nothing doubled', async ({
    edgeOffice: office,
    computer,
  }) => {
    const { edge } = office;
    await edge.goOutside();
    const bob = await office.signIn('bob');
    await bob.send(bob.xml('presence'));
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    await screen.typeAddress(alice.jid);
    await screen.expectStep('finding-services', 'done');
    await expect(screen.step('finding-services')).toContainText(edge.expressway.fqdn);
    await screen.givePassword(alice.password);
    const hub = hubPage(app.page);
    await hub.expectOpen();
    await app.process.waitFor('registered');
    expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', location: 'outside' });
    expect(edge.expressway.counters.sipRefused).toBe(0);

    // Chat, both ways.
    await hub.openChatWith('Bob Baker');
    await hub.send('first, from outside');
    await expect.poll(() => bodies(bob)).toContain('first, from outside');
    await bob.send(
      bob.xml(
        'message',
        { to: alice.jid, type: 'chat', id: 'b1' },
        bob.xml('body', {}, 'answer from inside'),
      ),
    );
    await expect(hub.message('answer from inside')).toBeVisible();

    // A call, by the edge's phone entrance.
    await hub.search().fill('1002');
    await hub.search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await app.process.waitFor('rtp-sent');
    await app.page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    expect(edge.expressway.counters.sipRefused).toBe(0);

    // Home again, in the middle of a chat: words half typed stay, what was sent while nothing was reachable arrives once.
    await hub.goTo('Contacts');
    await hub.openChatWith('Bob Baker');
    await hub.send('second, just before the door');
    const composer = app.page.getByRole('textbox', { name: /^Message to/ });
    await edge.goInside();
    await hub.send('third, on the threshold');
    await composer.fill('half a sentence');
    await expect
      .poll(async () => sessionOf(app), { timeout: 45_000 })
      .toMatchObject({ phase: 'signed-in', location: 'inside' });
    await expect.poll(() => bodies(bob), { timeout: 45_000 }).toContain('third, on the threshold');
    await expect(composer).toHaveValue('half a sentence');
    await composer.fill('');
    await hub.send('fourth, from inside');
    await expect.poll(() => bodies(bob), { timeout: 30_000 }).toContain('fourth, from inside');
    expect(bodies(bob)).toEqual([
      'first, from outside',
      'second, just before the door',
      'third, on the threshold',
      'fourth, from inside',
    ]);
    await expect(app.page.getByLabel(/^Password for/)).toHaveCount(0);
    await bob.stop();
  });

  test('D5 A7: on a call the computer leaves the building: the call goes on by the new way, and what does not work there is told', async ({
    edgeOffice: office,
    computer,
  }) => {
    const { edge } = office;
    await edge.goInside();
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('registered');
    await hubPage(app.page).expectOpen();
    expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', location: 'inside' });
    const hub = hubPage(app.page);
    await hub.search().fill('1002');
    await hub.search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await app.process.waitFor('rtp-sent');
    const before = edge.expressway.counters.sipRequests.length;
    await edge.goOutside();
    await expect
      .poll(async () => sessionOf(app), { timeout: 45_000 })
      .toMatchObject({ phase: 'signed-in', location: 'outside' });
    // The other side is told of the new way, within the same call.
    const since = () => edge.expressway.counters.sipRequests.slice(before).map((line) => line.split(' ')[0]);
    await expect.poll(since, { timeout: 30_000 }).toContain('INVITE');
    const phone = office.phones.get('bob');
    const closed = phone?.waitFor({ type: 'CALL_CLOSED' });
    await expect(app.page.getByRole('button', { name: 'End', exact: true })).toBeVisible();

    await app.page.keyboard.press('Control+Shift+D');
    const dialog = app.page.getByRole('dialog', { name: 'Connection status' });
    await expect(dialog).toContainText('You are outside the company network');
    await expect(dialog.locator('[data-missing="desk-phone"]')).toContainText('Expressway does not carry');
    await expect(dialog.locator('[data-service="phone"]')).toContainText(edge.expressway.fqdn);
    await app.page.screenshot({ path: 'out/e2e/screens/outside-status.png' });
    await app.page.keyboard.press('Escape');

    await app.page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    await closed;
    expect(since()).toContain('BYE');
  });
});
