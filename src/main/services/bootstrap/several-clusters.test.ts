import { onTestFinished, describe, expect, it } from 'vitest';
import { type CiscoLab, startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import { startDnsServer } from '../../../../lab/cisco/dns-server.ts';
import type { CiscoUser } from '../../../../lab/cisco/model.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { alice, createEngines } from '../../../../test/fakes/cisco-harness.ts';
import { settled, signIn, step } from '../../../../test/fakes/cisco-person.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { RIGHT, sessionHarness } from '../../../../test/fakes/session-harness.ts';
import { createDns } from '../../engines/link/dns-resolver.ts';

/** Two clusters that know each other (ILS): DNS leads to the east one; who is in `west` has the home there. */
async function company(
  options: {
    readonly people?: readonly CiscoUser[];
    readonly west?: readonly string[];
    readonly seed?: number;
    /** Of the first cluster and its records. */
    readonly domain?: string;
  } = {},
) {
  const ca = await createLabCa();
  const users = options.people ?? [alice];
  const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
  const ports = { ca, users, httpsPort: 8443, tftpHttpPort: 6970, listsEveryNode: true } as const;
  const west = await startCiscoLab({
    ...ports,
    domain: 'west.example.test',
    hosts: [`${net}.11`, `${net}.12`, `${net}.13`],
  });
  onTestFinished(() => west.stop());
  const homes = new Map((options.west ?? []).map((name) => [name, west.nodes['ucm-b']] as const));
  const east = await startCiscoLab({
    ...ports,
    domain: options.domain ?? 'example.test',
    hosts: [`${net}.1`, `${net}.2`, `${net}.3`],
    homes,
  });
  onTestFinished(() => east.stop());
  const records = [...east.dnsRecords, ...west.dnsRecords.filter(({ type }) => type === 'A')];
  const dnsServer = await startDnsServer({ records });
  onTestFinished(() => dnsServer.stop());
  const dns = createDns({ servers: [dnsServer.address], clock: realClock });
  const harness = sessionHarness({
    dns,
    authorities: [ca.pem],
    engines: (trust) => createEngines(trust, dns, east),
    ...(options.seed !== undefined && { seed: options.seed }),
  });
  harness.script.takesToken = (token) =>
    users.some(({ username }) => [east, west].some((lab) => lab.accounts.redeemToken(username, token)));
  return { east, west, harness };
}

/** Nodes of this cluster that were asked anything that needs a password. */
const provenBy = (lab: CiscoLab): readonly string[] =>
  lab.counters.requests.filter(({ path }) => path.includes('/user/')).map(({ node }) => node);

describe('several clusters', () => {
  it('D10: a person whose home is another cluster signs in there, and the first one never sees the password', async () => {
    const { east, west, harness } = await company({ west: ['alice'] });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(provenBy(east)).toEqual([]);
    expect(east.counters.authAttempts.size).toBe(0);
    expect(west.counters.authAttempts.get('alice')).toBeGreaterThan(0);
    const saved = await harness.cache.deployment('alice@example.test').get();
    // C6: the directory is asked at the own home cluster only.
    expect(saved?.deployment.uds?.every((url) => url.includes('.west.example.test'))).toBe(true);
    // A12: the address is made of user ID and the home cluster's domain, and told by it.
    expect(harness.accounts.chat).toMatchObject({
      domain: 'west.example.test',
      credentials: { address: 'alice@west.example.test' },
    });
  });

  it('D10: a person of the first cluster stays there', async () => {
    const { west, harness } = await company();
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in' });
    expect(west.counters.requests).toEqual([]);
  });

  it('D10: one node of the home cluster is drawn, each in its turn, and the others are kept for failover', async () => {
    const first = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      const { harness } = await company({ seed });
      await signIn(harness);
      const { deployment } = (await harness.cache.deployment('alice@example.test').get()) ?? {};
      const hosts = (deployment?.uds ?? []).map((url) => new URL(url).hostname);
      expect(hosts.toSorted()).toEqual(['ucm-a.example.test', 'ucm-b.example.test']);
      first.add(hosts[0] ?? '');
    }
    expect([...first].toSorted()).toEqual(['ucm-a.example.test', 'ucm-b.example.test']);
  });

  it('D10: the node that was drawn is down: another of the list takes the sign-in', async () => {
    const { east, harness } = await company({ seed: 1 });
    // DNS leads to ucm-a, so that one has to be there; the publisher then fails for everything but its own list.
    east.addFault({ kind: 'unavailable', node: 'ucm-b', path: '/user/' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in' });
    expect(provenBy(east)[0]).toBe('ucm-b');
    expect(provenBy(east)).toContain('ucm-a');
  });

  it('A12, T14: a user ID that is a mail address signs in by the last @, at home and away', async () => {
    const people = [{ ...alice, username: 'amckenzie@example.test', email: 'a.mckenzie@example.test' }];
    for (const west of [[], ['amckenzie@example.test']]) {
      const { harness } = await company({ people, west, domain: 'sales.example.test' });
      await signIn(harness, RIGHT, 'amckenzie@example.test@sales.example.test');
      expect(harness.now()).toMatchObject({ phase: 'signed-in' });
      const home = west.length === 0 ? 'sales.example.test' : 'west.example.test';
      expect(harness.accounts.chat).toMatchObject({
        domain: home,
        credentials: { address: `amckenzie@example.test@${home}` },
      });
      expect(harness.accounts.phone).toMatchObject({ authUser: 'amckenzie@example.test' });
    }
  });

  it('D10: a person nobody knows is told with the server that was asked', async () => {
    const { harness } = await company();
    await harness.session.start();
    await harness.begin('mallory@example.test');
    await settled(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: {
        code: 'discovery.user-not-found',
        params: { user: 'mallory@example.test', server: 'ucm-a.example.test' },
      },
    });
    expect(step(harness, 'home-server')).toMatchObject({ state: 'failed' });
  });
});
