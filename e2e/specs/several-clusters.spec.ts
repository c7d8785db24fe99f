import { type SecondCluster, startSecondCluster } from '../../lab/real/second-cluster.ts';
import { loginWithStockPackages } from '../../lab/real/stock-xmpp-client.ts';
import {
  type CiscoOffice,
  expect,
  requestsSince,
  sessionOf,
  test,
  whereabouts,
} from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const MAIL_LIKE = 'amckenzie@sales.example.test';

test.describe('several clusters', { tag: ['@sign-in', '@directory'] }, () => {
  let west: SecondCluster;
  test.beforeAll(async ({ ciscoOffice: office }) => {
    const carol = office.cisco.accounts.find('carol');
    if (!carol) throw new Error('Carol is not in the office');
    const mcKenzie = {
      ...carol,
      username: MAIL_LIKE,
      displayName: 'Ann McKenzie',
      email: 'ann.mckenzie@west.example.test',
    };
    const dorn = {
      ...carol,
      ...{ username: 'ddorn', firstName: 'Dora', lastName: 'Dorn', displayName: 'Dora Dorn' },
      email: 'dora.dorn@west.example.test',
    };
    west = await startSecondCluster({
      ca: office.ca,
      domain: 'west.example.test',
      // Every cluster knows everybody; these two are at home here (T15).
      users: [...office.cisco.accounts.all, mcKenzie, dorn],
      usesDirectoryUris: true,
    });
    await office.serveBeside({ hosts: west.hosts });
    for (const user of ['carol', MAIL_LIKE]) office.homes.set(user, west.cisco.nodes['ucm-b']);
  });
  test.afterAll(async ({ ciscoOffice: office }) => {
    office.homes.clear();
    await office.serveBeside({});
    await west?.stop();
  });

  test('D10 A12 C6: somebody whose home is another cluster signs in there, and only there', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const carol = office.person('carol');
    const before = attempts(office, 'carol');
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    await screen.typeAddress(carol.jid);
    await screen.expectStep('home-server', 'done');
    await expect(screen.step('home-server')).toContainText('west.example.test');
    await screen.givePassword(carol.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session', (mark) => mark['server'] === 'west.example.test');
    // The cluster that DNS leads to only told where the home is.
    expect(attempts(office, 'carol')).toBe(before);
    expect(west.cisco.counters.authAttempts.get('carol')).toBeGreaterThan(0);
    expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', mode: 'im-only' });

    // Whoever is looked for, the own home cluster is asked.
    const asked = office.cisco.counters.requests.length;
    await hubPage(app.page).search().fill('Bob Baker');
    await expect(app.page.getByRole('option').filter({ hasText: 'Bob Baker' }).first()).toBeVisible();
    expect(west.cisco.counters.requests.some(({ path }) => path.startsWith('/cucm-uds/users'))).toBe(true);
    expect(requestsSince(office, asked)).toEqual([]);
    await app.quit();
  });

  test('A12 T14: a user ID that is a mail address signs in by its last @; where chat addresses are directory URIs, people are found and written to by them', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { password } = office.person('carol');
    const { address, ports } = west.prosody;
    const dora = await loginWithStockPackages({
      ...{ address, port: ports.c2s, domain: 'west.example.test', user: 'dora.dorn', secret: password },
      ...{ mechanism: 'PLAIN', ca: office.ca.pem },
    });
    await dora.send(dora.xml('presence'));
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    await screen.typeAddress(`${MAIL_LIKE}@example.test`);
    await screen.givePassword(password);
    const hub = hubPage(app.page);
    await hub.expectOpen();
    await app.process.waitFor('session', (mark) => mark['server'] === 'west.example.test');
    await expect(hub.me()).toHaveAccessibleName(/Ann McKenzie/);

    await hub.search().fill('Dora');
    await app.page.getByRole('option').filter({ hasText: 'Dora Dorn' }).first().click();
    await hub.send('to your directory URI');
    const received = () => dora.received.filter(({ name }) => name === 'message');
    const said = () => received().map((stanza) => stanza.getChildText('body'));
    await expect.poll(said).toContain('to your directory URI');
    const from = received().find((stanza) => stanza.getChildText('body'))?.attrs['from'] ?? '';
    // Not by the user ID, which has two @ as an address.
    expect(from).toMatch(/^ann\.mckenzie@west\.example\.test\//);
    const answer = dora.xml('body', {}, 'found you by yours');
    await dora.send(dora.xml('message', { to: from, type: 'chat', id: 'd1' }, answer));
    await expect(hub.message('found you by yours')).toBeVisible();
    await dora.stop();
    await app.quit();
  });

  test('D10: somebody nobody knows is told with the server that was asked', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    await screen.typeAddress('mallory@example.test');
    await screen.expectError('PAR-1006');
    await expect(screen.error().first()).toContainText(
      'ucm-a.example.test does not know mallory@example.test',
    );
    await app.quit();
  });
});

function attempts(office: CiscoOffice, user: string): number {
  return office.cisco.counters.authAttempts.get(user) ?? 0;
}
