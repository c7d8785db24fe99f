import { expect, test, whereabouts } from '../fixtures/office.ts';
import {
  chooseServers,
  expectSections,
  fillServers,
  saveServers,
  testService,
  told,
} from '../pages/advanced-page.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const STANDARDS = 'Standard XMPP and SIP servers';

test.describe('servers by hand', { tag: '@sign-in' }, () => {
  test('D12 D15 A6: chat alone at a plain Prosody: tested, signed in, kept over a restart, undone by Automatic', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const { xmpp } = office.plan;
    const home = computer(whereabouts(office));
    const app = await home.start();
    await chooseServers(app.page, STANDARDS);
    await fillServers(app.page, {
      'Chat address (XMPP)': alice.jid,
      'Chat server (optional)': xmpp.name,
      Port: String(xmpp.ports.c2s),
    });
    await testService(app.page, 'chat');
    await expect(told(app.page, 'xmpp')).toContainText(`${xmpp.name}:${xmpp.ports.c2s}: XMPP answers`);
    await expect(told(app.page, 'xmpp')).toContainText('Certificate: CN=');
    await saveServers(app.page);
    await expect(app.page.getByText('The servers are set by hand')).toBeVisible();

    const screen = signInPage(app.page);
    await screen.typeAddress(alice.jid);
    await screen.expectStep('finding-services', 'done');
    await screen.givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session');
    await expectSections(app.page, ['Contacts', 'Chats', 'Preferences']);
    await app.quit();

    const again = await home.start();
    await again.process.waitFor('session');
    await expectSections(again.page, ['Contacts', 'Chats', 'Preferences']);
    await hubPage(again.page).me().click();
    await again.page.getByRole('button', { name: 'Sign out' }).click();
    await again.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await chooseServers(again.page, 'Automatic');
    await saveServers(again.page);
    await expect(again.page.getByText('The servers are set by hand')).toHaveCount(0);
    await signInPage(again.page).typeAddress(alice.jid);
    await signInPage(again.page).givePassword(alice.password);
    // Now the records are asked, and they have a phone too.
    await again.process.waitFor('registered');
    await expectSections(again.page, ['Contacts', 'Chats', 'Calls', 'Preferences']);
  });

  test('D12 D15 A6: a phone alone at a plain Kamailio, with no chat server anywhere', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const { sip } = office.plan;
    const app = await computer(whereabouts(office)).start();
    await chooseServers(app.page, STANDARDS);
    // A server that is not there says so, with its error ID.
    await fillServers(app.page, {
      'Phone address (SIP)': `sip:${alice.jid}`,
      'Phone server (optional)': `sip:${sip.name}:1;transport=tcp`,
    });
    await testService(app.page, 'phone');
    await expect(told(app.page, 'sip')).toContainText('Error PAR-1102');
    await fillServers(app.page, { 'Phone server (optional)': `${sip.name}:${sip.ports.sip}` });
    await app.page.getByLabel('Transport').selectOption('UDP');
    await testService(app.page, 'phone');
    await expect(told(app.page, 'sip')).toContainText(/UDP: SIP answers \(\d{3}\)/);
    await saveServers(app.page);
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(alice.password);
    await app.process.waitFor('registered');
    await hubPage(app.page).expectOpen();
    await expectSections(app.page, ['Calls', 'Preferences']);
    // Phone mode has nobody to write to and no status to set.
    await expect(app.page.getByRole('textbox', { name: /^Message to/ })).toHaveCount(0);
  });

  test('D12 D15: addresses alone are enough: their servers come from the domain’s records', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    await chooseServers(app.page, STANDARDS);
    await fillServers(app.page, { 'Chat address (XMPP)': alice.jid, 'Phone address (SIP)': alice.jid });
    for (const [service, name] of [
      ['xmpp', 'chat'],
      ['sip', 'phone'],
    ] as const) {
      await testService(app.page, name);
      await expect(told(app.page, service)).toContainText(/(XMPP|SIP) answers/);
    }
    await saveServers(app.page);
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(alice.password);
    await app.process.waitFor('session');
    await app.process.waitFor('registered');
    await expectSections(app.page, ['Contacts', 'Chats', 'Calls', 'Preferences']);
  });
});
