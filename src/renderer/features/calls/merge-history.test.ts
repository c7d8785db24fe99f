import { describe, expect, it } from 'vitest';
import type { CallLogEntry } from '../../../shared/domain/call.ts';
import { mergeHistory, withLogChange } from './merge-history.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const minutes = (count: number) => count * 60_000;
const entry = (id: string, minutesAgo: number, change: Partial<CallLogEntry> = {}): CallLogEntry => ({
  id: id as CallLogEntry['id'],
  direction: 'in',
  outcome: 'missed',
  peer: { name: 'Alice Archer', address: '1001' },
  startedAt: noon - minutes(minutesAgo),
  durationMs: 0,
  isSeen: true,
  ...change,
});
const shown = (entries: CallLogEntry[]) =>
  mergeHistory(entries).map(
    (row) => `${row.peer.name} ${row.kind} (${row.count})${row.isUnseen ? ' new' : ''}`,
  );

describe('call history', () => {
  it('V10: missed calls of one person in a row become one row with their count', () => {
    const spaced = { name: 'Alice Archer', address: '10-01' };
    expect(shown([entry('a', 30), entry('b', 20, { peer: spaced, isSeen: false }), entry('c', 10)])).toEqual([
      'Alice Archer missed (3) new',
    ]);
  });

  it('V10: the newest call gives the row its time, its length and its key', () => {
    const [row] = mergeHistory([
      entry('old', 30, { outcome: 'answered', durationMs: 5000 }),
      entry('new', 5, { outcome: 'answered', durationMs: 9000 }),
    ]);
    expect(row).toMatchObject({ key: 'new', at: noon - minutes(5), durationMs: 9000, count: 2 });
  });

  it.each([
    [{ direction: 'out', outcome: 'placed', cause: 'call.busy' }, 'busy'],
    [{ direction: 'out', outcome: 'placed', cause: 'call.no-answer' }, 'no-answer'],
    [{ direction: 'out', outcome: 'placed', cause: 'call.declined' }, 'declined'],
    [{ direction: 'out', outcome: 'failed', cause: 'call.no-such-number' }, 'no-such-number'],
    [{ direction: 'out', outcome: 'placed', cause: 'call.unreachable' }, 'unreachable'],
    [{ direction: 'out', outcome: 'failed', cause: 'net.timeout' }, undefined],
    [{ direction: 'out', outcome: 'placed' }, 'cancelled'],
    [{ direction: 'out', outcome: 'placed', durationMs: 4000, cause: 'net.timeout' }, undefined],
    [{ direction: 'in', outcome: 'declined', cause: 'call.declined' }, undefined],
  ] as const)('V10: %j says how it ended: %s', (change, ending) => {
    expect(mergeHistory([entry('a', 1, change)])[0]?.ending).toBe(ending);
  });

  it('V10: another person, another kind or another day starts a new row', () => {
    expect(
      shown([
        entry('a', 1),
        entry('b', 2, { outcome: 'answered-elsewhere' }),
        entry('v', 2.5, { outcome: 'to-voicemail' }),
        entry('c', 3, { peer: { name: 'Bob', address: '1002' } }),
        entry('d', 4, { peer: { name: 'Bob', address: '1002' } }),
        entry('e', 60 * 24, { peer: { name: 'Bob', address: '1002' } }),
      ]),
    ).toEqual([
      'Alice Archer missed (1)',
      'Alice Archer answered-elsewhere (1)',
      'Alice Archer to-voicemail (1)',
      'Bob missed (2)',
      'Bob missed (1)',
    ]);
  });

  it('V10: placed, failed and declined calls are told apart', () => {
    const out = { direction: 'out' } as const;
    expect(
      mergeHistory([
        entry('a', 1, { ...out, outcome: 'placed', durationMs: 4000 }),
        entry('b', 2, { ...out, outcome: 'failed' }),
        entry('c', 3, { outcome: 'declined' }),
        entry('d', 4, { outcome: 'answered', durationMs: 1000 }),
      ]).map((row) => row.kind),
    ).toEqual(['outgoing', 'failed', 'declined', 'incoming']);
  });

  it('V10: a call that ends while the list is open joins it, one taken back leaves it', () => {
    const loaded = [entry('a', 5)];
    const later = withLogChange(loaded, 'b', entry('b', 1), true);
    expect(mergeHistory(later)[0]?.count).toBe(2);
    expect(withLogChange(later, 'b', entry('b', 1, { outcome: 'answered' }), true)).toEqual(loaded);
    expect(withLogChange(later, 'a', undefined, false).map((one) => one.id)).toEqual(['b']);
  });
});
