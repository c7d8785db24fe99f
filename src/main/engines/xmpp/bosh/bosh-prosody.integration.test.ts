import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../../../../../lab/embedded/connect-proxy.ts';
import { createLabCa, type LabCa } from '../../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../../lab/real/prosody.ts';
import { startTcpRelay, type TcpRelay } from '../../../../../lab/real/tcp-relay.ts';
import {
  hurriedClock,
  type XmppTestClient,
  xmppTestClient,
  type XmppTestSetup,
} from '../../../../../test/fakes/xmpp-client.ts';
import { sendThroughCuts } from '../../../../../test/fakes/xmpp-traffic.ts';
import { ok } from '../../../../shared/errors/result.ts';
import type { XmppTarget } from '../../../ports/xmpp.port.ts';

const ALICE = 'alice@example.test';
const BOB = 'bob@example.test';

const clients: XmppTestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
});

describe.skipIf(missingPrograms(['prosody']).length > 0)('BOSH against Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  let web: TcpRelay;
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: BOB, name: 'Bobby' }], bob: [{ jid: ALICE }] },
    });
    web = await startTcpRelay({ target: { address: server.address, port: server.ports.https } });
  });
  afterAll(async () => {
    await web.close();
    await server.stop();
  });

  const bosh = (): XmppTarget => ({
    host: 'example.test',
    port: web.port,
    tls: 'direct',
    path: '/http-bind',
    isBosh: true,
  });
  const straight = (): XmppTarget => ({
    host: server.address,
    port: server.ports.c2sDirectTls,
    tls: 'direct',
  });
  function person(username: string, target: XmppTarget, more: Partial<XmppTestSetup> = {}): XmppTestClient {
    const addresses = { 'example.test': ['127.0.0.1'] };
    const client = xmppTestClient({
      ca: ca.pem,
      targets: [target],
      username,
      password: 'secret',
      addresses,
      ...more,
    });
    clients.push(client);
    return client;
  }
  async function online(
    username: string,
    target: XmppTarget,
    more: Partial<XmppTestSetup> = {},
  ): Promise<XmppTestClient> {
    const client = person(username, target, more);
    expect(await client.connect()).toEqual(ok());
    await client.until('link', ({ link }) => link.kind === 'online');
    return client;
  }

  it('D15: signs in over BOSH, talks both ways, and says goodbye', async () => {
    const alice = await online('alice', bosh());
    expect(alice.xmpp.link()).toMatchObject({
      jid: `${ALICE}/desk`,
      webWay: bosh(),
      features: { archive: true, carbons: true, streamManagement: true },
    });
    expect((await alice.until('roster')).items).toMatchObject([{ address: BOB, name: 'Bobby' }]);
    const bob = await online('bob', straight());
    await bob.until(
      'presence',
      ({ address, presence }) => address === ALICE && presence.show === 'available',
    );
    expect(bob.xmpp.sendMessage({ to: ALICE, id: 'b-1', body: 'Grüße & <Küsse>' })).toEqual(ok());
    await alice.until('message', ({ message }) => message.body === 'Grüße & <Küsse>');
    expect(alice.xmpp.sendMessage({ to: BOB, id: 'b-2', body: "'ja' > nein" })).toEqual(ok());
    await bob.until('message', ({ message }) => message.body === "'ja' > nein");
    await alice.until('accepted', ({ stanzaId }) => stanzaId === 'b-2');
    const seen = bob.events.length;
    await alice.xmpp.disconnect();
    await bob.until(
      'presence',
      ({ address, presence }) => address === ALICE && presence.show === 'offline',
      seen,
    );
  });

  it('D15: M1: M6: cuts of its connections lose and double nothing, and nobody sees them', async () => {
    const [alice, bob] = [await online('alice', bosh()), await online('bob', straight())];
    const seen = alice.events.length;
    await sendThroughCuts({
      alice,
      bob,
      cut: () => web.reset(),
      cuts: 10,
      messages: 300,
      mayForget: false,
      isUnseen: true,
    });
    expect(alice.of('uncertain')).toEqual([]);
    expect(bob.messages()).toHaveLength(300);
    expect(alice.messages()).toHaveLength(300);
    expect(alice.events.slice(seen).filter(({ kind }) => kind === 'link')).toEqual([]);
  });

  it('D15: a cut longer than the server waits leaves what it had in doubt, and a new session follows', async () => {
    const alice = await online('alice', bosh(), { clock: hurriedClock(20) });
    await web.cut('refused');
    const seen = alice.events.length;
    expect(alice.xmpp.sendMessage({ to: BOB, id: 'lost-1', body: 'into the dark' })).toEqual(ok());
    await alice.until('link', ({ link }) => link.kind === 'waiting', seen);
    await alice.until('uncertain', ({ stanzaIds }) => stanzaIds.includes('lost-1'), seen);
    await web.restore();
    const { link } = await alice.until('link', ({ link }) => link.kind === 'online', seen);
    expect(link).toMatchObject({ isResumed: false });
  });

  it('D15: from a closed port to the BOSH address that the domain names, through the proxy of the web', async () => {
    const proxy = await startConnectProxy({ hosts: { 'example.test': '127.0.0.1' } });
    const closed = { host: '127.0.0.1', port: 9, tls: 'starttls' as const };
    const alice = person('alice', closed, {
      proxy: () => Promise.resolve(`PROXY ${proxy.address}:${proxy.port}`),
    });
    expect(await alice.connect({ moreTargets: async () => [bosh()] })).toEqual(ok());
    expect(new Set(proxy.asked.map(({ authority }) => authority))).toEqual(
      new Set([`example.test:${web.port}`]),
    );
    await alice.xmpp.disconnect();
    // The next start goes there first, and asks nobody.
    const next = person('alice', closed);
    const lastWay = alice.of('link').flatMap(({ link }) => (link.kind === 'online' && link.webWay) || [])[0];
    expect(lastWay).toEqual(bosh());
    expect(
      await next.connect({
        ...(lastWay && { lastWay }),
        moreTargets: () => Promise.reject(new Error('asked')),
      }),
    ).toEqual(ok());
    const dialled = next.trace.spans().filter(({ name }) => name === 'tcp');
    expect(dialled.map(({ attributes }) => attributes['port'])).toEqual(dialled.map(() => web.port));
    await proxy.stop();
  });

  it('D15: a path with nothing behind it, and a host that cannot prove its name, are refused', async () => {
    const alice = person('alice', { ...bosh(), path: '/elsewhere' });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'http.status' } });
    const other = person(
      'alice',
      { ...bosh(), host: 'other.test' },
      { addresses: { 'other.test': ['127.0.0.1'] } },
    );
    expect(await other.connect()).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^tls\./) },
    });
  });
});
