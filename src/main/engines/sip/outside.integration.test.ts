import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CiscoAccounts } from '../../../../lab/cisco/accounts.ts';
import { startExpressway } from '../../../../lab/cisco/expressway.ts';
import type { Expressway, ExpresswayOptions } from '../../../../lab/cisco/expressway-model.ts';
import { MediaLine } from '../../../../lab/embedded/media/media-line.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { type Baresip, startBaresip } from '../../../../lab/real/baresip.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { startTcpRelay, type TcpRelay } from '../../../../lab/real/tcp-relay.ts';
import { readTone } from '../../../../lab/real/tone.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { type LineMedia, lineMedia } from '../../../../test/fakes/line-media.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Sip, SipAccount, SipCall, SipCallEvent } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio', 'baresip']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const ROUTE = '<sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr>';
const PASSWORDS = { alice: 'secret of alice', bob: 'secret of bob' } as const;
const endings: (() => unknown)[] = [];
let ca: LabCa;
let kamailio: Kamailio;
/** What a computer inside reaches Kamailio by. */
let inside: TcpRelay;
let edge: Expressway;

beforeEach(async () => {
  if (missing.length > 0) return;
  ca = await createLabCa();
  kamailio = await startKamailio({ ca, users: PASSWORDS, numbers: { 1001: 'alice', 1002: 'bob' } });
  inside = await startTcpRelay({ target: { address: kamailio.address, port: kamailio.ports.tcp } });
  edge = await startEdge();
});
function startEdge(more: Partial<ExpresswayOptions> = {}): Promise<Expressway> {
  return startExpressway({
    ...{ domain: 'example.test', ca, host: '127.0.0.1', ports: { https: 0, xmpp: 0, sip: 0 } },
    accounts: new CiscoAccounts([], { requests: [], authAttempts: new Map(), authFailures: new Map() }, 0),
    inside: {
      ...{ addressOf: () => undefined, uds: [], tftp: [], presence: [] },
      sip: { address: kamailio.address, port: kamailio.ports.tcp },
    },
    ...more,
  });
}
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  if (missing.length > 0) return;
  await edge.stop();
  await inside.close();
  await kamailio.stop();
});

/** Alice's line, from either side. */
function lines(): { readonly inside: SipAccount; readonly outside: SipAccount } {
  const common = {
    ...{ aor: 'sip:alice@example.test', displayName: 'Alice', authUser: 'alice', password: PASSWORDS.alice },
    ...{ instanceId: randomUUID(), expires: 300 },
  };
  return {
    inside: { ...common, registrars: [{ host: inside.address, port: inside.port, transport: 'tcp' }] },
    outside: {
      ...common,
      registrars: [{ host: edge.fqdn, port: edge.ports.sip, transport: 'tls' }],
      route: [ROUTE],
    },
  };
}

function engine(edges: readonly Expressway[] = [edge]): Sip {
  const dns = memoryDns({ addresses: Object.fromEntries(edges.map(({ fqdn, host }) => [fqdn, [host]])) });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const sip = createSip({
    ...{ dialer, dns, clock: realClock, random: seededRandom(7), log: silentLog, software: 'Parlance/test' },
  });
  endings.push(() => sip.unregister());
  return sip;
}

async function bob(answer: 'auto' | 'manual' = 'auto'): Promise<Baresip> {
  const phone = await startBaresip({
    ...{ user: 'bob', password: PASSWORDS.bob, caFile: kamailio.caFile, codecs: ['PCMU'], answer },
    registrar: { address: kamailio.address, port: kamailio.ports.udp, transport: 'udp' },
  });
  endings.push(() => phone.stop());
  return phone;
}

async function tone(hz: number): Promise<LineMedia> {
  const line = await MediaLine.open({ host: '127.0.0.1', behaviour: { kind: 'tone', hz } });
  endings.push(() => line.close());
  return lineMedia(line);
}

function watch(call: SipCall): { events: SipCallEvent[]; until(kind: SipCallEvent['kind']): Promise<void> } {
  const events: SipCallEvent[] = [];
  call.on((event) => events.push(event));
  const has = (kind: SipCallEvent['kind']): boolean => events.some((event) => event.kind === kind);
  const what = (kind: string): string => `the call to be ${kind}, after ${JSON.stringify(events)}`;
  return { events, until: (kind) => waitUntil(() => has(kind), { what: what(kind), timeoutMs: 30_000 }) };
}

async function heardBothWays(media: LineMedia, phone: Baresip): Promise<void> {
  media.line.forgetHeard();
  await waitUntil(() => media.line.toneShare(440) > 0.8, { what: '440 Hz to arrive', timeoutMs: 20_000 });
  const isHeard = async (): Promise<boolean> => readTone(await phone.heard(), 1_000).present;
  await waitUntil(isHeard, { what: 'bob to hear 1,000 Hz', everyMs: 100, timeoutMs: 20_000 });
}

/** Signalling was cut, and no longer is. */
const isWhole = (events: readonly SipCallEvent[]): boolean => {
  const last = events.findLast(({ kind }) => kind === 'signalling');
  return last?.kind === 'signalling' && !last.isCut;
};

const isRegisteredAt = (sip: Sip, port: number): Promise<void> =>
  waitUntil(
    () => {
      const now = sip.registration();
      return now.kind === 'registered' && now.server.endsWith(`:${port}`);
    },
    { what: `a registration at port ${port}`, timeoutMs: 20_000 },
  );

describe.skipIf(missing.length > 0)(`the phone outside${why}`, () => {
  it('A7: registers and calls through Expressway with the route that it gave; calls come out to us', async () => {
    const sip = engine();
    unwrap(await sip.register(lines().outside));
    expect(sip.registration()).toMatchObject({ kind: 'registered', transport: 'tls' });
    const phone = await bob();
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    await watch(call).until('answered');
    await heardBothWays(media, phone);
    await call.hangUp();
    await phone.waitFor({ type: 'CALL_CLOSED' });
    expect(edge.counters.sipRefused).toBe(0);

    const second = await tone(1_000);
    const rung = new Promise<SipCall>((resolve) => {
      sip.on((event) => event.kind === 'incoming' && resolve(event.call));
    });
    sip.setIncomingMedia(() => second);
    await phone.dial('sip:1001@example.test');
    const incoming = await rung;
    const seen = watch(incoming);
    expect((await incoming.answer()).ok).toBe(true);
    await heardBothWays(second, phone);
    await phone.hangUp();
    await seen.until('ended');
  });

  it('A7: without the route Expressway refuses, and the refusal is told', async () => {
    const { route: _left, ...unrouted } = lines().outside;
    expect(await engine().register(unrouted)).toMatchObject({
      error: { code: 'sip.register-failed', params: { status: 403 } },
    });
    expect(edge.counters.sipRefused).toBe(1);
  });

  it('D5: a call goes on when the computer leaves the building: the way changes under it', async () => {
    const { inside: office, outside } = lines();
    const sip = engine();
    unwrap(await sip.register(office));
    const phone = await bob('manual');
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    const seen = watch(call);
    await phone.waitFor({ type: 'CALL_INCOMING' });
    await phone.accept();
    await seen.until('answered');
    // Our ACK is there: a phone that waits for it may not say goodbye for half a minute (RFC 3261 section 15).
    await phone.waitFor({ type: 'CALL_ESTABLISHED' });
    await inside.cut('refused');
    await waitUntil(() => sip.registration().kind !== 'registered', { what: 'the loss to be noticed' });
    unwrap(await sip.register(outside));
    await isRegisteredAt(sip, edge.ports.sip);
    await waitUntil(() => edge.counters.sipRequests.some((line) => line.startsWith('INVITE')), {
      what: 'the other side to be told of the new way',
    });
    // Told, and has heard: until then its goodbye would go where we are no more.
    await seen.until('signalling');
    await waitUntil(() => isWhole(seen.events), { what: 'the new way to be agreed on', timeoutMs: 20_000 });
    await heardBothWays(media, phone);
    // The other side's goodbye finds us on the new way.
    await phone.hangUp();
    await seen.until('ended');
    expect(seen.events.at(-1)).toMatchObject({ kind: 'ended', by: 'peer' });
  });

  it('A9 X14: registered by two edges at once: a call comes once by either, and an edge that goes down is not even seen', async () => {
    const edges = [
      await startEdge({ name: 'exp-g', takesStandby: true }),
      await startEdge({ name: 'exp-h', takesStandby: true }),
    ];
    for (const each of edges) endings.push(() => each.stop());
    const [first, second] = edges as [Expressway, Expressway];
    const sip = engine(edges);
    const registrars = edges.map(({ fqdn, ports }) => ({
      ...{ host: fqdn, port: ports.sip, transport: 'tls' as const },
    }));
    unwrap(await sip.register({ ...lines().outside, registrars, keepsStandby: true }));
    const contacts = (): Promise<string[]> => kamailio.contacts('alice');
    await waitUntil(async () => (await contacts()).length === 2, { what: 'the second registration' });
    const seen: string[] = [];
    const rung: SipCall[] = [];
    sip.on((event) => {
      if (event.kind === 'registration') seen.push(event.registration.kind);
      if (event.kind === 'incoming') rung.push(event.call);
    });
    const media = await tone(1_000);
    sip.setIncomingMedia(() => media);
    const phone = await bob();
    const ring = async (): Promise<SipCall> => {
      const before = rung.length;
      await phone.dial('sip:1001@example.test');
      await waitUntil(() => rung.length > before, { what: 'a call' });
      return rung[before] as SipCall;
    };
    const call = await ring();
    const events = watch(call);
    unwrap(await call.answer());
    await heardBothWays(media, phone);

    await first.setDown(true);
    await isRegisteredAt(sip, second.ports.sip);
    await heardBothWays(media, phone);
    const closed = phone.waitFor({ type: 'CALL_CLOSED' });
    await call.hangUp();
    await events.until('ended');
    await closed;

    const another = await ring();
    const later = watch(another);
    unwrap(await another.answer());
    await phone.hangUp();
    await later.until('ended');
    expect(rung).toHaveLength(2);
    expect(new Set(seen)).toEqual(new Set(['registered']));
    const asked = (each: Expressway) => each.counters.sipRequests.some((line) => line.startsWith('REGISTER'));
    expect([asked(first), asked(second)]).toEqual([true, true]);
  });

  it('D5: coming back in a call that Expressway still serves, the line moves when the call is over', async () => {
    const { inside: office, outside } = lines();
    const sip = engine();
    unwrap(await sip.register(outside));
    const phone = await bob();
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    const seen = watch(call);
    await seen.until('answered');
    unwrap(await sip.register(office));
    await isRegisteredAt(sip, edge.ports.sip);
    await heardBothWays(media, phone);
    await call.hangUp();
    await seen.until('ended');
    await isRegisteredAt(sip, inside.port);
  });

  it('D5: where no server knows the call any more, people go on talking, and ending it ends it', async () => {
    const { inside: office, outside } = lines();
    const sip = engine();
    unwrap(await sip.register(outside));
    const phone = await bob();
    const media = await tone(1_000);
    const call = unwrap(sip.invite('1002', media));
    const seen = watch(call);
    await seen.until('answered');
    await edge.setDown(true);
    await kamailio.fail('INVITE', 481);
    await waitUntil(() => sip.registration().kind !== 'registered', { what: 'the loss to be noticed' });
    unwrap(await sip.register(office));
    await isRegisteredAt(sip, inside.port);
    await seen.until('signalling');
    await heardBothWays(media, phone);
    expect(seen.events.at(-1)).toEqual({ kind: 'signalling', isCut: true });
    await kamailio.heal('INVITE');
    await call.hangUp();
    await seen.until('ended');
  });
});
