import type { UpdateState } from '../../../shared/domain/support.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { UpdateOffer } from '../../ports/updater.port.ts';

/** Where updating stands. `isOnCall` goes beside every phase. */
export interface Updating {
  readonly phase:
    | { readonly kind: 'off' }
    | { readonly kind: 'idle'; readonly checkedAt?: number }
    | { readonly kind: 'checking' }
    | { readonly kind: 'told'; readonly offer: UpdateOffer }
    | { readonly kind: 'downloading'; readonly offer: UpdateOffer; readonly percent: number }
    | {
        readonly kind: 'ready';
        readonly offer: UpdateOffer;
        readonly postponedUntil?: number;
      }
    | { readonly kind: 'failed'; readonly error: Failure }
    | { readonly kind: 'installing' };
  readonly isOnCall: boolean;
}

export type UpdateEvent =
  /** The administrator's address of updates is known, or has gone. */
  | { readonly kind: 'configured'; readonly hasFeed: boolean }
  /** The hour has come, or the person asks. */
  | { readonly kind: 'look' }
  | {
      readonly kind: 'looked';
      readonly at: number;
      readonly offer?: UpdateOffer;
      readonly canInstall: boolean;
    }
  | { readonly kind: 'look-failed'; readonly error: Failure }
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'downloaded' }
  | { readonly kind: 'download-failed'; readonly error: Failure }
  | { readonly kind: 'calls'; readonly isOnCall: boolean }
  | { readonly kind: 'install' }
  | { readonly kind: 'postpone'; readonly until: number };

export type UpdateEffect =
  | { readonly kind: 'look' }
  | { readonly kind: 'download'; readonly offer: UpdateOffer }
  | { readonly kind: 'install' };

export const updatesOff: Updating = { phase: { kind: 'off' }, isOnCall: false };

type Step = { readonly state: Updating; readonly effects: readonly UpdateEffect[] };

/** S4: looks, loads in the background, installs when the person says so and nobody is on the phone. */
export function changeUpdates(state: Updating, event: UpdateEvent): Step {
  const { phase, isOnCall } = state;
  const stay: Step = { state, effects: [] };
  const go = (next: Updating['phase'], ...effects: readonly UpdateEffect[]): Step => ({
    state: { phase: next, isOnCall },
    effects,
  });
  switch (event.kind) {
    case 'configured':
      if (!event.hasFeed) return go({ kind: 'off' });
      return phase.kind === 'off' ? go({ kind: 'checking' }, { kind: 'look' }) : stay;
    case 'look':
      // What is being loaded or lies ready is not given up for a look.
      return ['idle', 'told', 'failed'].includes(phase.kind)
        ? go({ kind: 'checking' }, { kind: 'look' })
        : stay;
    case 'looked':
      if (phase.kind !== 'checking') return stay;
      if (!event.offer) return go({ kind: 'idle', checkedAt: event.at });
      return event.canInstall && event.offer.feed !== undefined
        ? go(
            { kind: 'downloading', offer: event.offer, percent: 0 },
            { kind: 'download', offer: event.offer },
          )
        : go({ kind: 'told', offer: event.offer });
    case 'look-failed':
      return phase.kind === 'checking' ? go({ kind: 'failed', error: event.error }) : stay;
    case 'progress':
      return phase.kind === 'downloading' ? go({ ...phase, percent: event.percent }) : stay;
    case 'downloaded':
      return phase.kind === 'downloading' ? go({ kind: 'ready', offer: phase.offer }) : stay;
    case 'download-failed':
      return phase.kind === 'downloading' ? go({ kind: 'failed', error: event.error }) : stay;
    case 'calls':
      return { state: { phase, isOnCall: event.isOnCall }, effects: [] };
    case 'install':
      // Not in a call, whoever asks; nor done behind the person's back when the call ends.
      return phase.kind === 'ready' && !isOnCall ? go({ kind: 'installing' }, { kind: 'install' }) : stay;
    case 'postpone':
      if (phase.kind !== 'ready' || phase.offer.isMandatory) return stay;
      return go({ ...phase, postponedUntil: event.until });
    default:
      return assertNever(event);
  }
}

/** As Help shows it. */
export function shownUpdate({ phase, isOnCall }: Updating, now: number): UpdateState {
  switch (phase.kind) {
    case 'off':
    case 'checking':
      return { kind: phase.kind };
    case 'idle':
      return { kind: 'current', ...(phase.checkedAt !== undefined && { checkedAt: phase.checkedAt }) };
    case 'told': {
      const { version, message, downloadUrl } = phase.offer;
      return { kind: 'told', version, ...(message && { message }), ...(downloadUrl && { downloadUrl }) };
    }
    case 'downloading':
      return { kind: 'downloading', version: phase.offer.version, percent: phase.percent };
    case 'ready': {
      const { version, message, isMandatory } = phase.offer;
      const { postponedUntil } = phase;
      return {
        kind: 'ready',
        version,
        ...(message && { message }),
        isMandatory,
        ...(postponedUntil !== undefined && postponedUntil > now && { postponedUntil }),
        waitsForCall: isOnCall,
      };
    }
    case 'failed':
      return { kind: 'failed', error: phase.error };
    case 'installing':
      return { kind: 'checking' };
    default:
      return assertNever(phase);
  }
}
