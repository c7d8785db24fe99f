import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { outsideHarness, type OutsideHarness } from '../../../../test/fakes/outside-harness.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';

type Steps = Record<string, string>;

const steps = ({ now }: OutsideHarness): Steps => {
  const session = now();
  return 'steps' in session ? Object.fromEntries(session.steps.map(({ id, state }) => [id, state])) : {};
};

const isAsking = ({ now }: OutsideHarness): boolean => {
  const session = now();
  return session.phase === 'signing-in' && session.needs !== undefined;
};

const settled = (harness: OutsideHarness): Promise<void> =>
  vi.waitFor(
    () => {
      if (harness.now().phase === 'signing-in' && !isAsking(harness)) throw new Error('still signing in');
    },
    { timeout: 20_000, interval: 5 },
  );

async function signIn(harness: OutsideHarness, password = RIGHT, remember = false): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await settled(harness);
  if (!isAsking(harness)) return;
  await harness.givePassword(password, remember);
  await settled(harness);
}

describe('signing in from outside', () => {
  it('D5, A7: only the edge is found: everything is fetched through it, chat and phone get its entrances', async () => {
    const harness = await outsideHarness();
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      ...{ phase: 'signed-in', name: 'Alice Archer', mode: 'full-uc', location: 'outside' },
    });
    expect(steps(harness)).toMatchObject({
      ...{ 'finding-services': 'done', 'home-server': 'done', 'sign-in-method': 'done', profile: 'done' },
      ...{ phone: 'done', chat: 'done', directory: 'done' },
    });
    expect(harness.accounts.chat).toMatchObject({
      domain: 'example.test',
      targets: [
        { host: 'exp-e0.example.test', port: 5222, tls: 'starttls', alsoAccept: ['exp-e0.example.test'] },
      ],
      credentials: { kind: 'one-time', address: 'alice@example.test' },
    });
    expect(harness.accounts.phone).toMatchObject({
      aor: 'sip:1001@ucm-b.example.test',
      registrars: [{ host: 'exp-e0.example.test', port: 5061, transport: 'tls' }],
      route: ['<sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr>'],
      device: { name: 'CSFALICE' },
    });
    const inside = harness.edges[0]?.counters.requests.map((each) => each.inside) ?? [];
    expect(new Set(inside)).toEqual(
      new Set([
        ...['', 'https://ucm-b.example.test:8443', 'https://imp-a.example.test:8443'],
        'http://tftp.example.test:6970',
      ]),
    );
  });

  it('A2: the edge is the first to be shown the password, once, and one it refuses goes nowhere else', async () => {
    const harness = await outsideHarness();
    await signIn(harness, 'wrong');
    expect(harness.now()).toMatchObject({
      needs: { username: 'alice', error: { code: 'auth.wrong-password' } },
    });
    expect(harness.lab.counters.authFailures.get('alice')).toBe(1);
    expect(harness.edges[0]?.counters.requests.some(({ inside }) => inside !== '')).toBe(false);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.lab.counters.authFailures.get('alice')).toBe(1);
  });

  it('A7: a second start goes through the remembered edge, without a question', async () => {
    const store = memoryKeyValue();
    const first = await outsideHarness({ store });
    await signIn(first, RIGHT, true);
    await first.session.stop();
    const again = await outsideHarness({ store, standing: first.standing });
    await again.session.start();
    await vi.waitFor(() => expect(again.passwords.some((line) => line.startsWith('chat '))).toBe(true), {
      timeout: 10_000,
    });
    expect(again.now()).toMatchObject({ phase: 'signed-in', location: 'outside' });
    expect(again.accounts.chat?.targets).toMatchObject([{ host: 'exp-e0.example.test' }]);
    expect(again.edges[0]?.counters.configurations).toBe(2);
  });

  it('A7: the second edge of the record is used when the first is down', async () => {
    const harness = await outsideHarness({ edges: [{}, {}] });
    await harness.edges[0]?.setDown(true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'outside' });
    expect(harness.edges[1]?.counters.configurations).toBe(1);
  });

  it('A7: when every edge is down the sentence names it', async () => {
    const harness = await outsideHarness();
    await harness.edges[0]?.setDown(true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: { code: 'net.refused', params: { host: 'exp-e0.example.test' } },
    });
  });

  it('A7: an edge that names no server says so', async () => {
    const harness = await outsideHarness({
      edges: [{ inside: { addressOf: () => undefined, uds: [], tftp: [], presence: [] } }],
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'discovery.outside-only' } });
  });

  it('A7: an edge that wants single sign-on is explained where nobody can be shown a page', async () => {
    const harness = await outsideHarness({ edges: [{ sso: 'enabled' }] });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'auth.sso-not-supported' } });
    expect(harness.lab.counters.authAttempts.size).toBe(0);
  });

  it('D14, T4: records that are visible everywhere are no proof of being inside: the edge is used', async () => {
    const harness = await outsideHarness({ view: 'everywhere' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'outside' });
    expect(harness.accounts.chat?.targets).toMatchObject([{ host: 'exp-e0.example.test' }]);
  });

  it('D14, T4: where packets to inside servers vanish, nobody waits for their time limits', async () => {
    const harness = await outsideHarness({ view: 'both', insideTimeoutMs: 600_000 });
    harness.lab.addFault({ kind: 'hang' });
    harness.script.isReachable = false;
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(harness.lab.counters.requests.length).toBeGreaterThan(0));
    harness.clock.advance(1_500);
    harness.lab.addFault({ kind: 'slow', delayMs: 0 });
    await settled(harness);
    expect(steps(harness)).toMatchObject({ 'finding-services': 'done', 'home-server': 'waiting' });
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'outside' });
  });

  it('D5: a cluster that is slow but there is waited for, edge or no edge', async () => {
    const harness = await outsideHarness({ view: 'both' });
    const heal = harness.lab.addFault({ kind: 'slow', delayMs: 400, path: 'clusterUser' });
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(steps(harness)['home-server']).toBe('running'));
    harness.clock.advance(1_500);
    await settled(harness);
    heal();
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'inside' });
    expect(harness.edges[0]?.counters.requests).toEqual([]);
  });

  it('D5: inside, an edge in the records is left alone', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'inside' });
    expect(harness.edges[0]?.counters.requests).toEqual([]);
  });
});

describe('moving between inside and outside', () => {
  /** The network changed; the look-up that follows runs when the clock has gone on. */
  async function move(harness: OutsideHarness, view: OutsideHarness['net']['view']): Promise<void> {
    harness.net.view = view;
    harness.network('changed');
    harness.clock.advance(3_000);
    const location = view === 'inside' ? 'inside' : 'outside';
    await vi.waitFor(() => expect(harness.now()).toMatchObject({ phase: 'signed-in', location }), {
      timeout: 20_000,
    });
  }

  it('D5: goes out and comes in again by itself: nobody is asked, the identity stays open', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    await signIn(harness);
    const seen = harness.journal.length;
    await move(harness, 'outside');
    expect(harness.accounts.chat?.targets).toMatchObject([{ host: 'exp-e0.example.test' }]);
    expect(harness.accounts.phone?.registrars).toMatchObject([{ transport: 'tls' }]);
    await move(harness, 'inside');
    expect(harness.accounts.chat?.targets).toMatchObject([{ host: 'imp-a.example.test' }]);
    expect(harness.accounts.phone?.route).toBeUndefined();
    const since = harness.journal.slice(seen);
    expect(since.filter((line) => /^(open|close|stop chat|stop phone)/.test(line))).toEqual([]);
    expect(harness.questions).toEqual([]);
    expect(harness.now()).toMatchObject({ hasNewConfiguration: false });
  });

  it('D5: a lost server makes us look around; where the way is closed, the other one is taken', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    await signIn(harness);
    harness.net.view = 'outside';
    // The node that chat was at is down, but the cluster is there: nothing is fetched.
    harness.script.lose();
    await harness.settle();
    harness.clock.advance(10_000);
    expect(harness.trace.spans().filter(({ name }) => name === 'sign-in')).toHaveLength(1);
    harness.script.isReachable = false;
    harness.script.lose();
    await harness.settle();
    harness.clock.advance(3_000);
    await vi.waitFor(() => expect(harness.now()).toMatchObject({ location: 'outside' }), { timeout: 20_000 });
  });

  it('D5: while a look-up tries the servers inside, what runs outside goes on through the edge', async () => {
    const harness = await outsideHarness();
    await signIn(harness);
    // Back in the building, as far as names say; the cluster takes its time.
    harness.net.view = 'both';
    const heal = harness.lab.addFault({ kind: 'slow', delayMs: 1_000, path: 'clusterUser' });
    harness.network('changed');
    harness.clock.advance(3_000);
    const isAsking = () =>
      harness.trace.spans().some(({ name, endMs }) => name === 'home-server' && endMs === undefined);
    await vi.waitFor(() => expect(isAsking()).toBe(true));
    const [edge] = harness.edges;
    const carried = edge?.counters.requests.length ?? 0;
    const call = { signal: new AbortController().signal, span: harness.trace.start('test') };
    expect(await harness.uds()?.nodes({ host: 'ucm-b.example.test', port: 8443 }, call)).toMatchObject({
      ok: true,
    });
    expect(edge?.counters.requests.length).toBe(carried + 1);
    heal();
    await vi.waitFor(() => expect(harness.now()).toMatchObject({ location: 'inside' }), { timeout: 20_000 });
    expect(await harness.uds()?.nodes({ host: 'ucm-b.example.test', port: 8443 }, call)).toMatchObject({
      ok: true,
    });
    expect(edge?.counters.requests.length).toBe(carried + 1);
  });

  it('A7 C1: outside the directory is UDS though LDAP is configured; inside it is LDAP again', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    harness.lab.setFile(
      'jabber-config.xml',
      '<config version="1.0"><Directory><DirectoryServerType>LDAP</DirectoryServerType><PrimaryServerName>dc.example.test</PrimaryServerName><SearchBase1>dc=example,dc=test</SearchBase1></Directory></config>',
    );
    harness.lab.setFile('SPDefault.cnf.xml', '<serviceProfile name="Default"/>');
    await signIn(harness);
    expect(harness.accounts.directory?.ldap?.servers).toMatchObject([{ host: 'dc.example.test' }]);
    await move(harness, 'outside');
    expect(harness.accounts.directory?.ldap).toBeUndefined();
    expect(harness.accounts.directory?.servers[0]).toContain('ucm-b.example.test');
    await move(harness, 'inside');
    expect(harness.accounts.directory?.ldap).toBeDefined();
  });

  it('D9: after a move the next start begins where the last one ended', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    await signIn(harness);
    await move(harness, 'outside');
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment.edge).toMatchObject({ domain: 'example.test', username: 'alice' });
  });

  it('A11: signing out while a look-up is under way leaves no way through the edge behind', async () => {
    const harness = await outsideHarness();
    await signIn(harness);
    const [edge] = harness.edges;
    const heal = harness.lab.addFault({ kind: 'slow', delayMs: 2_500, path: 'clusterUser' });
    onTestFinished(heal);
    const configurations = edge?.counters.configurations ?? 0;
    harness.network('changed');
    harness.clock.advance(3_000);
    await vi.waitFor(() => expect(edge?.counters.configurations).toBe(configurations + 1), {
      timeout: 20_000,
    });
    await harness.run('session/sign-out');
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-out'), { timeout: 20_000 });
    const call = { signal: new AbortController().signal, span: harness.trace.start('test') };
    const asked = await harness.uds()?.nodes({ host: 'ucm-b.example.test', port: 8443 }, call);
    expect(asked).toMatchObject({ error: { code: 'net.name-not-found' } });
  });

  it('D5: a look-up that fails on the way changes nothing that runs', async () => {
    const harness = await outsideHarness({ view: 'inside' });
    await signIn(harness);
    await harness.edges[0]?.setDown(true);
    harness.net.view = 'outside';
    harness.network('changed');
    harness.clock.advance(3_000);
    await vi.waitFor(() =>
      expect(
        harness.trace.spans().filter(({ name, endMs }) => name === 'sign-in' && endMs !== undefined),
      ).toHaveLength(2),
    );
    expect(harness.now()).toMatchObject({ phase: 'signed-in', location: 'inside' });
    expect(harness.journal.filter((line) => line.startsWith('stop '))).toEqual([]);
  });
});
