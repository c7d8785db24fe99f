import { describe, expect, it } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { canJoin, companions } from './joined-calls.ts';

const call = (id: string, changes: Partial<Call> = {}): Call => ({
  id: id as CallId,
  direction: 'out',
  state: 'connected',
  peer: { name: id, address: id },
  isMuted: false,
  startedAt: id.charCodeAt(0),
  security: 'none',
  dtmfSent: '',
  can: ['merge'],
  ...changes,
});

describe('calls that belong together', () => {
  it('V4: the others of a conference, oldest first, without those that ended', () => {
    const a = call('a', { conference: 'x' });
    const calls = [
      call('c', { conference: 'x' }),
      call('b', { conference: 'x' }),
      a,
      call('d', { conference: 'y' }),
    ];
    const gone = call('e', { conference: 'x', state: 'ended' });
    expect(companions(a, [...calls, gone]).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(companions(call('z'), calls)).toEqual([]);
  });

  it('V4: two calls that stand can be joined, not one with itself, nor within one conference', () => {
    const [a, b] = [call('a'), call('b', { state: 'held' })];
    expect([canJoin(a, b), canJoin(a, a), canJoin(a, call('c', { can: [] }))]).toEqual([true, false, false]);
    const [x, y] = [call('x', { conference: '1' }), call('y', { conference: '1' })];
    expect([canJoin(x, y), canJoin(x, a)]).toEqual([false, true]);
  });
});
