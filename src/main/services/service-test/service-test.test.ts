import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import type { ServiceTestRequest } from '../../../shared/domain/service-test.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Greeted, GreetTarget } from '../../ports/greeter.port.ts';
import { createDiscovery } from '../discovery/create-discovery.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import { createServiceTest } from './create-service-test.ts';

const zone = {
  srv: {
    '_xmpp-client._tcp.example.test': [{ target: 'chat.example.test', port: 5222, priority: 0, weight: 0 }],
    '_sip._tcp.example.test': [{ target: 'sip.example.test', port: 5060, priority: 0, weight: 0 }],
  },
};

function bench(answer: (target: GreetTarget) => Promise<Greeted>, records?: RecordAnswers) {
  const clock = manualClock();
  const greeted: GreetTarget[] = [];
  const discovery = createDiscovery({
    dns: memoryDns(zone),
    cas: { isOrganisation: async () => ok(false) } as never,
    clock,
    random: seededRandom(),
  });
  const { handlers } = createServiceTest({
    greeter: {
      greet: (target) => {
        greeted.push(target);
        return answer(target);
      },
    },
    discovery,
    clock,
    trace: memoryTrace(),
    records: async () => records,
  });
  const stop = new AbortController();
  const call = { signal: stop.signal };
  return {
    greeted,
    stop,
    test: (request: ServiceTestRequest) => handlers['session/test-service'](request, call),
    defaults: (address: string) => handlers['session/manual-defaults']({ address }, call),
  };
}

const well = async (): Promise<Greeted> => ({ result: ok({ key: 'test.said.connection' }) });
const phone = { kind: 'cucm', tftp: ['tftp-a', 'tftp-b'], ccmcip: ['ucm-a:9443'], cti: ['cti-a'] } as const;
const settingsOf = {
  phone: { ...phone, tftp: [...phone.tftp], ccmcip: [...phone.ccmcip], cti: [...phone.cti] },
  both: {
    kind: 'standards',
    xmpp: { address: 'alice@example.test', host: 'x.example.test', tls: 'direct' },
    sip: {
      address: 'sip:alice@example.test',
      registrar: 'sip:r.example.test;transport=udp',
      transport: 'tls',
    },
  },
  open: {
    kind: 'standards',
    xmpp: { address: 'alice@example.test', tls: 'starttls' },
    sip: { address: 'alice@example.test', transport: 'tls' },
  },
} satisfies Record<string, ServiceTestRequest['settings']>;

describe('testing a service of Advanced settings', () => {
  it.each<[ServiceTestRequest['service'], ServiceTestRequest['settings'], unknown[]]>([
    [
      'tftp',
      settingsOf.phone,
      [
        { kind: 'files', server: 'tftp-a' },
        { kind: 'files', server: 'tftp-b' },
      ],
    ],
    ['ccmcip', settingsOf.phone, [{ kind: 'uds', host: 'ucm-a', port: 9443 }]],
    ['cti', settingsOf.phone, [{ kind: 'connection', host: 'cti-a', port: 2748 }]],
    [
      'presence',
      { kind: 'cucm-imp', server: 'imp-a.example.test' },
      [{ kind: 'page', url: 'https://imp-a.example.test:8443/EPASSoap/service/v80' }],
    ],
    [
      'webex',
      { kind: 'webex', casUrl: 'https://cas.example.test/cas/FederatedSSO?org=x' },
      [{ kind: 'page', url: 'https://cas.example.test/cas/FederatedSSO' }],
    ],
    [
      'xmpp',
      settingsOf.both,
      [
        {
          kind: 'xmpp',
          domain: 'example.test',
          target: { host: 'x.example.test', port: 5223, tls: 'direct' },
        },
      ],
    ],
    [
      'sip',
      settingsOf.both,
      [
        {
          kind: 'sip',
          aor: 'alice@example.test',
          registrar: { host: 'r.example.test', port: 5060, transport: 'udp' },
        },
      ],
    ],
    [
      'xmpp',
      settingsOf.open,
      [{ kind: 'xmpp', target: { host: 'chat.example.test', port: 5222, tls: 'starttls' } }],
    ],
    ['sip', settingsOf.open, [{ kind: 'sip', registrar: { host: 'sip.example.test', transport: 'tcp' } }]],
  ])('D12: %s is greeted where the form, or else DNS, says', async (service, settings, expected) => {
    const { test, greeted } = bench(well);
    const result = await test({ service, settings });
    expect(result.ok).toBe(true);
    expect(greeted).toMatchObject(expected);
    expect(greeted).toHaveLength(expected.length);
  });

  it('D12: a line for each server, with its error ID and the certificate that it showed', async () => {
    const certificate = {
      subject: 'CN=ucm-a',
      issuer: 'CN=lab',
      validTo: 'tomorrow',
      fingerprint: 'AA:BB',
      isTrusted: false,
    };
    const { test } = bench(async (target) =>
      target.kind === 'files' && target.server === 'tftp-b'
        ? { result: fail('tls.untrusted', { host: 'tftp-b' }), certificate }
        : { result: ok({ key: 'test.said.no-file' }) },
    );
    expect(await test({ service: 'tftp', settings: settingsOf.phone })).toEqual(
      ok([
        { server: 'tftp-a', elapsedMs: 0, said: { key: 'test.said.no-file' } },
        {
          server: 'tftp-b',
          elapsedMs: 0,
          error: { code: 'tls.untrusted', params: { host: 'tftp-b' } },
          certificate,
        },
      ]),
    );
  });

  it('D12: says what the form lacks, and asks nobody', async () => {
    const { test, greeted } = bench(well);
    expect(await test({ service: 'xmpp', settings: { kind: 'automatic' } })).toMatchObject({
      error: { code: 'discovery.bad-address' },
    });
    expect(await test({ service: 'tftp', settings: { ...settingsOf.phone, tftp: [] } })).toMatchObject({
      error: { code: 'discovery.bad-address' },
    });
    expect(greeted).toEqual([]);
  });

  it('D12: a test that was stopped answers at once', async () => {
    const { test, stop } = bench(async () => {
      stop.abort();
      return { result: fail('app.cancelled') };
    });
    expect(await test({ service: 'cti', settings: settingsOf.phone })).toMatchObject({
      error: { code: 'app.cancelled' },
    });
  });

  it('D12: the server that _cuplogin named is there to begin with', async () => {
    const record = (port: number, priority: number, target: string) => ({
      target,
      port,
      priority,
      weight: 0,
    });
    const found = (...records: ReturnType<typeof record>[]): RecordAnswers => ({
      cuplogin: { kind: 'records', records, elapsedMs: 1 },
    });
    const two = found(record(8443, 1, 'imp-b.example.test'), record(8443, 0, 'imp-a.example.test.'));
    expect(await bench(well, two).defaults('alice@example.test')).toEqual(
      ok({ presenceServer: 'imp-a.example.test' }),
    );
    expect(await bench(well, found(record(9443, 0, 'imp'))).defaults('alice@example.test')).toEqual(
      ok({ presenceServer: 'imp:9443' }),
    );
    expect(await bench(well).defaults('alice@example.test')).toEqual(ok({}));
    expect(await bench(well, two).defaults('nonsense')).toEqual(ok({}));
  });
});
