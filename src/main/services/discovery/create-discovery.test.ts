import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryDns, type MemoryDnsZone } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { srv } from '../../../../test/fakes/session-harness.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Dns } from '../../ports/dns.port.ts';
import { createDiscovery, type LaunchRequest } from './create-discovery.ts';

const request: LaunchRequest = {
  domain: 'example.test',
  excluded: new Set(),
  usesInternalZone: true,
  hasManualSettings: false,
  isKnownOrganisation: false,
};

const udsZone: MemoryDnsZone = { srv: { '_cisco-uds._tcp.example.test': [srv('ucm.example.test', 8443)] } };

function bench(
  dns: Dns,
  cas: () => Promise<Result<boolean>> = async () => fail('net.timeout'),
  team: (url: string, address: string) => Promise<Result<boolean>> = async () => fail('net.timeout'),
) {
  const clock = manualClock();
  const trace = memoryTrace();
  const stop = new AbortController();
  const discovery = createDiscovery({
    dns,
    cas: { isOrganisation: cas, isTeamMessaging: team },
    clock,
    random: seededRandom(),
  });
  const find = (more: Partial<LaunchRequest> = {}) =>
    discovery.find({ ...request, ...more }, { span: trace.start('finding-services'), signal: stop.signal });
  return { clock, trace, stop, discovery, find };
}

describe('discovery', () => {
  it('D3: asks everything at once: no question waits for another', async () => {
    const asked: string[] = [];
    const silent: Dns = {
      name: 'silent',
      srv: (name) => {
        asked.push(name);
        return new Promise(() => undefined);
      },
      addresses: () => new Promise(() => undefined),
    };
    void bench(silent).find();
    await Promise.resolve();
    expect(asked).toEqual(
      expect.arrayContaining([
        '_cisco-uds._tcp.example.test',
        '_cuplogin._tcp.example.test',
        '_collab-edge._tls.example.test',
        '_xmpp-client._tcp.example.test',
        '_sip._udp.example.test',
        'example.test',
      ]),
    );
  });

  it('a _cisco-uds answer does not wait for slow ones', async () => {
    const dns: Dns = {
      ...memoryDns(udsZone),
      srv: (name, signal) =>
        name.startsWith('_cisco-uds._tcp.example')
          ? memoryDns(udsZone).srv(name, signal)
          : new Promise(() => undefined),
    };
    expect(await bench(dns).find()).toMatchObject({
      source: 'srv',
      finding: { kind: 'cucm', uds: [{ host: 'ucm.example.test', port: 8443 }] },
    });
  });

  it('D1: records each step: record, resolver, answer', async () => {
    const { find, trace } = bench(memoryDns(udsZone));
    await find();
    expect(trace.spans()).toContainEqual(
      expect.objectContaining({
        name: 'dns.srv',
        roundTrips: 1,
        attributes: {
          record: '_cisco-uds._tcp.example.test',
          resolver: 'memory',
          answer: 'ucm.example.test:8443 priority 0 weight 0',
        },
      }),
    );
  });

  it('D9: remembered answers are used without a question', async () => {
    const { find, trace } = bench(memoryDns({}));
    const remembered = {
      'cisco-uds': { kind: 'records', records: [srv('old.example.test', 8443)], elapsedMs: 1 },
    } as const;
    expect(await find({ remembered })).toMatchObject({
      source: 'remembered-srv',
      finding: { uds: [{ host: 'old.example.test' }] },
    });
    expect(trace.spans()).toHaveLength(1);
  });

  it('D6: CAS is off unless a host is configured', async () => {
    let asked = 0;
    const { find } = bench(memoryDns(udsZone), async () => {
      asked += 1;
      return ok(true);
    });
    expect(await find()).toMatchObject({ source: 'srv' });
    expect(asked).toBe(0);
    expect(await find({ casHost: 'cas.example.test' })).toMatchObject({
      source: 'cas',
      cloud: 'messenger',
    });
    expect(asked).toBe(1);
  });

  it('D6: SRV waits for a silent CAS 1.5 s, no longer', async () => {
    const { find, clock } = bench(memoryDns(udsZone), () => new Promise(() => undefined));
    const finding = find({ casHost: 'cas.example.test' });
    let isDone = false;
    void finding.then(() => (isDone = true));
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_499);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    clock.advance(1);
    expect(await finding).toMatchObject({ source: 'srv' });
    expect(clock.pending()).toBe(0);
  });

  it('D1: says which source won, why, and what CAS had to say', async () => {
    const { find, trace } = bench(memoryDns(udsZone));
    const launched = await find({ casHost: 'cas.example.test' });
    expect(launched).toMatchObject({ source: 'srv', reason: 'records-found' });
    expect(launched.details).toContainEqual({ name: 'CAS cas.example.test', value: 'net.timeout' });
    expect(trace.spans()).toContainEqual(
      expect.objectContaining({
        name: 'finding-services',
        attributes: expect.objectContaining({ source: 'srv', reason: 'records-found' }),
      }),
    );
  });

  it('D6: an organisation in the cloud keeps the servers that it has of its own (hybrid)', async () => {
    const { find } = bench(memoryDns(udsZone), async () => ok(true));
    const launched = await find({ casHost: 'cas.example.test' });
    expect(launched).toMatchObject({
      source: 'cas',
      reason: 'organisation',
      cloud: 'messenger',
      finding: { kind: 'cucm', uds: [{ host: 'ucm.example.test' }] },
    });
    expect(launched.error).toBeUndefined();
  });

  it('D6: without servers of its own it is explained; its bare address is not tried', async () => {
    const zone = { srv: { 'example.test': [] }, addresses: { 'example.test': ['192.0.2.1'] } };
    const { find } = bench(memoryDns(zone));
    expect(await find({ isKnownOrganisation: true })).toMatchObject({
      source: 'remembered-cas',
      cloud: 'messenger',
      error: { code: 'discovery.cloud-only', params: { domain: 'example.test' } },
    });
  });

  it('D7: with WEBEX excluded neither CAS nor the look-up of team messaging is made', async () => {
    const asked: string[] = [];
    const note = async () => {
      asked.push('cas');
      return ok(true);
    };
    const { find } = bench(memoryDns(udsZone), note, note);
    const request = {
      excluded: new Set(['WEBEX'] as const),
      casHost: 'cas.example.test',
      isKnownOrganisation: true,
      teamMessaging: { url: 'https://team.example.test/', address: 'alice@example.test' },
    };
    expect(await find(request)).toMatchObject({ source: 'srv' });
    expect(asked).toEqual([]);
  });

  it('D6: who writes in the Webex app is handed over to it, and keeps the phone', async () => {
    const asked: string[] = [];
    const { find } = bench(memoryDns(udsZone), undefined, async (url, address) => {
      asked.push(`${url} ${address}`);
      return ok(true);
    });
    const teamMessaging = { url: 'https://team.example.test/', address: 'alice@example.test' };
    expect(await find({ teamMessaging })).toMatchObject({
      source: 'srv',
      cloud: 'team-messaging',
      finding: { kind: 'cucm' },
    });
    expect(asked).toEqual(['https://team.example.test/ alice@example.test']);
    const { find: elsewhere } = bench(memoryDns(), undefined, async () => ok(true));
    expect(await elsewhere({ teamMessaging })).toMatchObject({
      error: { code: 'discovery.team-messaging' },
    });
  });

  it('D6: a silent look-up of team messaging holds nobody up longer than CAS may', async () => {
    const { find, clock } = bench(memoryDns(udsZone), undefined, () => new Promise(() => undefined));
    const teamMessaging = { url: 'https://team.example.test/', address: 'alice@example.test' };
    const finding = find({ teamMessaging, casWaitMs: 300 });
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(300);
    const launched = await finding;
    expect(launched.cloud).toBeUndefined();
    expect(launched).toMatchObject({ source: 'srv', finding: { kind: 'cucm' } });
    expect(clock.pending()).toBe(0);
  });

  it('T1 D13: the installer’s servers stand behind Cisco’s records and before any others', async () => {
    const plain = { srv: { '_xmpp-client._tcp.example.test': [srv('chat', 5222)] } };
    const hasInstalledServers = true;
    expect(await bench(memoryDns(plain)).find({ hasInstalledServers })).toMatchObject({
      source: 'installed',
    });
    expect(await bench(memoryDns(plain)).find()).toMatchObject({ source: 'srv' });
    expect(await bench(memoryDns(udsZone)).find({ hasInstalledServers })).toMatchObject({ source: 'srv' });
  });

  it.each<[string, readonly ('WEBEX' | 'CUCM' | 'CUP')[], readonly string[]]>([
    ['nothing', [], ['CAS', '_cisco-uds', '_cuplogin', '_collab-edge']],
    ['WEBEX', ['WEBEX'], ['_cisco-uds', '_cuplogin', '_collab-edge']],
    ['CUCM', ['CUCM'], ['CAS', '_cuplogin', '_collab-edge']],
    ['CUP', ['CUP'], ['CAS', '_cisco-uds', '_collab-edge']],
    ['WEBEX and CUP', ['WEBEX', 'CUP'], ['_cisco-uds', '_collab-edge']],
    ['all three', ['WEBEX', 'CUCM', 'CUP'], []],
  ])('T2 D7: with %s excluded exactly its own look-up is left out', async (_title, excluded, expected) => {
    const asked = new Set<string>();
    const dns: Dns = {
      ...memoryDns(),
      srv: (name, signal) => {
        asked.add(/^_(cisco-uds|cuplogin|collab-edge)/.exec(name)?.[0] ?? 'other');
        return memoryDns().srv(name, signal);
      },
    };
    const { find } = bench(dns, async () => {
      asked.add('CAS');
      return ok(false);
    });
    const launched = await find({ excluded: new Set(excluded), casHost: 'cas.example.test' });
    expect([...asked].filter((each) => each !== 'other').toSorted()).toEqual(expected.toSorted());
    if (expected.length === 0) {
      expect(asked.size).toBe(0);
      expect(launched).toMatchObject({ source: 'ask-person', error: { code: 'discovery.off' } });
    }
  });

  it('D7: what was remembered of an excluded look-up counts no more', async () => {
    const remembered = {
      'cisco-uds': { kind: 'records', records: [srv('old.example.test', 8443)], elapsedMs: 1 },
    } as const;
    expect(await bench(memoryDns()).find({ remembered, excluded: new Set(['CUCM']) })).toMatchObject({
      source: 'ask-person',
    });
  });

  it('can be cancelled at any moment', async () => {
    const silent: Dns = {
      name: 'silent',
      srv: () => new Promise(() => undefined),
      addresses: () => new Promise(() => undefined),
    };
    const { find, stop } = bench(silent);
    const finding = find();
    stop.abort();
    expect(await finding).toMatchObject({ error: { code: 'app.cancelled' } });
  });

  it('D15: asks only standards records for an account set by hand', async () => {
    const { discovery, trace } = bench(
      memoryDns({ srv: { '_xmpp-client._tcp.example.test': [srv('chat', 5222)] } }),
    );
    const found = await discovery.findStandards('example.test', {
      span: trace.start('x'),
      signal: new AbortController().signal,
    });
    expect(found).toMatchObject({ finding: { kind: 'standards', xmpp: [{ host: 'chat' }] } });
    expect(trace.spans().some(({ attributes }) => String(attributes['record']).includes('cisco'))).toBe(
      false,
    );
  });
});
