import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Authorization } from '../../ports/authorization.port.ts';
import { SignOnGate } from './sign-on-gate.ts';
import { standardSignOn } from './sign-on-settings.ts';
import type { TokenRecord } from './token-record.ts';

const serverAt = (base: string) => ({ authorize: `${base}/authorize`, token: `${base}/access_token` });
const inside = serverAt('https://ucm-a.example.test:8443/ssosp/oauth');
const edge = { ...serverAt('https://exp-e.example.test:8443/ZXhhbXBsZS50ZXN0'), isEdge: true } as const;

function gateWith(more: Partial<TokenRecord> = {}) {
  const clock = manualClock();
  const renewedAt: string[] = [];
  const authorization = {
    refresh: async (server) => {
      renewedAt.push(server.token);
      return ok({ access: `access-${renewedAt.length}`, accessLifeMs: 1_000_000, refresh: 'r' });
    },
  } satisfies Pick<Authorization, 'refresh'>;
  const saved: TokenRecord[] = [];
  const gate = new SignOnGate(
    {
      ...{ clock, random: seededRandom(1), trace: memoryTrace(), log: silentLog },
      authorization: authorization as unknown as Authorization,
      browser: { open: async () => fail('auth.sign-on-no-browser') },
      trust: { isPinned: () => false },
    },
    {
      wanted: () => undefined,
      save: async (record) => void saved.push(record),
      soon: () => undefined,
      ended: () => undefined,
    },
    async () => standardSignOn,
  );
  const now = clock.now();
  gate.preset({
    server: inside,
    registration: { clientId: 'C1', usesPkce: false },
    ...{ access: 'access-0', accessFrom: now, accessLifeMs: 1_000_000, refresh: 'r', refreshFrom: now },
    offsetMs: 0,
    ...more,
  });
  const call = {
    span: memoryTrace().start('test'),
    signal: new AbortController().signal,
    trusted: async <T>(step: () => Promise<T>) => step(),
  };
  return { gate, clock, renewedAt, saved, take: (server: typeof inside) => gate.take(server, call, false) };
}

describe('one person’s tokens and the doors of their cluster', () => {
  it('7.7: tokens got inside are good at the edge, and are renewed there while it is the way', async () => {
    const { clock, renewedAt, saved, take } = gateWith();
    const tokens = await take(edge);
    if (!tokens.ok) throw new Error(tokens.error.code);
    expect(await tokens.value.get()).toEqual(ok('access-0'));
    clock.advance(1_000_001);
    expect(await tokens.value.get()).toEqual(ok('access-1'));
    expect(await take(inside)).toEqual(tokens);
    clock.advance(1_000_001);
    expect(await tokens.value.get()).toEqual(ok('access-2'));
    expect(renewedAt).toEqual([edge.token, inside.token]);
    // The next start finds them under the server that they are from.
    expect(saved.map(({ server }) => server)).toEqual([inside, inside]);
  });

  it('7.7: simple tokens got inside, and another server inside, want a new visit', async () => {
    const elsewhere = serverAt('https://ucm.elsewhere.test/ssosp/oauth');
    for (const [record, server] of [
      [{ refresh: undefined as unknown as string }, edge],
      [{}, elsewhere],
    ] as const)
      expect(await gateWith(record).take(server)).toMatchObject({ error: { code: 'auth.session-ended' } });
  });
});
