import { describe, expect, it } from 'vitest';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { HttpClient, HttpRequest } from '../link/http-client.ts';
import { createUdsClient } from './uds-client.ts';

const node = { host: 'ucm.example.test', port: 8443 };
const call = { signal: new AbortController().signal, span: memoryTrace().start('test') };
const alice = { username: 'alice', password: 'secret' };

/** A server that gives these cookies with its n-th answer, and remembers what it was shown. */
function server(answers: readonly { readonly status?: number; readonly cookies?: readonly string[] }[]) {
  const seen: HttpRequest[] = [];
  const http: HttpClient = {
    request: async (request) => {
      const { status = 200, cookies = [] } = answers[seen.length] ?? {};
      seen.push(request);
      return ok({ status, headers: {}, cookies, body: new TextEncoder().encode('<user/>') });
    },
    close: async () => undefined,
  };
  return { client: createUdsClient(http), shown: () => seen.map(({ headers }) => headers?.['cookie']) };
}
const SESSION = ['JSESSIONID=abc; Path=/; Secure; HttpOnly', 'JSESSIONIDSSO=def; Path=/; Secure', 'other=1'];

describe('sessions of Unified CM (cisco-uc 2.1)', () => {
  it('A2: a session that the server gave is shown to it again, beside the password', async () => {
    const { client, shown } = server([{ cookies: SESSION }, { cookies: ['JSESSIONID=ghi'] }, {}]);
    for (let turn = 0; turn < 3; turn += 1) await client.get(node, 'user/alice', call, alice);
    expect(shown()).toEqual([
      undefined,
      'JSESSIONID=abc; JSESSIONIDSSO=def',
      'JSESSIONID=ghi; JSESSIONIDSSO=def',
    ]);
  });

  it('A2: with tokens too, as long as they are of one sign-in', async () => {
    const source = () => ({ get: async () => ok('t'), renew: async () => ok('t'), current: () => 't' });
    const [first, second] = [source(), source()];
    const { client, shown } = server([{ cookies: SESSION }]);
    for (const tokens of [first, first, second])
      await client.get(node, 'user/alice', call, { username: 'alice', password: '', tokens });
    expect(shown()).toEqual([undefined, 'JSESSIONID=abc; JSESSIONIDSSO=def', undefined]);
  });

  it('Q1: nobody else’s, no other server’s, and no question without a password carries it', async () => {
    const { client, shown } = server([{ cookies: SESSION }]);
    await client.get(node, 'user/alice', call, alice);
    await client.get(node, 'user/bob', call, { username: 'bob', password: 'secret' });
    await client.get(node, 'user/alice', call, { ...alice, password: 'another' });
    await client.get({ ...node, host: 'ucm2.example.test' }, 'user/alice', call, alice);
    await client.get(node, 'servers', call);
    expect(shown()).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('A2: a refusal ends it, and what would break a header line is none', async () => {
    const { client, shown } = server([
      { cookies: SESSION },
      { status: 401 },
      { cookies: ['JSESSIONID=a\u0000b', `JSESSIONID=${'x'.repeat(2_000)}`] },
      {},
    ]);
    for (let turn = 0; turn < 4; turn += 1) await client.get(node, 'user/alice', call, alice);
    expect(shown()).toEqual([undefined, 'JSESSIONID=abc; JSESSIONIDSSO=def', undefined, undefined]);
  });
});
