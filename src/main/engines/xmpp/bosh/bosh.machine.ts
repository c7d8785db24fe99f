import { assertNever } from '../../../../shared/errors/assert-never.ts';
import type { StreamPiece } from '../wire/stream-frames.ts';
import {
  type BoshAnswer,
  creation,
  payload,
  readAnswer,
  restart,
  STREAM_FOOTER,
  STREAM_HEADER,
  termination,
} from './bosh-body.ts';

/*
 * An XML stream in HTTP requests (XEP-0124, XEP-0206), pure.
 *
 *   idle ──header──▶ creating ──session──▶ open ──footer──▶ ending ──answer──▶ over
 *                       │                   │ the server says so, or nobody answers
 *                       ╰───────────────────┴──────────────────────────────────▶ over
 *
 * One request is always with the server, so that it can speak at any time; what we write goes in a second one, which
 * makes it answer the first. Requests are numbered: one that was lost on the way is sent again under its number, and the
 * server answers it again without taking it twice. So a cut that is shorter than the server's patience loses nothing.
 */
export type BoshState =
  | { readonly kind: 'idle'; readonly rid: number }
  | ({ readonly kind: 'creating' } & Work)
  | ({ readonly kind: 'open' | 'ending'; readonly session: BoshSession } & Work)
  | { readonly kind: 'over' };

interface Work {
  /** Number of the last request. */
  readonly rid: number;
  /** Oldest first; answers are taken in this order, whichever comes first. */
  readonly flying: readonly Flight[];
  /** Not in a request yet. */
  readonly waiting: readonly StreamPiece[];
  /** The stream has been started so often. */
  readonly headers: number;
  /** Nothing has got through since. */
  readonly broken?: { readonly since: number; readonly tries: number };
  /** Requests were lost on the way: they go out again in their order, and nothing new before them. */
  readonly isMending?: true;
}

interface BoshSession {
  readonly sid: string;
  readonly requests: number;
  readonly patienceMs: number;
  readonly pollingMs: number;
  /** The sign-in is over: from here on the server always has a request of ours. */
  readonly isSettled: boolean;
}

interface Flight {
  readonly rid: number;
  readonly body: string;
  readonly at: number;
  readonly isLost?: true;
  readonly answer?: BoshAnswer;
  /** It brought nothing, so nothing was to come back but what the server has to say. */
  readonly isPoll: boolean;
}

export type BoshEvent =
  | { readonly kind: 'wrote'; readonly pieces: readonly StreamPiece[]; readonly now: number }
  | { readonly kind: 'answered'; readonly rid: number; readonly text: string; readonly now: number }
  /** `isPassing`: the network, not the server's word. */
  | { readonly kind: 'failed'; readonly rid: number; readonly isPassing: boolean; readonly now: number }
  | { readonly kind: 'retry-due'; readonly now: number }
  | { readonly kind: 'poll-due'; readonly now: number };

export type BoshEffect =
  /** Answer `answered` or `failed`. */
  | { readonly kind: 'post'; readonly rid: number; readonly body: string }
  | { readonly kind: 'push'; readonly text: string }
  /** Each is one timer: a later one takes its place. */
  | { readonly kind: 'retry-later' | 'poll-later'; readonly ms: number }
  /** Nothing more comes. */
  | {
      readonly kind: 'end';
      readonly reason: 'closed' | 'unreachable' | 'not-bosh' | 'terminated';
      readonly detail?: string;
    };

export interface BoshStep {
  readonly state: BoshState;
  readonly effects: readonly BoshEffect[];
}

/** While signing in each flight has its answer; a poll between would only cost a connection. */
const SIGN_IN_POLL_MS = 150;
/** Servers that say nothing: XEP-0124 has no default, and this is what they have. */
const PATIENCE_S = 60;
const POLLING_S = 5;
/** An empty answer to a poll within this: the server does not hold requests, and is asked at its own pace. */
const HURRIED_MS = 1_000;
const RETRY_MS = { first: 250, most: 4_000 } as const;
/** Between two that go out again, each on a connection of its own: a server may refuse the first once it has the second. */
const GAP_MS = 150;
/** Letters of stanzas in one request, unless one is longer: servers bound what they read. */
const MOST_IN_BODY = 64_000;

export function boshStep(state: BoshState, event: BoshEvent): BoshStep {
  if (state.kind === 'over') return { state, effects: [] };
  switch (event.kind) {
    case 'wrote':
      return wrote(state, event.pieces, event.now);
    case 'answered':
      return answered(state, event);
    case 'failed':
      return failed(state, event);
    case 'retry-due':
      return retry(state, event.now);
    case 'poll-due':
      return state.kind === 'open' ? poll(state, event.now) : stay(state);
    default:
      return assertNever(event);
  }
}

type Living = Exclude<BoshState, { kind: 'over' }>;
type Working = Exclude<Living, { kind: 'idle' }>;
type Open = Extract<BoshState, { kind: 'open' | 'ending' }>;

const stay = (state: BoshState): BoshStep => ({ state, effects: [] });

function wrote(state: Living, pieces: readonly StreamPiece[], now: number): BoshStep {
  if (state.kind === 'ending') return stay(state);
  if (state.kind !== 'idle') return pump({ ...state, waiting: [...state.waiting, ...pieces] }, now);
  const [first, ...waiting] = pieces;
  // Before a session there is nothing to end.
  if (first?.kind !== 'header') return over('closed');
  const body = creation(state.rid, first.to);
  const flight: Flight = { rid: state.rid, body, at: now, isPoll: false };
  return {
    state: { kind: 'creating', rid: state.rid, flying: [flight], waiting, headers: 1 },
    effects: [{ kind: 'post', rid: state.rid, body }],
  };
}

/** Sends what waits, as far as the server takes requests at a time. */
function pump(state: Working, now: number): BoshStep {
  let next: Working = state;
  const effects: BoshEffect[] = [];
  while (
    next.kind === 'open' &&
    !next.isMending &&
    next.waiting.length > 0 &&
    next.flying.length < next.session.requests
  ) {
    const step: { state: Open; effects: readonly BoshEffect[] } = sendNext(next, now);
    next = step.state;
    effects.push(...step.effects);
  }
  return { state: next, effects };
}

function sendNext(state: Open, now: number): { state: Open; effects: readonly BoshEffect[] } {
  const { session } = state;
  const rid = state.rid + 1;
  const [first, ...others] = state.waiting;
  if (first?.kind === 'header') {
    const body = restart(session.sid, rid, first.to);
    // The features may come as the answer to an earlier request: the header stands before any of them.
    const sent = fly({ ...state, waiting: others, headers: state.headers + 1 }, { rid, body, now });
    return {
      state: sent,
      effects: [
        { kind: 'push', text: STREAM_HEADER },
        { kind: 'post', rid, body },
      ],
    };
  }
  const { text, rest } = takeElements(state.waiting);
  const isLast = rest[0]?.kind === 'footer';
  const body = isLast ? termination(session.sid, rid, text) : payload(session.sid, rid, text);
  const isSettled = session.isSettled || state.headers > 1;
  const sent = fly(
    { ...state, waiting: isLast ? [] : rest, session: { ...session, isSettled } },
    { rid, body, now },
  );
  return { state: isLast ? { ...sent, kind: 'ending' } : sent, effects: [{ kind: 'post', rid, body }] };
}

function takeElements(waiting: readonly StreamPiece[]): { text: string; rest: readonly StreamPiece[] } {
  let text = '';
  let count = 0;
  for (const piece of waiting) {
    if (piece.kind !== 'element' || (text !== '' && text.length + piece.text.length > MOST_IN_BODY)) break;
    text += piece.text;
    count += 1;
  }
  return { text, rest: waiting.slice(count) };
}

function fly(
  state: Open,
  { rid, body, now, isPoll = false }: { rid: number; body: string; now: number; isPoll?: boolean },
): Open {
  const flight: Flight = { rid, body, at: now, isPoll };
  // The one before is answered because of this one: that it comes back empty says nothing.
  const others = state.flying.map((each) => ({ ...each, isPoll: false }));
  return { ...state, rid, flying: [...others, flight] };
}

function answered(state: Living, event: Extract<BoshEvent, { kind: 'answered' }>): BoshStep {
  if (state.kind === 'idle') return stay(state);
  const answer = readAnswer(event.text);
  if (!answer) return over('not-bosh');
  const flying = state.flying.map((each) => (each.rid === event.rid ? { ...each, answer } : each));
  const { broken: _whole, ...rest } = state;
  return takeAnswers({ ...rest, flying }, event.now);
}

/** Takes what has come, in the order of asking. */
function takeAnswers(state: Working, now: number): BoshStep {
  let next: Working = state;
  const effects: BoshEffect[] = [];
  let isHurried = false;
  for (;;) {
    const [first, ...flying] = next.flying;
    if (!first?.answer) break;
    const { answer } = first;
    const opened: Working | undefined = next.kind === 'creating' ? openBy(next, answer) : next;
    if (next.kind === 'creating') effects.push({ kind: 'push', text: STREAM_HEADER });
    if (answer.payload.trim() !== '') effects.push({ kind: 'push', text: answer.payload });
    if (answer.terminated !== undefined || !opened || (next.kind === 'ending' && flying.length === 0)) {
      const detail = answer.terminated ?? 'no session';
      const isOurs = next.kind === 'ending';
      const end: BoshEffect = isOurs
        ? { kind: 'end', reason: 'closed' }
        : { kind: 'end', reason: 'terminated', detail };
      return { state: { kind: 'over' }, effects: [...effects, { kind: 'push', text: STREAM_FOOTER }, end] };
    }
    isHurried = first.isPoll && answer.payload.trim() === '' && now - first.at < HURRIED_MS;
    next = { ...opened, flying };
  }
  const pumped = pump(next, now);
  const polled =
    pumped.state.kind === 'open' ? afterAnswer(pumped.state, isHurried, now) : stay(pumped.state);
  return { state: polled.state, effects: [...effects, ...pumped.effects, ...polled.effects] };
}

/** The server must have a request of ours, or it cannot speak. */
function afterAnswer(state: Open, isHurried: boolean, now: number): BoshStep {
  if (state.flying.length > 0 || state.isMending) return stay(state);
  const { isSettled, pollingMs } = state.session;
  if (isSettled && !isHurried) return poll(state, now);
  return { state, effects: [{ kind: 'poll-later', ms: isSettled ? pollingMs : SIGN_IN_POLL_MS }] };
}

function poll(state: Open, now: number): BoshStep {
  if (state.flying.length > 0 || state.isMending) return stay(state);
  const rid = state.rid + 1;
  const body = payload(state.session.sid, rid, '');
  return { state: fly(state, { rid, body, now, isPoll: true }), effects: [{ kind: 'post', rid, body }] };
}

function openBy(state: Extract<BoshState, { kind: 'creating' }>, answer: BoshAnswer): Open | undefined {
  if (answer.sid === undefined || answer.terminated !== undefined) return undefined;
  const session: BoshSession = {
    sid: answer.sid,
    requests: Math.min(Math.max(answer.requests ?? 2, 1), 2),
    // Not to its last second: the cut may have begun for the server before it did for us.
    patienceMs: (answer.inactivityS ?? PATIENCE_S) * 750,
    pollingMs: (answer.pollingS ?? POLLING_S) * 1_000,
    isSettled: false,
  };
  return { ...state, kind: 'open', session };
}

function failed(state: Living, event: Extract<BoshEvent, { kind: 'failed' }>): BoshStep {
  if (state.kind === 'idle') return stay(state);
  const flight = state.flying.find(({ rid }) => rid === event.rid);
  if (!flight) return stay(state);
  // Without a session there is nothing to hold on to: whoever asked for it tries again, here or elsewhere.
  if (state.kind === 'creating' || !event.isPassing) return over('unreachable');
  const { since, tries } = state.broken ?? { since: event.now, tries: 0 };
  if (event.now - since > state.session.patienceMs) return over('unreachable');
  const flying = state.flying.map((each): Flight => (each === flight ? { ...each, isLost: true } : each));
  const ms = Math.min(RETRY_MS.first * 2 ** tries, RETRY_MS.most);
  return {
    state: { ...state, flying, isMending: true, broken: { since, tries: tries + 1 } },
    effects: [{ kind: 'retry-later', ms }],
  };
}

/** The oldest that was lost goes out again; once all have, what waits follows. */
function retry(state: Living, now: number): BoshStep {
  if (state.kind === 'idle' || !state.isMending) return stay(state);
  const lost = state.flying.find(({ isLost }) => isLost);
  if (!lost) {
    const { isMending: _mended, ...whole } = state;
    const pumped = pump(whole, now);
    const polled = pumped.state.kind === 'open' ? afterAnswer(pumped.state, false, now) : stay(pumped.state);
    return { state: polled.state, effects: [...pumped.effects, ...polled.effects] };
  }
  const { isLost: _found, ...sent } = lost;
  const flying = state.flying.map((each) => (each === lost ? { ...sent, at: now } : each));
  return {
    state: { ...state, flying },
    effects: [
      { kind: 'post', rid: lost.rid, body: lost.body },
      { kind: 'retry-later', ms: GAP_MS },
    ],
  };
}

function over(reason: Extract<BoshEffect, { kind: 'end' }>['reason']): BoshStep {
  return { state: { kind: 'over' }, effects: [{ kind: 'end', reason }] };
}
