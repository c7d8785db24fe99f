import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guid } from '../../lab/cisco/guid.ts';
import { expect, requestsSince, servicesOf, sessionOf, test, whereabouts } from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** A picture of one white dot. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

test.describe('signing in to Unified CM', { tag: ['@main-job', '@sign-in'] }, () => {
  test('D1 D3 D10 A1 A2 A3: the address and one password lead through every step into the hub', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { cisco, relays } = office;
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    const start = cisco.counters.requests.length;
    const refusals = () => cisco.counters.authFailures.get('alice') ?? 0;
    // The office is shared: another spec may have been refused in it before.
    const refusedBefore = refusals();

    await screen.typeAddress(alice.jid);
    await screen.expectStep('home-server', 'done');
    await expect(screen.step('home-server')).toContainText('ucm-b.example.test');
    await expect(app.page.getByLabel('Password for alice')).toBeVisible();
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-password.png' });
    // So far nobody has seen a password, and only the cluster has been asked.
    const attempts = () => cisco.counters.authAttempts.get('alice') ?? 0;
    const before = { attempts: attempts(), chat: relays.xmpp.accepted, phone: sipConnections(office) };
    expect(requestsSince(office, start).filter((line) => line.startsWith('imp-a'))).toEqual([]);

    // While the prover thinks about it, everybody else waits.
    const heal = cisco.addFault({ kind: 'slow', path: '/cucm-uds/user/alice', delayMs: 2_000, times: 1 });
    await screen.givePassword(alice.password);
    await screen.expectStep('sign-in-method', 'running');
    await app.page.waitForTimeout(1_000);
    expect({ attempts: attempts(), chat: relays.xmpp.accepted, phone: sipConnections(office) }).toEqual(
      before,
    );
    expect(requestsSince(office, start).filter((line) => /imp-a|devices/.test(line))).toEqual([]);
    await hubPage(app.page).expectOpen();
    heal();
    await app.process.waitFor('session');
    await app.process.waitFor('registered');
    expect(refusals()).toBe(refusedBefore);

    const session = await sessionOf(app);
    expect('steps' in session && session.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'finding-services done',
      'home-server done',
      'sign-in-method done',
      'profile done',
      'phone done',
      'chat done',
      'voicemail skipped',
      'directory done',
    ]);
    // The first to see the password was the user's own record; the file server and the chat sign-in came after it.
    const asked = requestsSince(office, start);
    const at = (pattern: RegExp) => asked.findIndex((line) => pattern.test(line));
    const proof = at(/^ucm-b GET \/cucm-uds\/user\/alice 200/);
    expect(proof).toBeGreaterThan(at(/^ucm-a GET .*clusterUser\?username=alice 200/));
    expect(proof).toBeGreaterThan(at(/^ucm-a GET .*clusterUser\?email=alice/));
    expect(proof).toBeGreaterThan(at(/^ucm-b GET \/cucm-uds\/servers 200/));
    for (const later of [
      /^imp-a POST \/EPASSoap/,
      /^ucm-b GET \/cucm-uds\/user\/alice\/devices 200/,
      /^tftp GET \/SPDefault.cnf.xml 200/,
      /^tftp GET \/jabber-config.xml 200/,
      /^tftp GET \/CSFALICE.cnf.xml 200/,
    ])
      expect(at(later), String(later)).toBeGreaterThan(proof);
    await expect(hubPage(app.page).me()).toHaveAccessibleName(/Alice Archer/);
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-hub.png' });
  });

  test('A3 A4 A5: every effective value is shown with its source; an odd one costs only itself', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('phase', (mark) => mark['phase'] === 'signed-in');
    const control = await app.control();
    const configuration = await control.call('diagnostics/effective-configuration');
    const rows = configuration.ok ? configuration.value : [];
    const row = (name: string) => rows.find((one) => one.name === name);
    expect(row('EnableSIPURIDialling')).toMatchObject({ value: 'true', source: 'global-file' });
    // The file says LDAP; the service profile is higher.
    expect(row('DirectoryServerType')).toMatchObject({ value: 'UDS', source: 'profile' });
    expect(row('LabOnlyParameter')).toMatchObject({ value: 'kept as it is', source: 'global-file' });
    expect(row('LabOnlyParameter')?.problem).toBeDefined();
    expect(row('Screen_Capture_Enabled')).toMatchObject({ source: 'default' });
    expect(row('Screen_Capture_Enabled')?.problem).toMatch(/Screen_Capture_Enabled.*global-file, line 5/);

    await hubPage(app.page).me().click();
    await app.page.getByRole('button', { name: 'Connection status' }).click();
    const dialog = app.page.getByRole('dialog', { name: 'Connection status' });
    await dialog.getByRole('tab', { name: 'Sign-in' }).click();
    const home = dialog.locator('[data-step="home-server"]');
    await expect(home).toContainText('nodes');
    await expect(home).toContainText('ucm-b.example.test:8443');
    await expect(dialog.locator('[data-step="profile"]')).toContainText('CSFALICE.cnf.xml');
    await dialog.getByRole('tab', { name: 'Configuration' }).click();
    await dialog.getByLabel('Filter by name').fill('Screen_Capture');
    await expect(dialog.getByRole('row').filter({ hasText: 'Screen_Capture_Enabled' })).toContainText(
      'line 5',
    );
    // Rooms' video devices are not in this version.
    await dialog.getByLabel('Filter by name').fill('EnableProximity');
    await expect(dialog.getByRole('row').filter({ hasText: 'EnableProximity' })).toContainText(
      'No effect: needs a protocol that Cisco has not published',
    );
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-configuration.png' });
  });

  test('C1 C3 C4: a person who is in no contact list is found in the directory as one types, with their photo, called and written to', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const dave = await office.signIn('dave');
    await dave.send(dave.xml('presence'));
    const line = await office.startLine('1004');
    // Their photo is where the administrator says.
    const { fqdn, port } = office.cisco.nodes['ucm-b'];
    Object.assign(office.cisco.accounts.find('dave') ?? {}, { photo: PHOTO });
    const home = computer(office.account('alice'));
    const policies = join(home.profile, '..', 'policies.properties');
    writeFileSync(policies, `UdsPhotoUriWithToken=https://${fqdn}:${port}/photos/%%uid%%.png\n`);
    const app = await home.start({ switches: ['--policies', policies] });
    await app.process.waitFor('registered');
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await expect(hub.contact('Bob Baker')).toBeVisible();
    await expect(hub.list.getByRole('option').filter({ hasText: 'Dave' })).toHaveCount(0);

    const found = app.page.getByRole('listbox', { name: 'Search results' }).getByRole('option');
    await hub.search().pressSequentially('dix', { delay: 60 });
    await expect(found.first()).toContainText('Dave Dixon');
    await expect(found.first()).toContainText('Facilities');
    const photo = found.first().locator('img');
    await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-directory.png' });
    await hub.search().press('Enter');
    await expect(app.page.getByRole('heading', { name: 'Dave Dixon', level: 2 })).toBeVisible();
    const said = `Hello Dave ${Date.now()}`;
    await hub.send(said);
    await expect.poll(() => dave.received.map((stanza) => stanza.getChildText('body'))).toContain(said);
    await dave.send(
      dave.xml(
        'message',
        { to: 'alice@example.test', type: 'chat', id: 'd1' },
        dave.xml('body', {}, 'Hello Alice'),
      ),
    );
    await expect(hub.message('Hello Alice')).toBeVisible();
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-stranger.png' });

    await hub.search().fill('Dixon');
    await found.first().getByText('1004').click();
    await line.waitFor({ type: 'CALL_INCOMING' });
    await line.accept();
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await app.page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    await line.stop();
    await dave.stop();
  });

  test('C4 M6: somebody in no contact list who writes first is named by the directory', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('phase', (mark) => mark['phase'] === 'signed-in');
    const dave = await office.signIn('dave');
    await dave.send(
      dave.xml(
        'message',
        { to: 'alice@example.test', type: 'chat', id: 'd2' },
        dave.xml('body', {}, 'Is the lift working?'),
      ),
    );
    await hubPage(app.page).goTo('Chats');
    await expect(app.page.getByRole('option').filter({ hasText: 'Is the lift working?' })).toContainText(
      'Dave Dixon',
      { timeout: 30_000 },
    );
    await dave.stop();
  });

  test('V1 C4: the phone is the line of CSFALICE; a caller is named by the directory, whose look-up rules apply', async ({
    ciscoOffice: office,
    computer,
  }) => {
    // The directory has numbers as the world dials them; calls inside come with four digits.
    const putBack = office.cisco.setFile(
      'DirLookupDialRules.xml',
      '<DialRules><DialRule BeginsWith="1" NumDigits="4" DigitsToRemove="0" PrefixWith="+1408555"/></DialRules>',
    );
    const dave = office.cisco.accounts.find('dave');
    Object.assign(dave ?? {}, { phoneNumber: '+14085551004' });
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('registered');
    const contacts = await office.kamailio.contacts('alice');
    // The user part of the Contact is the one that the device file gives to this line.
    expect(contacts).toHaveLength(1);
    expect(contacts[0]).toContain(`sip:${guid('contact CSFALICE 1001')}@`);

    const line = await office.startLine('1004');
    await line.dial('sip:1001@ucm-b.example.test');
    const toast = app.page.getByRole('alertdialog').first();
    await expect(toast).toContainText('Dave Dixon');
    await expect(toast).toContainText('1004');
    await app.page.screenshot({ path: 'out/e2e/screens/cisco-incoming.png' });
    await toast.getByRole('button', { name: 'Answer' }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await line.hangUp();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    await hubPage(app.page).goTo('Calls');
    await expect(app.page.getByRole('listbox', { name: /Call history/ })).toContainText('Dave Dixon');
    await line.stop();
    putBack();
    Object.assign(dave ?? {}, { phoneNumber: '1004' });
  });

  test('A2 D9: the second start signs in to everything from the cache, with a fresh one-time password and no question', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const bob = await office.signIn('bob');
    await bob.send(bob.xml('presence'));
    const home = computer(whereabouts(office));
    const first = await home.start();
    await signInPage(first.page).typeAddress(alice.jid);
    await signInPage(first.page).givePassword(alice.password);
    await hubPage(first.page).expectOpen();
    await first.process.waitFor('session');
    await first.process.waitFor('registered');
    await hubPage(first.page).openChatWith('Bob Baker');
    const said = `before the restart ${Date.now()}`;
    await hubPage(first.page).send(said);
    await expect.poll(() => bob.received.map((stanza) => stanza.getChildText('body'))).toContain(said);
    await first.quit();

    await office.network.cut('silent');
    const start = office.cisco.counters.requests.length;
    const second = await home.start();
    await second.process.waitFor('contacts-shown');
    await expect(hubPage(second.page).contact('Bob Baker')).toBeVisible();
    await hubPage(second.page).goTo('Chats');
    await second.page.getByRole('option').filter({ hasText: 'Bob Baker' }).first().click();
    await expect(hubPage(second.page).message(said)).toHaveCount(1);
    await office.network.restore();
    await second.process.waitFor('session', undefined, 60_000);
    await second.process.waitFor('registered', undefined, 60_000);
    await hubPage(second.page).send('and after it');
    await expect
      .poll(() => bob.received.map((stanza) => stanza.getChildText('body')))
      .toContain('and after it');
    expect(requestsSince(office, start).some((line) => line.startsWith('imp-a POST /EPASSoap'))).toBe(true);
    expect(await sessionOf(second)).toMatchObject({ phase: 'signed-in' });
    await expect
      .poll(
        async () => Object.fromEntries((await servicesOf(second)).map(({ name, state }) => [name, state])),
        {
          timeout: 30_000,
        },
      )
      .toMatchObject({ chat: 'online', phone: 'online', directory: 'online' });
    await bob.stop();
  });
});

function sipConnections({
  relays,
}: {
  relays: { sip: { tcp: { accepted: number }; tls: { accepted: number } } };
}) {
  return relays.sip.tcp.accepted + relays.sip.tls.accepted;
}
