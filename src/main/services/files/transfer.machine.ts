import { assertNever } from '../../../shared/errors/assert-never.ts';
import { catalogue } from '../../../shared/errors/catalogue.ts';
import { type Failure, failure } from '../../../shared/errors/result.ts';

/**
 * One file on its way, either way. Bytes.
 * reading: the window hands it over · waiting: for the network or for a pause to end · moving: between here and there ·
 * posting: it is where others get it, and the message that says so is not stored yet · stopped: by the person.
 */
export type Step =
  | { readonly kind: 'reading'; readonly done: number }
  | { readonly kind: 'waiting'; readonly tries: number }
  | { readonly kind: 'moving'; readonly done: number; readonly tries: number }
  | { readonly kind: 'posting'; readonly url: string }
  | { readonly kind: 'stopped'; readonly done: number }
  | { readonly kind: 'failed'; readonly error: Failure }
  | { readonly kind: 'declined' }
  | { readonly kind: 'done' };

export interface TransferMachine {
  readonly direction: 'in' | 'out';
  /** A far end that takes part: it isn't there again by itself, so nothing is tried again by itself. */
  readonly isHandOver: boolean;
  readonly isOnline: boolean;
  readonly step: Step;
}

export type TransferEvent =
  | { readonly type: 'read'; readonly done: number }
  | { readonly type: 'read-all' }
  | { readonly type: 'read-broken' }
  /** The person wants it: for the first time, after a stop, or again after a failure. */
  | { readonly type: 'go' }
  | { readonly type: 'stop' }
  | { readonly type: 'decline' }
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'woke' }
  | { readonly type: 'progress'; readonly done: number }
  /** All of it is there; of an upload, where. */
  | { readonly type: 'moved'; readonly url?: string }
  | { readonly type: 'failed'; readonly error: Failure }
  | { readonly type: 'posted' };

export type TransferEffect =
  | { readonly type: 'move' }
  | { readonly type: 'abort' }
  | { readonly type: 'post'; readonly url: string }
  | { readonly type: 'wait'; readonly ms: number };

export interface Transition {
  readonly state: TransferMachine;
  readonly effects: readonly TransferEffect[];
}

const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

export function transfer(state: TransferMachine, event: TransferEvent): Transition {
  const { step } = state;
  switch (event.type) {
    case 'online':
      return step.kind === 'waiting'
        ? move({ ...state, isOnline: true }, 0)
        : still({ ...state, isOnline: true });
    case 'offline':
      return still({ ...state, isOnline: false });
    case 'read':
      return step.kind === 'reading' ? to(state, { kind: 'reading', done: event.done }) : still(state);
    case 'read-all':
      return step.kind === 'reading' ? begin(state) : still(state);
    case 'read-broken':
      return step.kind === 'reading'
        ? to(state, { kind: 'failed', error: failure('files.not-read') })
        : still(state);
    case 'go':
      return step.kind === 'failed' || step.kind === 'stopped' || step.kind === 'declined'
        ? begin(state)
        : still(state);
    case 'stop':
      return stop(state);
    case 'decline':
      return isOver(step) ? still(state) : to(state, { kind: 'declined' }, { type: 'abort' });
    case 'woke':
      return step.kind === 'waiting' && canMove(state) ? move(state, step.tries) : still(state);
    case 'progress':
      return step.kind === 'moving' ? to(state, { ...step, done: event.done }) : still(state);
    case 'moved':
      return moved(state, event.url);
    case 'failed':
      return failed(state, event.error);
    case 'posted':
      return step.kind === 'posting' ? to(state, { kind: 'done' }) : still(state);
    default:
      return assertNever(event);
  }
}

/** What a step becomes when the app starts anew. What the window had not handed over whole is gone with the window. */
export function taken(state: TransferMachine): Transition {
  const { step } = state;
  switch (step.kind) {
    case 'reading':
      return to(state, { kind: 'failed', error: failure('files.not-read') });
    case 'moving':
    case 'waiting':
      return state.isHandOver
        ? to(state, { kind: 'failed', error: failure('files.gone') })
        : to(state, { kind: 'waiting', tries: 0 });
    case 'posting':
      return to(state, step, { type: 'post', url: step.url });
    default:
      return still(state);
  }
}

function begin(state: TransferMachine): Transition {
  return canMove(state) ? move(state, 0) : to(state, { kind: 'waiting', tries: 0 });
}

/** What others put on a server is fetched without the chat's stream. */
const canMove = ({ direction, isHandOver, isOnline }: TransferMachine): boolean =>
  isOnline || (direction === 'in' && !isHandOver);

function move(state: TransferMachine, tries: number): Transition {
  return to(state, { kind: 'moving', done: 0, tries }, { type: 'move' });
}

function stop(state: TransferMachine): Transition {
  const { step } = state;
  switch (step.kind) {
    case 'reading':
      return to(state, { kind: 'failed', error: failure('files.not-read') });
    case 'waiting':
      return to(state, { kind: 'stopped', done: 0 });
    case 'moving':
      return to(state, { kind: 'stopped', done: step.done }, { type: 'abort' });
    default:
      return still(state);
  }
}

function moved(state: TransferMachine, url: string | undefined): Transition {
  if (state.step.kind !== 'moving') return still(state);
  if (url === undefined) return to(state, { kind: 'done' });
  return to(state, { kind: 'posting', url }, { type: 'post', url });
}

function failed(state: TransferMachine, error: Failure): Transition {
  const { step } = state;
  if (step.kind !== 'moving') return still(state);
  if (error.code === 'files.declined') return to(state, { kind: 'declined' });
  // A download that got on goes on from there, and has earned new tries; an upload begins anew.
  const tries = state.direction === 'in' && step.done > 0 ? 1 : step.tries + 1;
  const isWorthIt = !state.isHandOver && isPassing(error) && tries < MOST_TRIES;
  if (!isWorthIt) return to(state, { kind: 'failed', error });
  const ms = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
  return to(state, { kind: 'waiting', tries }, { type: 'wait', ms });
}

function isPassing({ code }: Failure): boolean {
  const isOfTheWay = code.startsWith('net.') || code.startsWith('xmpp.') || code === 'http.status';
  return isOfTheWay && catalogue[code].retryable;
}

function isOver({ kind }: Step): boolean {
  return kind === 'done' || kind === 'posting' || kind === 'declined';
}

const still = (state: TransferMachine): Transition => ({ state, effects: [] });
const to = (state: TransferMachine, step: Step, ...effects: TransferEffect[]): Transition => ({
  state: { ...state, step },
  effects,
});
