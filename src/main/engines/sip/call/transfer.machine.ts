import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { failure, type Failure } from '../../../../shared/errors/result.ts';

/*
 * A REFER of ours (RFC 3515), from the moment it is sent until we know what came of it.
 *
 *   asking ── refused ──────────────────────────────────────► over (with the reason; the call goes on)
 *     │ taken, no subscription (RFC 4488): BYE ─────────────► over
 *     │ taken
 *     ▼
 *   waiting ── notified 2xx: BYE ───────────────────────────► over
 *     │ ├────── notified 3xx–6xx, or told no more ──────────► over (with the reason; the call goes on)
 *     │ ├────── the other side hangs up: it has gone there ─► over
 *     │ └────── silence: BYE, as nobody will say more ──────► over (with the reason)
 *     └─ notified 1xx: waiting
 */

export type TransferState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'waiting'; readonly lastStatus: number }
  | { readonly kind: 'over' };

export type TransferEvent =
  | { readonly kind: 'taken'; readonly isToldMore: boolean }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  /** A sipfrag came; `status` undefined when it could not be read. `isLast`: the subscription ended with it. */
  | { readonly kind: 'notified'; readonly status: number | undefined; readonly isLast: boolean }
  | { readonly kind: 'call-ended' }
  | { readonly kind: 'silence' };

export type TransferEffect =
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'settle'; readonly error?: Failure };

export interface TransferStep {
  readonly state: TransferState;
  readonly effects: readonly TransferEffect[];
}

export const ASKED: TransferState = { kind: 'asking' };

export function reduceTransfer(state: TransferState, event: TransferEvent): TransferStep {
  if (state.kind === 'over') return { state, effects: [] };
  switch (event.kind) {
    case 'taken':
      if (state.kind === 'waiting') return { state, effects: [] };
      return event.isToldMore ? { state: { kind: 'waiting', lastStatus: 100 }, effects: [] } : done();
    case 'refused':
      return failed(event.status, event.words);
    case 'notified':
      return notified(state, event);
    case 'call-ended':
      // The other side leaves when it is where it was sent. Before it took the request that was an ordinary end.
      return state.kind === 'waiting'
        ? { state: { kind: 'over' }, effects: [{ kind: 'settle' }] }
        : failed(0, 'ended before the answer');
    case 'silence':
      return failed(0, 'no news');
    default:
      return assertNever(event);
  }
}

function notified(state: TransferState, event: Extract<TransferEvent, { kind: 'notified' }>): TransferStep {
  const before = state.kind === 'waiting' ? state.lastStatus : 100;
  const status = event.status ?? before;
  if (status >= 300) return failed(status, '');
  if (status >= 200) return done();
  // RFC 6665: an end without a final answer tells that nothing more will be known.
  return event.isLast
    ? failed(status, 'no final answer')
    : { state: { kind: 'waiting', lastStatus: status }, effects: [] };
}

const done = (): TransferStep => ({
  state: { kind: 'over' },
  effects: [{ kind: 'hang-up' }, { kind: 'settle' }],
});

function failed(status: number, words: string): TransferStep {
  const detail = `${status === 0 ? '' : status} ${words}`.trim();
  return {
    state: { kind: 'over' },
    effects: [{ kind: 'settle', error: failure(codeOf(status), undefined, detail) }],
  };
}

function codeOf(status: number) {
  if (status === 486 || status === 600) return 'call.transfer-busy';
  return status === 408 || status === 480 || status === 487
    ? 'call.transfer-no-answer'
    : 'call.transfer-failed';
}

/** The status that a `message/sipfrag` body tells (RFC 3420); undefined for anything else. */
export function sipfragStatus(body: string): number | undefined {
  const status = /^SIP\/2\.0 ([1-6]\d\d)\b/i.exec(body.trimStart())?.[1];
  return status === undefined ? undefined : Number(status);
}
