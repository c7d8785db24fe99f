import { describe, expect, it, onTestFinished } from 'vitest';
import { type CiscoLab, startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import type { Expressway, ExpresswayOptions } from '../../../../lab/cisco/expressway-model.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { alice } from '../../../../test/fakes/cisco-harness.ts';
import { edgeBefore, ownNet } from '../../../../test/fakes/edge-lab.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { EdgeRoute } from '../../ports/edge.port.ts';
import type { Way } from '../../ports/way.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createEdge, type EdgeEngine } from './create-edge.ts';

const PASSWORD = { password: alice.password ?? '' };
const WRONG = { password: 'wrong' };

interface Outside {
  readonly lab: CiscoLab;
  readonly edges: readonly Expressway[];
  readonly engine: EdgeEngine;
  readonly route: EdgeRoute;
  readonly call: ReturnType<typeof newCall>;
  get(path: string, host?: string, way?: Way): ReturnType<EdgeEngine['http']['request']>;
}

const newCall = () => ({ signal: new AbortController().signal, span: memoryTrace().start('test') });

/** A client that knows the edges' names and no inside name at all. */
async function outside(edgeOptions: readonly Partial<ExpresswayOptions>[] = [{}]): Promise<Outside> {
  const ca = await createLabCa();
  const net = ownNet();
  const lab = await startCiscoLab({
    ...{ domain: 'example.test', users: [alice], ca, httpsPort: 8443, tftpHttpPort: 6970 },
    hosts: [`${net}.1`, `${net}.2`, `${net}.3`],
  });
  onTestFinished(() => lab.stop());
  const edges = await Promise.all(
    edgeOptions.map((options, index) => edgeBefore(lab, ca, { name: `exp-e${index}`, ...options })),
  );
  const dns = memoryDns({ addresses: Object.fromEntries(edges.map(({ fqdn, host }) => [fqdn, [host]])) });
  const dialer = createDialer({
    ...{ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog },
  });
  const direct = createHttpClient({ dialer, clock: realClock, service: 'test' });
  const engine = createEdge({ dialer, clock: realClock, direct, timeoutMs: 3_000 });
  onTestFinished(() => engine.http.close());
  const route: EdgeRoute = {
    domain: 'example.test',
    edges: edges.map(({ fqdn, ports }) => ({ host: fqdn, port: ports.https })),
    username: 'alice',
  };
  const call = newCall();
  return {
    ...{ lab, edges, engine, route, call },
    get: (path, host = 'ucm-b.example.test', way) =>
      engine.http.request({
        ...(way && { way }),
        url: `https://${host}:8443${path}`,
        headers: { authorization: `Basic ${Buffer.from(`alice:${PASSWORD.password}`).toString('base64')}` },
        ...call,
      }),
  };
}

describe('Expressway', () => {
  it('A7: signs in at the edge, learns what is inside, and carries requests to it', async () => {
    const { engine, route, call, get, edges, lab } = await outside();
    expect(await engine.edge.signInMethod(route, { email: 'alice@example.test' }, call)).toEqual({
      ok: true,
      value: { kind: 'password' },
    });
    const config = await engine.edge.signIn(route, PASSWORD, call);
    expect(config).toMatchObject({
      ok: true,
      value: {
        uds: [{ host: 'ucm-b.example.test', port: 8443 }],
        presence: [],
        tftp: ['tftp.example.test'],
        xmpp: [{ host: 'exp-e0.example.test', port: 5222 }],
        sip: [{ host: 'exp-e0.example.test', port: 5061 }],
        sipRoute: ['<sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr>'],
      },
    });
    engine.edge.enter(route, PASSWORD);
    const answer = await get('/cucm-uds/user/alice');
    expect(answer.ok && answer.value.status).toBe(200);
    expect(lab.counters.requests.at(-1)).toMatchObject({ node: 'ucm-b', path: '/cucm-uds/user/alice' });
    expect(edges[0]?.counters.requests.at(-1)).toEqual({
      ...{ path: '/cucm-uds/user/alice', inside: 'https://ucm-b.example.test:8443', status: 200 },
    });
  });

  it('A7: back inside, requests go straight', async () => {
    const { engine, route, call, get, edges } = await outside();
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    engine.edge.leave();
    // Straight means that the name must be known, and outside it is not.
    expect(await get('/cucm-uds/version')).toMatchObject({ error: { code: 'net.name-not-found' } });
    expect(edges[0]?.counters.requests.filter(({ inside }) => inside !== '')).toEqual([]);
  });

  it('D5: requests of a look-up go by their own way and leave those that run by theirs', async () => {
    const { engine, route, call, get, edges } = await outside();
    const config = await engine.edge.signIn(route, PASSWORD, call);
    if (!config.ok) throw new Error(config.error.code);
    const { way } = config.value;
    // Signed in, but not entered: only who names the way goes by it.
    expect(await get('/cucm-uds/version')).toMatchObject({ error: { code: 'net.name-not-found' } });
    expect(await get('/cucm-uds/version', undefined, way)).toMatchObject({ value: { status: 200 } });
    engine.edge.enter(route, PASSWORD);
    expect(await get('/cucm-uds/version', undefined, 'inside')).toMatchObject({
      error: { code: 'net.name-not-found' },
    });
    expect(await get('/cucm-uds/version')).toMatchObject({ value: { status: 200 } });
    // The way that was signed in by is the one that was entered.
    expect(edges[0]?.counters.configurations).toBe(1);
  });

  it('A7: a cookie that has run out is fetched anew, once for all who need it', async () => {
    const { engine, route, call, get, edges } = await outside();
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    edges[0]?.expireCookies();
    const answers = await Promise.all(
      ['servers', 'version', 'user/alice'].map((path) => get(`/cucm-uds/${path}`)),
    );
    expect(answers.map((answer) => answer.ok && answer.value.status)).toEqual([200, 200, 200]);
    expect(edges[0]?.counters.configurations).toBe(2);
  });

  it('A2 A7: a token in the password’s place; an old one is renewed once', async () => {
    const { engine, route, call, edges } = await outside([
      { userOfToken: (token) => (token === 'fresh' ? 'alice' : undefined) },
    ]);
    const asked: string[] = [];
    const tokens = {
      get: async () => ok('stale'),
      renew: async (refused: string) => ok((asked.push(refused), 'fresh')),
      current: () => 'stale',
    };
    expect(await engine.edge.signIn(route, { password: '', tokens }, call)).toMatchObject({ ok: true });
    expect(asked).toEqual(['stale']);
    expect(edges[0]?.counters.configurations).toBe(1);
  });

  it('A2 A7: a fresh token that the edge refuses is not shown again; one of a new visit is', async () => {
    const { engine, route, get, edges } = await outside([
      { userOfToken: (token) => (token === 'new' ? 'alice' : undefined) },
    ]);
    let held = 'a';
    const tokens = {
      get: async () => ok(held),
      renew: async () => ok((held = 'b')),
      current: () => held,
    };
    engine.edge.enter(route, { password: '', tokens });
    for (let turn = 0; turn < 3; turn += 1)
      expect(await get('/cucm-uds/version')).toMatchObject({ error: { code: 'auth.token-refused' } });
    expect(edges[0]?.counters.requests).toHaveLength(2);
    held = 'new';
    expect(await get('/cucm-uds/version')).toMatchObject({ value: { status: 200 } });
  });

  it('A2 A7: an edge with a fault of its own is no reason to ask for a password', async () => {
    const { engine, route, call } = await outside([{ sso: 'failing' }, { sso: 'enabled' }]);
    expect(await engine.edge.signInMethod(route, { email: 'alice@example.test' }, call)).toMatchObject({
      value: { kind: 'tokens' },
    });
  });

  it('A2 A7: tokens are renewed at the edge itself, and need no cookie for that', async () => {
    const { engine, route, get, edges } = await outside([
      { userOfToken: (token) => (token === 'renewed' ? 'alice' : undefined) },
    ]);
    const [edge] = route.edges;
    const url = `https://${edge?.host}:${edge?.port}/${Buffer.from('example.test').toString('base64url')}/access_token`;
    // Nothing is at hand until the renewal is through, as after a night asleep.
    const renew = async () => {
      const answer = await engine.http.request({ ...newCall(), method: 'POST', url, body: 'grant_type=…' });
      return answer.ok ? ok('renewed') : answer;
    };
    engine.edge.enter(route, { password: '', tokens: { get: renew, renew, current: () => undefined } });
    expect(await get('/cucm-uds/version')).toMatchObject({ value: { status: 200 } });
    expect(edges[0]?.counters.requests[0]).toMatchObject({ path: '/access_token', inside: '' });
  });

  it('A7: a remembered route signs in with the first request', async () => {
    const { engine, route, get, edges } = await outside();
    engine.edge.enter(route, PASSWORD);
    expect(edges[0]?.counters.configurations).toBe(0);
    const answer = await get('/cucm-uds/version');
    expect(answer.ok && answer.value.status).toBe(200);
    expect(edges[0]?.counters.configurations).toBe(1);
  });

  it('A2: a refused password is shown to the edge once, whoever asks', async () => {
    const { engine, route, call, get, lab } = await outside();
    expect(await engine.edge.signIn(route, WRONG, call)).toMatchObject({
      error: { code: 'auth.wrong-password', params: { host: 'exp-e0.example.test' } },
    });
    engine.edge.enter(route, { password: 'wrong again' });
    for (const path of ['servers', 'version', 'servers'])
      expect(await get(`/cucm-uds/${path}`)).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(lab.counters.authFailures.get('alice')).toBe(2);
  });

  it('A2: a refused password does not take the place of the one that works', async () => {
    const { engine, route, call, get } = await outside();
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    await engine.edge.signIn(route, WRONG, call);
    expect(await get('/cucm-uds/version')).toMatchObject({ ok: true, value: { status: 200 } });
  });

  it('A7: a refusal of a server inside is that server’s, not the edge’s', async () => {
    const { engine, route, call, lab, get, edges } = await outside();
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    lab.addFault({ kind: 'unauthorized', path: '/cucm-uds/user/alice' });
    expect(await get('/cucm-uds/user/alice')).toMatchObject({ ok: true, value: { status: 401 } });
    expect(edges[0]?.counters.configurations).toBe(1);
  });

  it('A7: a host that the edge does not serve is told apart from a server’s refusal', async () => {
    const { engine, route, call, get } = await outside();
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    expect(await get('/photo.png', 'intranet.example.test')).toMatchObject({
      error: {
        code: 'edge.not-allowed',
        params: { host: 'intranet.example.test', edge: 'exp-e0.example.test' },
      },
    });
  });

  it.each([
    ['is down', async ([first]: readonly Expressway[]) => first?.setDown(true)],
    [
      'cannot reach the next hop',
      async ([first]: readonly Expressway[]) => first?.addFault({ kind: 'html-500' }),
    ],
    [
      'answers nonsense by resetting',
      async ([first]: readonly Expressway[]) => first?.addFault({ kind: 'reset' }),
    ],
  ])('A7: when one edge %s, the next one is used', async (_how, harm) => {
    const { engine, route, call, get, edges } = await outside([{}, {}]);
    await harm(edges);
    expect(await engine.edge.signIn(route, PASSWORD, call)).toMatchObject({ ok: true });
    engine.edge.enter(route, PASSWORD);
    expect(await get('/cucm-uds/version')).toMatchObject({ ok: true, value: { status: 200 } });
    expect(edges[1]?.counters.configurations).toBe(1);
  });

  it('A7: an edge that dies later is left for the next, with a cookie of its own', async () => {
    const { engine, route, call, get, edges } = await outside([{}, {}]);
    await engine.edge.signIn(route, PASSWORD, call);
    engine.edge.enter(route, PASSWORD);
    await get('/cucm-uds/version');
    await edges[0]?.setDown(true);
    expect(await get('/cucm-uds/servers')).toMatchObject({ ok: true, value: { status: 200 } });
    expect(edges.map(({ counters }) => counters.configurations)).toEqual([1, 1]);
  });

  it('A7: with every edge down the failure says which one was asked', async () => {
    const { engine, route, call, edges } = await outside([{}, {}]);
    for (const edge of edges) await edge.setDown(true);
    expect(await engine.edge.signIn(route, PASSWORD, call)).toMatchObject({
      error: { code: 'net.refused', params: { host: 'exp-e0.example.test' } },
    });
  });

  it('A10: the edge must prove the company’s domain, not only its own name, before it is shown a password', async () => {
    const { engine, route, call, lab } = await outside([{ certificateNames: ['exp-e0.example.test'] }]);
    expect(await engine.edge.signIn(route, PASSWORD, call)).toMatchObject({
      error: { code: 'tls.untrusted', params: { host: 'example.test', cause: 'wrong-name' } },
    });
    expect(lab.counters.authAttempts.size).toBe(0);
  });

  it('A10: `collab-edge.` before the domain proves it too', async () => {
    const { engine, route, call } = await outside([{ certificateNames: ['collab-edge.example.test'] }]);
    expect(await engine.edge.signIn(route, PASSWORD, call)).toMatchObject({ ok: true });
  });

  it('A7: says when the edge wants single sign-on; an edge without that service wants a password', async () => {
    const enabled = await outside([{ sso: 'enabled' }]);
    const who = { email: 'alice@example.test' };
    expect(await enabled.engine.edge.signInMethod(enabled.route, who, enabled.call)).toMatchObject({
      value: {
        kind: 'tokens',
        server: {
          authorize: 'https://exp-e0.example.test:8443/ZXhhbXBsZS50ZXN0/authorize',
          token: 'https://exp-e0.example.test:8443/ZXhhbXBsZS50ZXN0/access_token',
        },
      },
    });
    const absent = await outside([{ sso: 'absent' }]);
    expect(await absent.engine.edge.signInMethod(absent.route, who, absent.call)).toMatchObject({
      value: { kind: 'password' },
    });
  });

  it.each([
    ['unauthorized', { ok: true, value: { kind: 'password' } }],
    ['not-found', { ok: true, value: { kind: 'password' } }],
    ['huge', { ok: false, error: { code: 'http.too-large' } }],
  ] as const)(
    'A2 A7: an edge that answers %s to the question about single sign-on',
    async (kind, expected) => {
      const { engine, route, call, edges } = await outside();
      edges[0]?.addFault({ kind, path: 'get_edge_sso' });
      expect(await engine.edge.signInMethod(route, { email: 'alice@example.test' }, call)).toMatchObject(
        expected,
      );
    },
  );
});
