import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Uds, UdsNode } from '../../ports/uds.port.ts';
import type { Way } from '../../ports/way.port.ts';
import { Checklist } from './checklist.ts';
import { PasswordGate } from './password-gate.ts';
import type { Home } from './find-home.ts';
import { proveUser } from './prove-user.ts';
import type { SignInContext } from './sign-in-context.ts';

const at = (host: string): UdsNode => ({ host, port: 8443 });
const ISSUER = 'ucm.corp.example.net';

/** Who was shown the token, of a cluster found at these nodes whose list `listedBy` gave. */
async function shownTo(
  hosts: readonly string[],
  options: { readonly listedBy?: string; readonly listed?: readonly string[]; readonly way?: Way } = {},
) {
  const shown: string[] = [];
  const asked: string[] = [];
  const uds = {
    nodes: async (node: UdsNode) => {
      asked.push(node.host);
      return options.listed ? ok(options.listed.map(at)) : fail('net.refused', node as never);
    },
    user: async (node: UdsNode) => {
      shown.push(node.host);
      return fail('net.refused', { host: node.host, port: node.port });
    },
  } as Partial<Uds> as Uds;
  const home: Home = {
    nodes: hosts.map(at),
    listedBy: options.listedBy ?? 'elsewhere.example.org',
    username: 'alice',
    method: {
      kind: 'tokens',
      server: { authorize: `https://${ISSUER}:8443/a`, token: `https://${ISSUER}:8443/t` },
    },
  };
  const tokens = { get: async () => ok('token'), renew: async () => ok('token'), current: () => 'token' };
  const context: SignInContext = {
    address: { full: 'alice@example.test', user: 'alice', domain: 'example.test' },
    checklist: new Checklist(manualClock(), () => undefined),
    password: new PasswordGate(() => undefined),
    signOn: { take: async () => ok(tokens) },
    span: memoryTrace().start('test'),
    signal: new AbortController().signal,
    warn: () => undefined,
    trusted: (step) => step(),
    ...(options.way !== undefined && { way: options.way }),
  };
  const result = await proveUser(uds, home, context);
  return { shown, asked, code: result.ok ? 'ok' : result.error.code };
}

describe('A2: whom tokens are shown to', () => {
  it.each([
    ['the server that gives them', [ISSUER], {}],
    ['servers of the person’s own domain', ['ucm-a.example.test', 'UCM-B.Example.Test'], {}],
    ['whom the server itself listed', ['10.0.0.1', 'ucm-b'], { listedBy: ISSUER }],
  ])('%s, without a question', async (_name, hosts, options) => {
    const { shown, asked } = await shownTo(hosts, options);
    expect([shown, asked]).toEqual([hosts, []]);
  });

  it('whom the server lists when it is asked, and nobody else', async () => {
    const { shown, asked } = await shownTo(['ucm2.corp.example.net', 'trap.example.org'], {
      listed: [ISSUER, 'ucm2.corp.example.net'],
    });
    expect([shown, asked]).toEqual([['ucm2.corp.example.net'], [ISSUER]]);
  });

  it.each([
    ['a server that only the records name', ['trap.example.org'], { listed: [ISSUER] }],
    ['one whose name only ends like the domain', ['trap-example.test'], { listed: [] }],
    ['anybody, where nobody can say', ['trap.example.org'], {}],
    ['a list of the trap’s own', ['trap.example.org'], { listedBy: 'trap.example.org', listed: [ISSUER] }],
  ])('not %s', async (_name, hosts, options) => {
    const { shown, code } = await shownTo(hosts, options);
    expect([shown, code]).toEqual([[], 'auth.token-elsewhere']);
  });

  it('behind an edge that has proved the domain, whoever it names', async () => {
    const { shown } = await shownTo(['ucm.corp.local'], { way: { domain: 'example.test' } });
    expect(shown).toEqual(['ucm.corp.local']);
  });
});
