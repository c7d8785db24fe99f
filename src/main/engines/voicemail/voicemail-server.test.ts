import { describe, expect, it, onTestFinished } from 'vitest';
import { CiscoAccounts } from '../../../../lab/cisco/accounts.ts';
import { FaultRules } from '../../../../lab/cisco/fault-rules.ts';
import type { CiscoCounters } from '../../../../lab/cisco/model.ts';
import { startUnityConnection, type UnityOptions } from '../../../../lab/cisco/unity-connection.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { freeAddress } from '../../../../lab/real/free-address.ts';
import { encodeTone } from '../../../../lab/real/wav.ts';
import { alice } from '../../../../test/fakes/cisco-harness.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { parseXml } from '../link/xml-document.ts';
import { createVoicemailServer } from './create-voicemail-server.ts';
import { readMessages } from './read-messages.ts';

const sound = encodeTone(440, { seconds: 0.5, sampleRate: 8_000 });
const fromBob = { callerName: 'Bob Baker', callerNumber: '1002', durationMs: 500, sound };

const bob = {
  ...alice,
  username: 'bob',
  displayName: 'Bob Baker',
  phoneNumber: '1002',
  email: 'bob@example.test',
};

async function mailbox(options: Partial<UnityOptions> = {}) {
  const ca = await createLabCa();
  const counters: CiscoCounters = { requests: [], authAttempts: new Map(), authFailures: new Map() };
  const accounts = new CiscoAccounts([alice, bob], counters, 0);
  const faults = new FaultRules();
  const first = await freeAddress([7443, 7080], 120);
  const second = await freeAddress([7443, 7080], 120, new Set([first]));
  const world = { domain: 'example.test', ca, accounts, counters };
  const unity = await startUnityConnection(
    { hosts: [first, second], ...options },
    { ...world, faultFor: (node, path) => faults.take(node, path) },
  );
  onTestFinished(() => unity.stop());
  const addresses = Object.fromEntries(unity.nodes.map(({ fqdn, host }) => [fqdn, [host]]));
  const dns = memoryDns({ addresses });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'configuration' });
  onTestFinished(() => http.close());
  const server = createVoicemailServer({ http, trace: memoryTrace(), clock: realClock });
  const account = {
    servers: unity.nodes.map(({ fqdn, port }) => `https://${fqdn}:${port}/vmrest`),
    username: 'alice',
    password: alice.password ?? '',
  };
  const { signal } = new AbortController();
  const list = async (folder: 'inbox' | 'deleted' = 'inbox') =>
    unwrap(await server.list(account, folder, signal)).messages;
  return { unity, server, account, signal, list, faults, counters };
}

describe('Unity Connection', () => {
  it('V11: none, one and many messages are listed, newest and unread first, page by page', async () => {
    const { unity, list } = await mailbox({ events: 'off' });
    expect(await list()).toEqual([]);
    const { id } = unity.leave('alice', { ...fromBob, at: 1_700_000_000_000, isUrgent: true });
    expect(await list()).toEqual([
      {
        ...{ id, at: 1_700_000_000_000, durationMs: 500, from: { name: 'Bob Baker', number: '1002' } },
        ...{ isRead: false, isUrgent: true, isPrivate: false, isSecure: false },
      },
    ]);
    for (let count = 0; count < 250; count += 1) unity.leave('alice', { ...fromBob, isRead: true });
    const all = await list();
    expect(all).toHaveLength(251);
    expect(all[0]?.id).toBe(id);
  });

  it('V11: a message is sent with its sound, and one is passed on, with words before it or without', async () => {
    const { unity, server, account, signal } = await mailbox({ events: 'off' });
    const got = unity.leave('alice', fromBob);
    const plain = { subject: 'Re: <you> & me', isUrgent: true, isPrivate: false };
    unwrap(await server.send(account, { ...plain, to: ['1002'], sound }, signal));
    unwrap(await server.send(account, { ...plain, to: ['bob@example.test'], forwards: got.id }, signal));
    const intro = encodeTone(880, { seconds: 0.2, sampleRate: 8_000 });
    unwrap(await server.send(account, { ...plain, to: ['1002'], sound: intro, forwards: got.id }, signal));
    const [withIntro, passedOn, own] = unity.messages('bob');
    expect(own).toMatchObject({ callerName: 'Alice Archer', callerNumber: '1001', isUrgent: true });
    expect([own?.sound, passedOn?.sound].every((each) => each?.equals(sound))).toBe(true);
    expect(withIntro?.sound.equals(intro) && withIntro.passedOn?.equals(sound)).toBe(true);
  });

  it('V11: an address without a mailbox, and what is private, are refused; nothing is sent twice', async () => {
    const { unity, server, account, signal, faults } = await mailbox({ events: 'off' });
    const secret = unity.leave('alice', { ...fromBob, isPrivate: true });
    const plain = { subject: 'x', isUrgent: false, isPrivate: false };
    const refused = { error: { code: 'voicemail.not-taken', detail: 'HTTP 400' } };
    expect(await server.send(account, { ...plain, to: ['1002', '9999'], sound }, signal)).toMatchObject(
      refused,
    );
    expect(await server.send(account, { ...plain, to: ['1002'], forwards: secret.id }, signal)).toMatchObject(
      refused,
    );
    faults.add({ kind: 'unavailable', node: 'cuc-a', path: 'messages' });
    expect((await server.send(account, { ...plain, to: ['1002'], sound }, signal)).ok).toBe(false);
    expect(unity.messages('bob')).toEqual([]);
  });

  it('V11: a message is heard, marked, deleted, brought back', async () => {
    const { unity, server, account, signal, list } = await mailbox({ events: 'off' });
    const { id } = unity.leave('alice', fromBob);
    const heard = unwrap(await server.sound(account, id, signal));
    expect(heard.type).toBe('audio/wav');
    expect(Buffer.from(heard.bytes).equals(sound)).toBe(true);
    unwrap(await server.setRead(account, id, true, signal));
    expect((await list())[0]?.isRead).toBe(true);
    unwrap(await server.setRead(account, id, false, signal));
    expect(unity.messages('alice')[0]?.isRead).toBe(false);
    unwrap(await server.remove(account, id, signal));
    expect(await list()).toEqual([]);
    expect((await list('deleted')).map((each) => each.id)).toEqual([id]);
    unwrap(await server.restore(account, id, signal));
    expect((await list()).map((each) => each.id)).toEqual([id]);
    // What is gone already is as was wanted; a sound that is not there says so.
    unwrap(await server.remove(account, '0:none', signal));
    expect(await server.sound(account, '0:none', signal)).toMatchObject({
      error: { code: 'voicemail.no-sound' },
    });
  });

  it('V11 A9: the second server is asked when the first is down, and the first again when it is back', async () => {
    const { unity, server, account, signal } = await mailbox({ events: 'off' });
    unity.leave('alice', fromBob);
    const where = async () => unwrap(await server.list(account, 'inbox', signal)).server;
    expect(await where()).toBe('cuc-a.example.test');
    await unity.setDown(0, true);
    expect(await where()).toBe('cuc-b.example.test');
    // Changes go where the list came from.
    unwrap(await server.setRead(account, unity.messages('alice')[0]?.id ?? '', true, signal));
    await unity.setDown(0, false);
    expect(await where()).toBe('cuc-a.example.test');
  });

  it('V11: a refusal is asked once, and not at the other server', async () => {
    const { server, account, signal, counters } = await mailbox({ events: 'off' });
    const refused = await server.list({ ...account, password: 'wrong' }, 'inbox', signal);
    expect(refused).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(counters.authAttempts.get('alice')).toBe(1);
  });

  it.each(['tls', 'plain'] as const)(
    'V11: what changes in the mailbox is told at once (%s)',
    async (events) => {
      const { unity, server, account, list } = await mailbox({ events });
      await list();
      const stop = new AbortController();
      let [told, tell] = [0, () => undefined as void];
      const next = () => new Promise<void>((resolve) => (tell = resolve));
      const listening = next();
      const ended = server.watch(
        account,
        () => {
          told += 1;
          tell();
        },
        stop.signal,
      );
      await listening;
      const news = next();
      const { id } = unity.leave('alice', fromBob);
      await news;
      const marked = next();
      unity.change('alice', id, { isRead: true });
      await marked;
      expect(told).toBeGreaterThanOrEqual(3);
      stop.abort();
      expect(await ended).toMatchObject({ ok: false });
    },
  );

  it('V11: without the event service watching ends by itself, well', async () => {
    const { server, account, signal, list } = await mailbox({ events: 'off' });
    await list();
    expect(await server.watch(account, () => undefined, signal)).toMatchObject({ ok: true });
  });
});

describe('a list of messages', () => {
  const read = (xml: string) => readMessages(unwrap(parseXml(xml))).messages;

  it.each([
    [
      'a receipt',
      '<Messages total="1"><Message><MsgId>0:1</MsgId><MsgType>Receipt</MsgType></Message></Messages>',
    ],
    ['no id', '<Messages total="1"><Message><MsgType>Voice</MsgType></Message></Messages>'],
    ['nothing', '<Messages total="0"/>'],
  ])('V11: %s is left out', (_what, xml) => {
    expect(read(xml)).toEqual([]);
  });

  it('V11: nonsense in a message is nothing, an ISO time is read, and the word null is no name', () => {
    const xml = `<Messages total="x"><Message><URI>/vmrest/messages/0:7</URI><ArrivalTime>2025-11-03T09:02:11Z</ArrivalTime>
      <Duration>-5</Duration><Secure>true</Secure><Sensitivity>Private</Sensitivity>
      <CallerId><CallerNumber>null</CallerNumber><CallerName>null</CallerName></CallerId></Message></Messages>`;
    expect(read(xml)).toEqual([
      {
        ...{
          id: '0:7',
          from: { name: '', number: '' },
          at: Date.parse('2025-11-03T09:02:11Z'),
          durationMs: 0,
        },
        ...{ isRead: false, isUrgent: false, isPrivate: true, isSecure: true },
      },
    ]);
  });
});
