import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DNS_DESIGNS, type DnsDesign } from '../../../../lab/real/dns-designs.ts';
import { type Dnsmasq, startDnsmasq } from '../../../../lab/real/dnsmasq.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { fail } from '../../../shared/errors/result.ts';
import { createDns } from '../../engines/link/dns-resolver.ts';
import { createDiscovery, type Launched, type LaunchRequest } from './create-discovery.ts';

const missing = missingPrograms(['dnsmasq']);

describe.skipIf(missing.length > 0)('the DNS designs of T4 on dnsmasq', () => {
  let server: Dnsmasq;
  beforeAll(async () => {
    server = await startDnsmasq({ zone: {} });
  });
  afterAll(() => server?.stop());

  /** The client's whole discovery, asked from one side of the firewall. */
  async function find(
    design: DnsDesign,
    side: 'inside' | 'outside',
    changes: Partial<LaunchRequest> = {},
  ): Promise<Launched> {
    await server.serve(design[side]);
    const discovery = createDiscovery({
      dns: createDns({ clock: realClock, servers: [server.server] }),
      cas: {
        isOrganisation: async () => fail('net.refused', { host: 'cas', port: 443 }),
        isTeamMessaging: async () => fail('net.refused', { host: 'cas', port: 443 }),
      },
      clock: realClock,
      random: seededRandom(1),
    });
    return discovery.find(
      {
        domain: design.servicesDomain,
        ...(design.voiceDomain !== undefined && { voiceDomain: design.voiceDomain }),
        excluded: new Set(),
        usesInternalZone: true,
        hasManualSettings: false,
        isKnownOrganisation: false,
        ...changes,
      },
      { span: memoryTrace().start('test'), signal: new AbortController().signal },
    );
  }

  const inside = { kind: 'cucm', uds: [{ host: 'ucm-1.example.local', port: 8443 }] };
  const outside = { kind: 'edge', edges: [{ host: 'expressway.example.test', port: 8443 }] };

  it('D14: separate domains, an internal zone for the services domain', async () => {
    expect((await find(DNS_DESIGNS.internalZone, 'inside')).finding).toMatchObject(inside);
    expect((await find(DNS_DESIGNS.internalZone, 'outside')).finding).toMatchObject(outside);
  });

  it('D14: separate domains, a pinpoint zone: it wins inside though the public records are seen there too', async () => {
    expect((await find(DNS_DESIGNS.pinpointZone, 'inside')).finding).toMatchObject(inside);
    expect((await find(DNS_DESIGNS.pinpointZone, 'outside')).finding).toMatchObject(outside);
  });

  it('D3 D14: the pinpoint zone is not asked when it is switched off', async () => {
    const asked = (await server.queries()).length;
    const { finding } = await find(DNS_DESIGNS.pinpointZone, 'inside', { usesInternalZone: false });
    expect(finding).toMatchObject(outside);
    const names = (await server.queries()).slice(asked).map(({ name }) => name);
    expect(names).toContain('_collab-edge._tls.example.test');
    expect(names.filter((name) => name.includes('cisco-internal'))).toEqual([]);
  });

  it('D14: separate domains, a voice services domain on both sides', async () => {
    expect((await find(DNS_DESIGNS.voiceServicesDomain, 'inside')).finding).toMatchObject(inside);
    expect((await find(DNS_DESIGNS.voiceServicesDomain, 'outside')).finding).toMatchObject(outside);
    // Without it the services domain has nothing to say.
    const { servicesDomain, name, inside: zone } = DNS_DESIGNS.voiceServicesDomain;
    const plain = { servicesDomain, name, inside: zone, outside: zone };
    expect((await find(plain, 'inside')).finding?.kind).not.toBe('cucm');
  });

  it('D14: same domain, split-brain: different data for the same zone', async () => {
    const own = { ...inside, uds: [{ host: 'ucm-1.example.test', port: 8443 }] };
    expect((await find(DNS_DESIGNS.splitBrain, 'inside')).finding).toMatchObject(own);
    expect((await find(DNS_DESIGNS.splitBrain, 'outside')).finding).toMatchObject(outside);
  });

  it('D14: same domain, not split: the inside record wins on both sides', async () => {
    const own = { ...inside, uds: [{ host: 'ucm-1.example.test', port: 8443 }] };
    expect((await find(DNS_DESIGNS.notSplit, 'inside')).finding).toMatchObject(own);
    expect((await find(DNS_DESIGNS.notSplit, 'outside')).finding).toMatchObject(own);
  });

  it('D14: several services domains, each found by its own records', async () => {
    const { severalDomains } = DNS_DESIGNS;
    const imp = { kind: 'imp', servers: [{ host: 'imp-1.example.local', port: 8443 }] };
    for (const [domain, found] of [
      ['sales.example.test', inside],
      ['example.org', inside],
      ['support.example.test', imp],
    ] as const) {
      expect((await find(severalDomains, 'inside', { domain })).finding).toMatchObject(found);
    }
    for (const domain of ['sales.example.test', 'example.org'])
      expect((await find(severalDomains, 'outside', { domain })).finding).toMatchObject(outside);
    expect((await find(severalDomains, 'outside', { domain: 'support.example.test' })).error).toMatchObject({
      code: 'discovery.no-such-domain',
    });
  });
});
