import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Kamailio, startKamailio } from '../../../../lab/real/kamailio.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Sip, SipAccount } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from './create-sip.ts';

const missing = missingPrograms(['kamailio']);
const why = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
const endings: (() => Promise<unknown>)[] = [];
let ca: LabCa;

/** Two nodes of a CallManager group, which know nothing of each other's registrations. */
async function group(): Promise<{ readonly nodes: readonly [Kamailio, Kamailio] }> {
  const start = () => startKamailio({ ca, users: { alice: 'secret of alice' } });
  const nodes = await Promise.all([start(), start()]);
  for (const node of nodes) endings.push(() => node.stop());
  return { nodes };
}

/** Registered at the group's first node, with the device file's timers made short. */
async function registered(
  nodes: readonly Kamailio[],
  transport: 'tcp' | 'udp',
  more: Partial<SipAccount['registrars'][number]>[] = [],
): Promise<Sip> {
  const dialer = createDialer({
    dns: memoryDns(),
    trust: memoryTrust(ca.pem),
    clock: realClock,
    log: silentLog,
  });
  const random = seededRandom(7);
  const sip = createSip({
    dialer,
    dns: memoryDns(),
    clock: realClock,
    random,
    log: silentLog,
    software: 'x/1',
  });
  endings.push(() => sip.unregister());
  const first = await sip.register({
    aor: 'sip:alice@example.test',
    displayName: 'Alice',
    registrars: nodes.map(({ address, ports }, at) => ({
      host: address,
      port: ports[transport],
      transport,
      ...more[at],
    })),
    timers: { keepAliveS: 6, monitorS: 2 },
    authUser: 'alice',
    password: 'secret of alice',
    instanceId: randomUUID(),
    expires: 300,
  });
  expect(first).toMatchObject({ ok: true });
  return sip;
}

const isAt = (sip: Sip, node: Kamailio, transport: 'tcp' | 'udp'): boolean => {
  const registration = sip.registration();
  return (
    registration.kind === 'registered' && registration.server === `${node.address}:${node.ports[transport]}`
  );
};
const at = (sip: Sip, node: Kamailio, transport: 'tcp' | 'udp', what: string): Promise<void> =>
  waitUntil(() => isAt(sip, node, transport), { what, timeoutMs: 40_000 });

beforeEach(async () => {
  ca = await createLabCa();
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe.skipIf(missing.length > 0)(`a CallManager group of two Kamailios${why}`, () => {
  it.each(['tcp', 'udp'] as const)(
    'A9: over %s the second node serves when the first is killed, and the first again when it is back',
    async (transport) => {
      const { nodes } = await group();
      const [first, second] = nodes;
      const sip = await registered(nodes, transport);
      expect(isAt(sip, first, transport)).toBe(true);
      expect(sip.registration()).not.toHaveProperty('standIn');
      await first.kill9();
      await at(sip, second, transport, 'the second node');
      expect(sip.registration()).toMatchObject({ standIn: 'fallback' });
      await first.start();
      await at(sip, first, transport, 'the first node again');
      expect(await first.contacts('alice')).toHaveLength(1);
      // Unbound there, so that nobody rings a phone that has left.
      expect(await second.contacts('alice')).toEqual([]);
    },
  );

  it('A9: a node that hangs with its connection open is given up by keep-alive', async () => {
    const { nodes } = await group();
    const [first, second] = nodes;
    const sip = await registered(nodes, 'tcp', [{}, { isSurvivable: true }]);
    first.hang();
    await at(sip, second, 'tcp', 'the second node');
    expect(sip.registration()).toMatchObject({ standIn: 'survivable' });
    first.resume();
    await at(sip, first, 'tcp', 'the first node again');
  });
});
