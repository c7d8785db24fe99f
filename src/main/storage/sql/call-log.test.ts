import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { CallLogEntry } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';

const entry = (n: number, outcome: CallLogEntry['outcome'], isSeen = false): CallLogEntry => ({
  id: `call-${n}` as CallId,
  direction: 'in',
  outcome,
  peer: { name: `Caller ${n}`, address: `+4420794600${n}` },
  startedAt: n * 1000,
  durationMs: 0,
  isSeen,
});

describe('call log', () => {
  it('V10: newest first, page by page, all or only missed', () => {
    const log = temporaryStore().sync.callLog;
    for (const n of [1, 2, 3, 4, 5]) log.save(entry(n, n % 2 === 0 ? 'missed' : 'answered'));
    const page = log.list({ missedOnly: false, limit: 2 });
    expect(page).toMatchObject({ entries: [{ id: 'call-5' }, { id: 'call-4' }], hasOlder: true });
    expect(log.list({ missedOnly: false, limit: 9, before: 4000 }).entries).toHaveLength(3);
    expect(log.list({ missedOnly: true, limit: 9 })).toMatchObject({
      entries: [{ id: 'call-4' }, { id: 'call-2' }],
      hasOlder: false,
    });
  });

  it('V10: a name or a number is found among all calls, however it is written, page by page', () => {
    const log = temporaryStore().sync.callLog;
    for (let n = 1; n <= 300; n += 1) log.save(entry(n, n % 2 === 0 ? 'missed' : 'answered'));
    log.save({ ...entry(7, 'answered'), peer: { name: 'Zoë Müller', address: 'sip:zoe@example.test' } });
    const found = (text: string, before?: number, missedOnly = false) =>
      log
        .list({ missedOnly, limit: 2, text, ...(before !== undefined && { before }) })
        .entries.map(({ id }) => id);
    expect(found('zoe MULLER')).toEqual(['call-7']);
    expect(found('zoe other')).toEqual([]);
    expect(found('(794) 600-299')).toEqual(['call-299']);
    expect(found('794-600299')).toEqual(['call-299']);
    expect(log.list({ missedOnly: false, limit: 2, text: 'caller' }).hasOlder).toBe(true);
    expect(found('caller', 6_000)).toEqual(['call-5', 'call-4']);
    expect(found('caller', 6_000, true)).toEqual(['call-4', 'call-2']);
    // Nothing of the search is a pattern.
    expect(found('%')).toEqual([]);
  });

  it('S3: calls from before a day are forgotten, told by their ids', () => {
    const log = temporaryStore().sync.callLog;
    for (const n of [1, 2, 3]) log.save(entry(n, 'missed'));
    expect([...log.forgetBefore(3_000)].toSorted()).toEqual(['call-1', 'call-2']);
    expect([...log.forgetBefore(3_000)]).toEqual([]);
    expect(log.list({ missedOnly: false, limit: 9 }).entries.map(({ id }) => id)).toEqual(['call-3']);
    expect(log.unseenMissed()).toBe(1);
  });

  it('V10: unseen missed calls are counted until seen', () => {
    const log = temporaryStore().sync.callLog;
    log.save(entry(1, 'missed'));
    log.save(entry(2, 'answered'));
    log.save(entry(3, 'missed', true));
    expect(log.unseenMissed()).toBe(1);
    expect(log.markAllSeen()).toMatchObject([
      { id: 'call-1', isSeen: true },
      { id: 'call-2', isSeen: true },
    ]);
    expect(log.unseenMissed()).toBe(0);
    expect(log.markAllSeen()).toEqual([]);
  });
});
