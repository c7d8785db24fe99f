import { freePorts } from '../../lab/real/free-port.ts';
import type { CiscoFault } from '../../lab/cisco/model.ts';
import { type CiscoOffice, expect, sessionOf, test, whereabouts } from '../fixtures/cisco-office.ts';
import {
  expectNotice,
  expectTrouble,
  type SilentServer,
  signInWell,
  startSilentServer,
  type Trouble,
} from '../fixtures/trouble.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const ADDRESS_FIELD = 'Work address';

test.describe('addresses and domains', { tag: '@bad-input' }, () => {
  let silent: SilentServer;

  test.beforeAll(async ({ ciscoOffice }) => {
    silent = await startSilentServer();
    const [closed = 0] = await freePorts('127.0.0.1', 1);
    const srv = (name: string, port: number) => ({ name, target: 'somewhere.test', port });
    await ciscoOffice.serveBeside({
      srv: [
        srv('_cisco-uds._tcp.closed.test', closed),
        srv('_xmpp-client._tcp.closed-chat.test', closed),
        srv('_cisco-uds._tcp.hung.test', silent.port),
        srv('_xmpp-client._tcp.hung-chat.test', silent.port),
      ],
      // A domain that exists and offers nothing; its own address has no chat server either.
      hosts: { 'somewhere.test': '127.0.0.1', 'bare.test': '127.0.0.99' },
    });
  });
  test.afterAll(() => silent.stop());

  /** Types the address, expects the trouble, and signs in as it should be, in the same window. */
  const tell =
    (address: string, trouble: Trouble, password?: string) =>
    async ({ ciscoOffice: office, computer }: Parts): Promise<void> => {
      const app = await computer(whereabouts(office)).start();
      await signInPage(app.page).typeAddress(address);
      if (password !== undefined) await signInPage(app.page).givePassword(password);
      await expectTrouble(app.page, trouble);
      await expect(app.page.getByLabel(ADDRESS_FIELD)).toHaveValue(address);
      await app.page.screenshot({ path: `out/e2e/screens/trouble-${trouble.id}.png` });
      await signInWell(app.page, office.person('alice'));
    };

  test('D1: an address that is none', async ({ ciscoOffice, computer }) => {
    const trouble = { id: 'PAR-1001', says: /does not look like a work address/, forward: ADDRESS_FIELD };
    await tell('alice@exa mple.test', trouble)({ ciscoOffice, computer });
  });

  test('D1 D3: a domain that does not exist', async ({ ciscoOffice, computer }) => {
    const trouble = { id: 'PAR-1002', says: /There is no domain gone\.test/, forward: ADDRESS_FIELD };
    await tell('alice@gone.test', trouble)({ ciscoOffice, computer });
  });

  test('D1 D3: a domain without records leads to Advanced settings', async ({ ciscoOffice, computer }) => {
    const trouble = {
      id: 'PAR-1003',
      says: /No services were found for bare\.test/,
      forward: 'Advanced settings',
    };
    await tell('alice@bare.test', trouble)({ ciscoOffice, computer });
  });

  test('D3: records that lead to a closed port', async ({ ciscoOffice, computer }) => {
    const says = /somewhere\.test was found but does not accept connections on port \d+/;
    await tell('alice@closed.test', { id: 'PAR-1102', says, forward: 'Try again' })({
      ciscoOffice,
      computer,
    });
  });

  test('D3: a chat record that leads to a closed port', async ({ ciscoOffice, computer }) => {
    const says = /somewhere\.test was found but does not accept connections on port \d+/;
    const trouble = { id: 'PAR-1102', says, forward: 'Try again' };
    await tell('alice@closed-chat.test', trouble, 'any')({ ciscoOffice, computer });
  });

  // Side by side: most of it is waiting.
  test('D3: servers that take the connection and never answer', async ({ ciscoOffice, computer }) => {
    const parts = { ciscoOffice, computer };
    const says = /somewhere\.test did not answer in time/;
    const chat = { id: 'PAR-3004', says: /chat server did not answer in time/, forward: 'Try again' };
    await Promise.all([
      tell('alice@hung.test', { id: 'PAR-1104', says, forward: 'Try again' })(parts),
      tell('alice@hung-chat.test', chat, 'any')(parts),
    ]);
  });

  test('D3: a server that never answers can be left at once', async ({ ciscoOffice: office, computer }) => {
    const app = await computer(whereabouts(office)).start();
    const before = silent.accepted;
    await signInPage(app.page).typeAddress('alice@hung.test');
    await expect.poll(() => silent.accepted).toBeGreaterThan(before);
    await app.page.getByRole('button', { name: 'Cancel' }).click();
    await signInWell(app.page, office.person('alice'));
  });
});

interface Parts {
  readonly ciscoOffice: CiscoOffice;
  readonly computer: Parameters<Parameters<typeof test>[2]>[0]['computer'];
}

test.describe('answers that make no sense', { tag: '@bad-input' }, () => {
  const answers: readonly (readonly [string, CiscoFault['kind'], Trouble])[] = [
    [
      'D1 A5: malformed XML',
      'malformed-xml',
      { id: 'PAR-1303', says: /sent an answer that could not be read/, forward: 'Try again' },
    ],
    ['A5: garbage', 'garbage', { id: 'PAR-1303', says: /could not be read/, forward: 'Try again' }],
    ['A5: nothing', 'empty', { id: 'PAR-1303', says: /could not be read/, forward: 'Try again' }],
    [
      'D3: 500 with an HTML page',
      'html-500',
      { id: 'PAR-1301', says: /answered with an error \(500\)/, forward: 'Try again' },
    ],
    ['A5: 50 MB', 'huge', { id: 'PAR-1302', says: /too large to be right/, forward: 'Try again' }],
  ];
  for (const [name, kind, trouble] of answers) {
    test(`${name} to the first question, then to the password`, async ({ ciscoOffice: office, computer }) => {
      const alice = office.person('alice');
      const app = await computer(whereabouts(office)).start();
      const screen = signInPage(app.page);
      const again = app.page.getByRole('button', { name: 'Try again' });
      let heal = office.cisco.addFault({ kind, path: 'clusterUser' });
      try {
        await screen.typeAddress(alice.jid);
        await expectTrouble(app.page, trouble);
        heal();
        heal = office.cisco.addFault({ kind, path: '/cucm-uds/user/alice' });
        // The first server is well again: the button in the message is enough.
        await again.click();
        await screen.givePassword(alice.password);
        await expectTrouble(app.page, trouble);
      } finally {
        heal();
      }
      await again.click();
      await screen.givePassword(alice.password);
      await hubPage(app.page).expectOpen();
    });
  }

  for (const [name, kind, id, says] of [
    ['50 MB', 'huge', 'PAR-1302', /too large to be right/],
    ['malformed', 'malformed-xml', 'PAR-1401', /jabber-config\.xml is damaged/],
    ['behind a 500', 'html-500', 'PAR-1402', /could not be fetched/],
  ] as const) {
    test(`A5: a jabber-config.xml that is ${name} is told and does not stop the sign-in`, async ({
      ciscoOffice: office,
      computer,
    }) => {
      const app = await computer(whereabouts(office)).start();
      const heal = office.cisco.addFault({ kind, path: 'jabber-config.xml' });
      try {
        await signInWell(app.page, office.person('alice'));
      } finally {
        heal();
      }
      await expectNotice(app.page, id, says);
      await app.page.screenshot({ path: `out/e2e/screens/trouble-config-${kind}.png` });
      await app.process.waitFor('session');
      await app.process.waitFor('registered');
      await hubPage(app.page).openChatWith('Bob Baker');
      const session = await sessionOf(app);
      const profile = 'steps' in session && session.steps.find((step) => step.id === 'profile');
      expect(profile).toMatchObject({ state: 'failed', error: { code: expect.any(String) } });
    });
  }
});
