import { afterEach, describe, expect, it } from 'vitest';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { startXmppFixture, type XmppFixture } from '../../../../lab/embedded/xmpp-server/xmpp-fixture.ts';
import {
  hurriedClock,
  type XmppTestClient,
  xmppTestClient,
  type XmppTestSetup,
} from '../../../../test/fakes/xmpp-client.ts';
import { ok } from '../../../shared/errors/result.ts';

let lab: XmppFixture;
const clients: XmppTestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  await lab.stop();
});

/** Somebody at the lab's server, on STARTTLS unless said otherwise. */
function person(
  username: string,
  more: Partial<XmppTestSetup> & { tls?: 'starttls' | 'direct' } = {},
): XmppTestClient {
  const tls = more.tls ?? 'starttls';
  const { host } = lab.server;
  const targets = [{ host, port: tls === 'direct' ? lab.server.tlsPort : lab.server.port, tls }];
  const client = xmppTestClient({ ca: lab.ca, targets, username, password: 'parlance-demo', ...more });
  clients.push(client);
  return client;
}

/** Names and round trips of the steps, in the order they began. */
function steps(client: XmppTestClient): string {
  return client.trace
    .spans()
    .filter(({ roundTrips }) => roundTrips !== undefined)
    .map(({ name, roundTrips }) => `${name} ${roundTrips}`)
    .join(', ');
}

describe('signing in', () => {
  it.each([
    ['starttls', 'tcp 1, starttls 1, tls 1, sasl 3, bind 1, roster 0'],
    ['direct', 'tcp 1, tls 1, sasl 3, bind 1, roster 0'],
  ] as const)('Q5: over %s takes these dependent round trips: %s', async (tls, chain) => {
    lab = await startXmppFixture();
    const alice = person('alice', { tls });
    expect(await alice.connect()).toEqual(ok());
    await alice.until('roster');
    expect(steps(alice)).toBe(chain);
    expect(alice.trace.spans().every(({ outcome, name }) => outcome === 'ok' || name === 'sign-in')).toBe(
      true,
    );
  });

  it('Q5: a second time, what the server offered is remembered: one round trip less', async () => {
    lab = await startXmppFixture();
    const alice = person('alice', { tls: 'direct' });
    await alice.connect();
    await alice.xmpp.disconnect();
    const account = {
      domain: 'example.test',
      resource: 'desk',
      targets: [{ host: lab.server.host, port: lab.server.tlsPort, tls: 'direct' as const }],
    };
    const credentials = { kind: 'password', username: 'alice', password: 'parlance-demo' } as const;
    await alice.xmpp.connect({ ...account, credentials });
    await alice.xmpp.disconnect();
    const before = alice.trace.spans().length;
    const seen = alice.events.length;
    expect(await alice.xmpp.connect({ ...account, credentials }, alice.trace.start('again'))).toEqual(ok());
    await alice.until('roster', () => true, seen);
    const sasl = alice.trace
      .spans()
      .slice(before)
      .find(({ name }) => name === 'sasl');
    expect(sasl).toMatchObject({ roundTrips: 2, attributes: { isGuessed: true } });
  });

  it('M1: M2: gives the own address, contacts and features', async () => {
    lab = await startXmppFixture();
    lab.server.befriend('alice', 'bob', { name: 'Bobby', groups: ['Team'] });
    const alice = person('alice');
    await alice.connect();
    expect(alice.xmpp.link()).toMatchObject({
      kind: 'online',
      jid: 'alice@example.test/desk',
      isResumed: false,
      features: { archive: true, carbons: true, streamManagement: true },
    });
    const roster = await alice.until('roster');
    expect(roster.items).toEqual([
      {
        address: 'bob@example.test',
        name: 'Bobby',
        groups: ['Team'],
        subscription: 'both',
        isPending: false,
      },
    ]);
    expect(alice.events.findIndex(({ kind }) => kind === 'roster')).toBeGreaterThan(
      alice.events.findIndex((event) => event.kind === 'link' && event.link.kind === 'online'),
    );
  });

  it('A2: tries a wrong password exactly once, and never again by itself', async () => {
    lab = await startXmppFixture();
    const alice = person('alice', { password: 'wrong', clock: hurriedClock(50) });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'auth.wrong-password' } });
    alice.xmpp.nudge();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(alice.xmpp.link()).toMatchObject({ kind: 'stopped', cause: { code: 'auth.wrong-password' } });
    expect(lab.server.counters.authAttempts.get('alice')).toBe(1);
  });

  it('A10: M1: an untrusted certificate stops the sign-in, before the password, until it is pinned', async () => {
    lab = await startXmppFixture();
    const alice = person('alice', { ca: (await createLabCa('Stranger')).pem });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'tls.untrusted' } });
    expect(lab.server.counters.authAttempts.size).toBe(0);
    const [report] = alice.trust.reports;
    expect(report).toMatchObject({ host: 'example.test', service: 'xmpp', cause: 'unknown-issuer' });
    alice.trust.pin('example.test', report?.fingerprint ?? '');
    expect(await alice.connect()).toEqual(ok());
  });

  it.each([['PLAIN'], ['SCRAM-SHA-1'], ['SCRAM-SHA-256']] as const)(
    'M1: signs in by %s',
    async (mechanism) => {
      lab = await startXmppFixture({ mechanisms: [mechanism] });
      const alice = person('alice');
      expect(await alice.connect()).toEqual(ok());
      expect(alice.trace.spans().find(({ name }) => name === 'sasl')?.attributes['mechanism']).toBe(
        mechanism,
      );
    },
  );

  it('A1: signs in with a one-time password, asked for anew each time, and waits for the server at each step', async () => {
    const good = new Set(['otp-1', 'otp-2']);
    lab = await startXmppFixture({
      mechanisms: ['PLAIN', 'CISCO-VTG-TOKEN'],
      checkToken: (user, token) => user === 'alice' && good.delete(token),
      homeNodes: ['node-a', 'node-b'],
    });
    let count = 0;
    const get = () => Promise.resolve(ok(`otp-${(count += 1)}`));
    const alice = person('alice');
    const credentials = { kind: 'one-time', address: 'alice@example.test', get } as const;
    expect(await alice.connect({ credentials })).toEqual(ok());
    lab.server.faults.refuseResume = true;
    lab.server.cut('alice');
    await alice.until('link', ({ link }) => link.kind === 'waiting');
    alice.xmpp.nudge();
    await alice.when(
      () => alice.links().filter((kind) => kind === 'online').length === 2,
      'a second sign-in',
    );
    expect(count).toBe(2);
    expect(alice.trace.spans().find(({ name }) => name === 'xmpp')?.attributes['pace']).toBe('careful');
  });

  it('M1: refuses a server without TLS', async () => {
    lab = await startXmppFixture({ startTls: 'off' });
    const result = await person('alice').connect();
    expect(result).toMatchObject({ ok: false, error: { code: 'tls.required' } });
    expect(lab.server.counters.authAttempts.size).toBe(0);
  });

  it('M1: takes the next target when one is closed', async () => {
    lab = await startXmppFixture();
    const { host, port } = lab.server;
    const alice = person('alice', {
      targets: [
        { host: '127.0.0.99', port, tls: 'starttls' },
        { host, port, tls: 'starttls' },
      ],
    });
    expect(await alice.connect()).toEqual(ok());
  });

  it('M1: goes to the other host it is sent to, and not round in a circle', async () => {
    lab = await startXmppFixture();
    const other = await startXmppFixture();
    try {
      lab.server.faults.seeOtherHost = `${other.server.host}:${other.server.port}`;
      const alice = person('alice', { ca: lab.ca + other.ca });
      expect(await alice.connect()).toEqual(ok());
      expect(other.server.clientsOf('alice')).toHaveLength(1);
      await alice.xmpp.disconnect();
      other.server.faults.seeOtherHost = `${lab.server.host}:${lab.server.port}`;
      expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'xmpp.stream' } });
    } finally {
      await other.stop();
    }
  });

  it('M1: a mute server is given up in time', async () => {
    lab = await startXmppFixture();
    lab.server.faults.isMute = true;
    const alice = person('alice', { clock: hurriedClock(100) });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'xmpp.timeout' } });
    expect(alice.xmpp.link().kind).toBe('waiting');
    lab.server.faults.isMute = false;
    await alice.until('link', ({ link }) => link.kind === 'online');
  });

  it('M1: disconnecting in the middle of an attempt ends it', async () => {
    lab = await startXmppFixture();
    lab.server.faults.isMute = true;
    const alice = person('alice');
    const connecting = alice.connect();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await alice.xmpp.disconnect();
    expect(await connecting).toMatchObject({ ok: false, error: { code: 'app.cancelled' } });
    expect(alice.xmpp.link()).toEqual({ kind: 'offline' });
  });

  it('M1: nothing can be sent while there is no stream', async () => {
    lab = await startXmppFixture();
    const { xmpp } = person('alice');
    expect(xmpp.sendMessage({ to: 'bob@example.test', id: '1', body: 'x' })).toMatchObject({
      error: { code: 'xmpp.not-connected' },
    });
    expect(await xmpp.archive({ limit: 1 })).toMatchObject({ error: { code: 'xmpp.not-connected' } });
    expect(await xmpp.vcard('bob@example.test')).toMatchObject({ error: { code: 'xmpp.not-connected' } });
    expect(await xmpp.removeRosterItem('bob@example.test')).toMatchObject({
      error: { code: 'xmpp.not-connected' },
    });
  });
});
