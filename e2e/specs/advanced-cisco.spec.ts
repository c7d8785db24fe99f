import { CLOUD, expect, test, whereabouts } from '../fixtures/cisco-office.ts';
import { expectTrouble } from '../fixtures/trouble.ts';
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

test.describe('Cisco servers by hand', { tag: '@sign-in' }, () => {
  test('D12: the server that _cuplogin named is there to begin with; it is tested, and signs in', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { cisco: site } = office.plan;
    if (!site) throw new Error('no cluster');
    const { name, ports } = site.imp;
    const alice = office.person('alice');
    await office.serveBeside({
      srv: [{ name: `_cuplogin._tcp.${office.domain}`, target: name, port: ports.https }],
      hosts: {},
    });
    try {
      const app = await computer(whereabouts(office)).start();
      const screen = signInPage(app.page);
      await screen.typeAddress(alice.jid);
      await screen.expectStep('finding-services', 'done');
      await app.page.getByRole('button', { name: 'Cancel' }).click();
      await chooseServers(app.page, 'Cisco Unified CM with IM and Presence');
      await expect(app.page.getByLabel('Server address')).toHaveValue(name);
      await testService(app.page, 'IM and Presence');
      await expect(told(app.page, 'presence')).toContainText(`${name}:${ports.https}: answers (HTTP`);
      await saveServers(app.page);
      await screen.typeAddress(alice.jid);
      await expect(screen.step('finding-services')).toContainText('Set by hand');
      await screen.givePassword(alice.password);
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('session');
    } finally {
      await office.serveBeside({ srv: [], hosts: {} });
    }
  });

  test('D12: Webex by hand: its look-up is tested and asked, and an organisation of the cloud is explained', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { cisco: site } = office.plan;
    if (!site) throw new Error('no cluster');
    const cas = `${site.first.name}:${site.first.ports.https}`;
    const app = await computer(whereabouts(office)).start();
    await chooseServers(app.page, 'Cisco Webex');
    await fillServers(app.page, { 'CAS address': `https://${cas}/cas/FederatedSSO` });
    await testService(app.page, 'CAS');
    await expect(told(app.page, 'webex')).toContainText(`${cas}: answers (HTTP`);
    await saveServers(app.page);
    await signInPage(app.page).typeAddress(`zoe@${CLOUD}`);
    await expectTrouble(app.page, {
      id: 'PAR-1007',
      says: /uses the Webex cloud/,
      forward: 'Advanced settings',
    });
  });

  test('D12 A1 A6: phone mode: TFTP, device list and CTI are tested, and the phone registers without chat', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { cisco: site } = office.plan;
    if (!site) throw new Error('no cluster');
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    await chooseServers(app.page, 'Cisco Unified CM, phone only');
    await fillServers(app.page, {
      'TFTP, first': site.tftp.name,
      'CCMCIP, first': site.home.name,
      // Nothing listens there: the line says so, with its error ID.
      'CTI, first': site.home.name,
    });
    await testService(app.page, 'TFTP');
    await expect(told(app.page, 'tftp')).toContainText('jabber-config.xml');
    await testService(app.page, 'CCMCIP');
    await expect(told(app.page, 'ccmcip')).toContainText(/Unified CM [\d.]+ answers/);
    await testService(app.page, 'CTI');
    await expect(told(app.page, 'cti')).toContainText('Error PAR-1102');
    await fillServers(app.page, { 'CTI, first': '' });
    await saveServers(app.page);
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(alice.password);
    await app.process.waitFor('registered');
    await hubPage(app.page).expectOpen();
    await expectSections(app.page, ['Calls', 'Preferences']);
  });
});
