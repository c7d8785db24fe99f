import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { matchDigits } from './digit-pattern.ts';
import type { KpmlRequest } from './read-kpml-request.ts';

/*
 * Digits against the patterns of one request (RFC 4730 section 5).
 *
 *              digit: complete ──────────────────────────► report 200, begin again
 *   collecting ── digit: may grow ─► waiting (critical) ── time ─► report 200
 *              ── digit: partial ──► waiting (between)  ── time ─► report 423
 *              ── digit: none ─────► the oldest digit is forgotten, and once more
 *
 * After its report a `one-shot` request is spent, and `single-notify` ends the subscription.
 */

export interface DigitCollector {
  /** Undefined: spent, nothing more is reported until the server asks again. */
  readonly request: KpmlRequest | undefined;
  readonly digits: string;
  /** What is reported when the time is up. */
  readonly due: KpmlReport | undefined;
}

export interface KpmlReport {
  readonly code: 200 | 423 | 487;
  readonly text: string;
  readonly digits: string;
  readonly tag: string;
}

export type CollectorEvent =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'time-up' };

export type CollectorEffect =
  | { readonly kind: 'report'; readonly report: KpmlReport; readonly isLast: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'stop-waiting' };

interface Step {
  readonly state: DigitCollector;
  readonly effects: readonly CollectorEffect[];
}

export function collectorFor(request: KpmlRequest): DigitCollector {
  return { request, digits: '', due: undefined };
}

export function reduceCollector(state: DigitCollector, event: CollectorEvent): Step {
  const { request } = state;
  if (!request) return { state, effects: [] };
  switch (event.kind) {
    case 'digit':
      return collected(request, state.digits + event.digit);
    case 'time-up':
      return state.due ? reported(request, state.due) : { state, effects: [] };
    default:
      return assertNever(event);
  }
}

function collected(request: KpmlRequest, digits: string): Step {
  for (let rest = digits; rest !== ''; rest = rest.slice(1)) {
    const matches = request.patterns.map(({ pattern, tag }) => ({ tag, match: matchDigits(pattern, rest) }));
    const whole = matches.find(({ match }) => match === 'complete' || match === 'may-grow');
    const mayGrow = matches.some(({ match }) => match === 'partial' || match === 'may-grow');
    if (!whole && !mayGrow) continue;
    const due: KpmlReport = whole
      ? { code: 200, text: 'OK', digits: rest, tag: whole.tag }
      : { code: 423, text: 'Timer Expired', digits: rest, tag: '' };
    if (!mayGrow) return reported(request, due);
    const ms = whole ? request.criticalDigitMs : request.interDigitMs;
    return { state: { request, digits: rest, due }, effects: [{ kind: 'wait', ms }] };
  }
  return { state: collectorFor(request), effects: [{ kind: 'stop-waiting' }] };
}

function reported(request: KpmlRequest, report: KpmlReport): Step {
  const next = request.persist === 'persist' ? request : undefined;
  return {
    state: { request: next, digits: '', due: undefined },
    effects: [
      { kind: 'stop-waiting' },
      { kind: 'report', report, isLast: request.persist === 'single-notify' },
    ],
  };
}
