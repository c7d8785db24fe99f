import type { QualityLevel } from '../../../shared/domain/call-quality.ts';
import type { CallLogEntry, Party } from '../../../shared/domain/call.ts';

/** What a row of the history says about its calls. */
export type HistoryKind =
  | 'outgoing'
  | 'incoming'
  | 'missed'
  | 'declined'
  | 'to-voicemail'
  | 'answered-elsewhere'
  | 'failed';

/** One row: calls with one person, of one kind, one after the other on one day. */
export interface HistoryRow {
  /** The newest call's id. */
  readonly key: string;
  readonly kind: HistoryKind;
  readonly peer: Party;
  readonly count: number;
  /** Of the newest call: ms since 1970, and how long it lasted in ms. */
  readonly at: number;
  readonly durationMs: number;
  readonly isUnseen: boolean;
  /** Of the newest call: how it ended, when nobody spoke. */
  readonly ending: HistoryEnding | undefined;
  /** Of the newest call, where it was measured. */
  readonly quality?: QualityLevel;
  /** Of the newest call, on a phone that has several. */
  readonly line?: string;
}

/** How a call of ours came to nothing; `cancelled`: hung up before anybody answered. */
export type HistoryEnding =
  | 'busy'
  | 'no-answer'
  | 'declined'
  | 'no-such-number'
  | 'unreachable'
  | 'cancelled';

const endings: Readonly<Record<string, HistoryEnding>> = {
  'call.busy': 'busy',
  'call.no-answer': 'no-answer',
  'call.declined': 'declined',
  'call.no-such-number': 'no-such-number',
  'call.incomplete-number': 'no-such-number',
  'call.unreachable': 'unreachable',
};

function endingOf({ direction, outcome, durationMs, cause }: CallLogEntry): HistoryEnding | undefined {
  if (direction === 'in' || durationMs > 0) return undefined;
  if (cause !== undefined) return Object.hasOwn(endings, cause) ? endings[cause] : undefined;
  return outcome === 'placed' ? 'cancelled' : undefined;
}

export function kindOf({ direction, outcome, durationMs }: CallLogEntry): HistoryKind {
  if (outcome === 'failed') return 'failed';
  if (direction === 'out') return outcome === 'placed' || durationMs > 0 ? 'outgoing' : 'failed';
  switch (outcome) {
    case 'missed':
    case 'declined':
    case 'to-voicemail':
    case 'answered-elsewhere':
      return outcome;
    default:
      return 'incoming';
  }
}

/** The same person rings from one number written in several ways. */
function personOf({ contactId, address }: Party): string {
  const digits = address.replace(/[^\d*#]/g, '');
  return contactId ?? (/[a-z@]/i.test(address) ? address.toLowerCase() : digits);
}

const lineOf = ({ line }: CallLogEntry) => (line === undefined ? {} : { line });

const dayOf = (at: number) => new Date(at).toDateString();

/** The history, newest first, with repeated calls of one person in one row. */
export function mergeHistory(entries: readonly CallLogEntry[]): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const entry of [...entries].sort((a, b) => b.startedAt - a.startedAt)) {
    const kind = kindOf(entry);
    const last = rows.at(-1);
    const isSame =
      last !== undefined &&
      last.kind === kind &&
      personOf(last.peer) === personOf(entry.peer) &&
      dayOf(last.at) === dayOf(entry.startedAt);
    const isUnseen = !entry.isSeen && kind === 'missed';
    if (isSame)
      rows[rows.length - 1] = { ...last, count: last.count + 1, isUnseen: last.isUnseen || isUnseen };
    else {
      const { id: key, peer, startedAt: at, durationMs } = entry;
      rows.push({
        key,
        kind,
        peer,
        count: 1,
        at,
        durationMs,
        isUnseen,
        ending: endingOf(entry),
        ...(entry.quality && { quality: entry.quality.level }),
        ...lineOf(entry),
      });
    }
  }
  return rows;
}

/** The loaded part of the history after one change of the stream; a call that isn't missed has no place among the missed. */
export function withLogChange(
  entries: readonly CallLogEntry[],
  id: string,
  entry: CallLogEntry | undefined,
  missedOnly: boolean,
): readonly CallLogEntry[] {
  const others = entries.filter((one) => one.id !== id);
  if (!entry || (missedOnly && kindOf(entry) !== 'missed')) return others;
  return [entry, ...others];
}
