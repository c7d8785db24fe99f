import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { Checklist } from './checklist.ts';
import { PasswordGate } from './password-gate.ts';
import { proveByTokens } from './prove-by-tokens.ts';
import type { SignInContext } from './sign-in-context.ts';
import { parseWorkAddress } from './work-address.ts';

const server = { authorize: 'https://exp-e.example.test/a', token: 'https://exp-e.example.test/t' };

/** What a server says to one token after the other, and how often the person's source was asked. */
async function prove(answers: readonly Result<string>[], canAsk = true) {
  const address = parseWorkAddress('alice@example.test');
  if (!address.ok) throw new Error('address');
  const left = [...answers];
  let taken = 0;
  const source = { get: async () => ok('t'), renew: async () => ok('t'), current: () => 't' };
  const context: SignInContext = {
    address: address.value,
    span: memoryTrace().start('test'),
    signal: new AbortController().signal,
    checklist: new Checklist(manualClock(), () => undefined),
    password: new PasswordGate(() => undefined),
    ...(canAsk && { signOn: { take: async () => ok((taken++, source)) } }),
    warn: () => undefined,
    trusted: (step) => step(),
  };
  const result = await proveByTokens(
    context,
    server,
    'exp-e.example.test',
    async () => left.shift() ?? ok('?'),
  );
  return { result, taken };
}

describe('tokens shown to the server that proves the person', () => {
  it('A2: remembered ones that are over are followed by the person’s own, once, inside and at the edge', async () => {
    const over = fail('auth.session-ended');
    expect(await prove([over, ok('in')])).toEqual({ result: ok('in'), taken: 2 });
    expect(await prove([over, over, ok('in')])).toEqual({ result: over, taken: 2 });
  });

  it('A2: fresh ones that are refused are not shown again; where nobody can be asked it is said', async () => {
    const refused = fail('auth.token-refused', { host: 'exp-e.example.test' });
    expect(await prove([refused, ok('in')])).toEqual({ result: refused, taken: 1 });
    expect(await prove([], false)).toMatchObject({ result: { error: { code: 'auth.sso-not-supported' } } });
  });
});
