import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Computer } from '../fixtures/app-under-test.ts';
import { type CiscoOffice, CLOUD, expect, sessionOf, test, whereabouts } from '../fixtures/cisco-office.ts';
import { expectSections } from '../pages/advanced-page.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** The messenger of this profile is the cloud's: the product type that makes a deployment hybrid. */
const WEBEX_PROFILE = `<?xml version="1.0"?><serviceProfile name="Default">
  <imPresence type="webex"/><directory><useUdsForContactResolution>true</useUdsForContactResolution></directory>
</serviceProfile>`;

/** An organisation of the cloud with a cluster of its own: the installer says whom to ask, the records where the cluster is. */
async function cloudOffice(office: CiscoOffice, home: Computer): Promise<readonly string[]> {
  const { first } = office.plan.cisco ?? {};
  if (!first) throw new Error('no cluster');
  const at = `${first.name}:${first.ports.https}`;
  await office.serveBeside({
    srv: [{ name: `_cisco-uds._tcp.${CLOUD}`, target: first.name, port: first.ports.https }],
    hosts: {},
  });
  const path = join(dirname(home.profile), 'installed.properties');
  writeFileSync(path, `CAS_HOST=${at}\r\nTEAM_MESSAGING_LOOKUP_URL=https://${at}/team\r\n`);
  return ['--bootstrap', path];
}

test.describe('modes beside full UC', { tag: '@sign-in' }, () => {
  test.afterAll(({ ciscoOffice: office }) => office.serveBeside({}));

  test('A6 D6: phone mode with contacts; hybrid: the cluster’s phone works and the cloud’s messenger is explained; team messaging hands over to the Webex app', async ({
    ciscoOffice: office,
    computer,
  }) => {
    await test.step('phone mode with contacts: the installer says so, and a chat server is there', async () => {
      const home = computer(whereabouts(office));
      const path = join(dirname(home.profile), 'installed.properties');
      writeFileSync(path, 'PRODUCT_MODE=phone_mode\r\n');
      const app = await home.start({ switches: ['--bootstrap', path] });
      const bob = office.person('bob');
      const screen = signInPage(app.page);
      await screen.typeAddress(bob.jid);
      await screen.givePassword(bob.password);
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('session');
      await app.process.waitFor('registered');
      expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', mode: 'phone-with-contacts' });
      await expectSections(app.page, ['Calls', 'Contacts', 'Preferences']);
      await app.quit();
    });

    await test.step('hybrid: known to the CAS, the profile names Webex', async () => {
      const home = computer(whereabouts(office));
      const switches = await cloudOffice(office, home);
      const restore = office.cisco.setFile('SPDefault.cnf.xml', WEBEX_PROFILE);
      const app = await home.start({ switches });
      const screen = signInPage(app.page);
      await screen.typeAddress(`alice@${CLOUD}`);
      await screen.givePassword(office.person('alice').password);
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('registered');
      restore();
      expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', mode: 'hybrid' });
      await expectSections(app.page, ['Calls', 'Preferences']);
      await expect(app.page.getByRole('region', { name: 'Messages are in Webex' })).toBeVisible();
      await expect(app.page.getByRole('button', { name: 'Open the Webex app' })).toHaveCount(0);
      await app.page.screenshot({ path: 'out/e2e/screens/mode-hybrid.png' });
      const hub = hubPage(app.page);
      await hub.search().fill('1002');
      await hub.search().press('Enter');
      await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
      await app.page.getByRole('button', { name: 'End', exact: true }).click();
      await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
      await app.quit();
    });

    await test.step('team messaging: the look-up says so', async () => {
      const home = computer(whereabouts(office));
      const app = await home.start({ switches: await cloudOffice(office, home) });
      const screen = signInPage(app.page);
      await screen.typeAddress(`carol@${CLOUD}`);
      await screen.givePassword(office.person('carol').password);
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('registered');
      expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', mode: 'team-messaging' });
      await expectSections(app.page, ['Calls', 'Preferences']);
      await app.page.screenshot({ path: 'out/e2e/screens/mode-team-messaging.png' });
      const marks = app.process.marks;
      const opened = () => marks.filter(({ mark }) => mark === 'opened').map(({ url }) => url);
      await app.page.getByRole('button', { name: 'Open the Webex app' }).click();
      await expect.poll(opened).toEqual(['webexteams://']);
      await app.quit();
    });
  });
});
