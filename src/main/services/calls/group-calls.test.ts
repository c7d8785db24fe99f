import { describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { createGroupCalls } from './group-calls.ts';

function rig(refused: readonly string[] = []) {
  const merged: string[] = [];
  const answer = { isOk: true };
  const group = createGroupCalls({
    log: silentLog,
    calls: {
      'calls/dial': async ({ target }) =>
        refused.includes(target)
          ? fail('call.bad-number', { number: target })
          : ok({ callId: `to-${target}` as CallId }),
      'calls/merge': async ({ callIds }) => {
        merged.push(callIds.join(' '));
        return answer.isOk ? ok() : fail('call.not-possible-now');
      },
    },
  });
  const { signal } = new AbortController();
  const begin = (...targets: string[]) => group.handlers['calls/conference']({ targets }, { signal });
  const is = (target: string, state: Call['state'] | undefined) =>
    group.callChanged(`to-${target}`, state && ({ id: `to-${target}`, state } as Call));
  return { merged, answer, begin, is };
}

describe('several people called at once', () => {
  it('V15 V4: each is joined to the others as they answer', async () => {
    const { begin, is, merged } = rig();
    expect(await begin('1', '2', '3')).toEqual(ok({ callIds: ['to-1', 'to-2', 'to-3'] }));
    for (const one of ['1', '2', '3']) is(one, 'ringing-out');
    is('2', 'connected');
    expect(merged).toEqual([]);
    is('1', 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-2']));
    is('3', 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-2', 'to-1 to-3']));
  });

  it('V15: who does not answer is not waited for, who left takes nobody along', async () => {
    const { begin, is, merged } = rig();
    await begin('1', '2', '3');
    is('1', 'connected');
    is('2', 'ended');
    expect(merged).toEqual([]);
    is('3', 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-3']));
    // The server's conference leaves one call of the two.
    is('1', undefined);
    is('3', 'held');
    expect(merged).toHaveLength(1);
  });

  it('V15: two that answer in one moment are joined once', async () => {
    const { begin, is, merged } = rig();
    await begin('1', '2', '3');
    for (const one of ['1', '2', '3']) is(one, 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-2', 'to-1 to-3']));
  });

  it('V15: what cannot be dialled costs the others nothing; nobody at all is said', async () => {
    const { begin, is, merged } = rig(['x', 'y']);
    expect(await begin('x', '1', '2')).toEqual(ok({ callIds: ['to-1', 'to-2'] }));
    is('1', 'connected');
    is('2', 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-2']));
    expect(await begin('x', 'y')).toEqual(fail('call.bad-number', { number: 'x' }));
  });

  it('V15: calls that cannot be joined are left to the person', async () => {
    const { begin, is, merged, answer } = rig();
    answer.isOk = false;
    await begin('1', '2', '3');
    is('1', 'connected');
    is('2', 'connected');
    await vi.waitFor(() => expect(merged).toEqual(['to-1 to-2']));
    is('3', 'connected');
    expect(merged).toHaveLength(1);
  });
});
