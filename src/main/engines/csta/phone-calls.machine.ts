import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { ControlledCall, ControlledEnd } from '../../ports/phone-control.port.ts';
import { failureOfCause } from './csta-failures.ts';
import type { Connection } from './csta-requests.ts';
import {
  type CstaDevice,
  type CstaEvent,
  isSameDevice,
  type LocalState,
  type NewConnection,
} from './read-csta.ts';

/*
 * The calls of one monitored phone, made of ECMA-323's events. Every event says something of one connection of a call;
 * `localConnectionInfo` says how the phone's own connection stands after it, and wins where it is there. Events may be
 * missing (a phone that was rung out of the blue, a monitor that began in the middle): each one is enough by itself.
 */

type State = ControlledCall['state'];

interface PhoneCall {
  /** The phone's connection in it: what services are asked for by. */
  readonly connection: Connection;
  readonly direction: 'in' | 'out';
  readonly state: State;
  readonly peer: CstaDevice;
  readonly isConference: boolean;
  readonly error?: Failure;
}

export interface PhoneCalls {
  readonly device: string;
  /** By call id. */
  readonly calls: ReadonlyMap<string, PhoneCall>;
}

export interface PhoneCallsStep {
  readonly state: PhoneCalls;
  readonly isChanged: boolean;
  readonly ended: readonly ControlledEnd[];
  readonly renamed: ReadonlyMap<string, string>;
}

export type CallEvent = Extract<
  CstaEvent,
  { readonly connection: Connection } | { readonly primary: Connection }
>;

/** More calls than a phone has keys for: a flood. */
const MOST_CALLS = 20;
const NOBODY: CstaDevice = { id: '', name: '' };

export const noCalls = (device: string): PhoneCalls => ({ device, calls: new Map() });

/** What people see of it. */
export function shownCalls({ calls }: PhoneCalls): readonly ControlledCall[] {
  return [...calls].map(([id, { direction, state, peer, isConference, error }]) => ({
    ...{ id, direction, state, isConference },
    peer: { name: peer.name, address: peer.id },
    ...(error && { error }),
  }));
}

export function connectionOf({ calls }: PhoneCalls, id: string): Connection | undefined {
  return calls.get(id)?.connection;
}

/** The phone had these before it was watched; whatever else is known of calls is over. */
export function fromSnapshot(
  before: PhoneCalls,
  found: readonly {
    readonly connection: Connection;
    readonly state: LocalState;
    readonly peer: CstaDevice;
  }[],
): PhoneCallsStep {
  const calls = new Map(
    found.flatMap(({ connection, state, peer }): [string, PhoneCall][] => {
      const known = before.calls.get(connection.callId);
      const shown = stateOf(state, known?.state);
      if (!shown) return [];
      const direction = known?.direction ?? (shown === 'ringing-in' ? 'in' : 'out');
      const call = { connection, direction, state: shown, peer: known?.peer ?? peer, isConference: false };
      return [[connection.callId, call]];
    }),
  );
  const ended = [...before.calls.keys()]
    .filter((id) => !calls.has(id))
    .map((id) => ({ id, isElsewhere: false }));
  return { state: { ...before, calls }, isChanged: true, ended, renamed: new Map() };
}

export function reducePhoneCalls(state: PhoneCalls, event: CallEvent): PhoneCallsStep {
  if ('primary' in event)
    return event.kind === 'transferred' ? transferred(state, event) : joined(state, event);
  const known = state.calls.get(event.connection.callId);
  switch (event.kind) {
    case 'initiated':
    case 'originated':
    case 'reached':
      return known && event.kind === 'reached' ? same(state) : put(state, event, 'dialling', 'out');
    case 'delivered': {
      const isOurs = event.local === 'alerting' || (event.local === undefined && isAt(state, event));
      return isOurs ? put(state, event, 'ringing-in', 'in') : put(state, event, 'ringing-out', 'out');
    }
    case 'established':
      return put(state, event, 'connected', known?.direction ?? (isAt(state, event) ? 'in' : 'out'));
    case 'held': {
      const isOurs = event.local === 'hold' || (event.local === undefined && isAt(state, event));
      return put(state, event, isOurs ? 'held' : theirs(known, 'held-by-peer'));
    }
    case 'retrieved': {
      const isOurs = event.local === undefined ? isAt(state, event) : event.local === 'connected';
      return put(
        state,
        event,
        isOurs || known?.state === 'held-by-peer' ? 'connected' : (known?.state ?? 'held'),
      );
    }
    case 'failed':
      return failed(state, event, known);
    case 'cleared':
      return cleared(state, event, known);
    case 'call-cleared':
      return end(state, event.connection.callId, { error: failureOfCause(event.cause) });
    case 'diverted': {
      const isGone = event.local === 'null' || (event.local === undefined && isAt(state, event));
      return isGone ? end(state, event.connection.callId, { isElsewhere: true }) : same(state);
    }
    default:
      return assertNever(event);
  }
}

type OneCallEvent = Extract<CallEvent, { readonly connection: Connection }>;
type JoinEvent = Extract<CallEvent, { readonly primary: Connection }>;

/** The far end put us on hold: our own hold, if there is one, is what we show. */
const theirs = (known: PhoneCall | undefined, state: State): State =>
  known?.state === 'held' ? 'held' : state;

/** The event is about the monitored phone itself. */
function isAt({ device }: PhoneCalls, { connection, subject }: OneCallEvent): boolean {
  return isSameDevice(subject?.id ?? connection.deviceId, device);
}

function put(state: PhoneCalls, event: OneCallEvent, shown: State, direction?: 'in' | 'out'): PhoneCallsStep {
  const { callId } = event.connection;
  const known = state.calls.get(callId);
  if (!known && state.calls.size >= MOST_CALLS) return same(state);
  const way = known?.direction ?? direction ?? 'out';
  const call: PhoneCall = {
    connection: ownConnection(state, event.connection, known),
    direction: way,
    state: shown,
    peer: peerOf(state, event, way, known),
    isConference: known?.isConference ?? false,
  };
  return { ...same(state), state: withCall(state, callId, call), isChanged: true };
}

/** Services name the phone's own connection; an event may be about the far end's. */
function ownConnection(
  { device }: PhoneCalls,
  connection: Connection,
  known: PhoneCall | undefined,
): Connection {
  if (connection.deviceId !== '' && isSameDevice(connection.deviceId, device)) return connection;
  return known?.connection ?? { callId: connection.callId, deviceId: device };
}

/** Who else is in it: of the two who began it the one that isn't the phone. */
function peerOf(
  { device }: PhoneCalls,
  { calling, called, subject }: OneCallEvent,
  direction: 'in' | 'out',
  known: PhoneCall | undefined,
): CstaDevice {
  const others = (direction === 'in' ? [calling, called, subject] : [called, calling, subject]).filter(
    (each): each is CstaDevice => each !== undefined && each.id !== '' && !isSameDevice(each.id, device),
  );
  const found = others[0];
  if (known?.isConference || !found) return known?.peer ?? NOBODY;
  const isSame = known !== undefined && known.peer.id !== '';
  // Who answers or forwards is not who was called: what was shown first stays, its name may come later.
  if (!isSame) return found;
  return known.peer.name === '' && isSameDevice(found.id, known.peer.id) ? found : known.peer;
}

function failed(state: PhoneCalls, event: OneCallEvent, known: PhoneCall | undefined): PhoneCallsStep {
  const error = failureOfCause(event.cause) ?? failureOfCause('blocked');
  if (event.local === 'null') return end(state, event.connection.callId, { error });
  // The line is busy or silent until the person hangs up, or the phone does.
  const step = put(state, event, 'failed', known?.direction ?? 'out');
  const call = step.state.calls.get(event.connection.callId);
  if (!call || !error) return step;
  return { ...step, state: withCall(step.state, event.connection.callId, { ...call, error }) };
}

function cleared(state: PhoneCalls, event: OneCallEvent, known: PhoneCall | undefined): PhoneCallsStep {
  const { callId, deviceId } = event.connection;
  if (!known) return same(state);
  const isOurs = event.local === 'null' || isSameDevice(deviceId, state.device);
  const isOver = isOurs || (event.local === undefined && !known.isConference) || event.local === 'fail';
  if (!isOver) return same(state);
  const error = known.error ?? (known.state === 'connected' ? undefined : failureOfCause(event.cause));
  const isElsewhere = known.state === 'ringing-in' && isTakenElsewhere(event.cause);
  return end(state, callId, { error: known.direction === 'out' ? error : undefined, isElsewhere });
}

const isTakenElsewhere = (cause: string | undefined): boolean =>
  ['callPickup', 'callForward', 'redirected', 'answeredElsewhere', 'deflected'].includes(cause ?? '');

/** The phone sent its calls on, or was itself sent on: then its call goes on under another name, with somebody else. */
function transferred(state: PhoneCalls, event: JoinEvent): PhoneCallsStep {
  const olds = [event.primary.callId, ...(event.secondary ? [event.secondary.callId] : [])];
  const next = event.connections.find(({ is }) => isSameDevice(is.deviceId, state.device));
  const isOut = event.local === 'null' || (next === undefined && isSubject(state, event));
  if (isOut) return endAll(state, olds);
  const known = olds.map((id) => state.calls.get(id)).find((call) => call !== undefined);
  if (!known) return same(state);
  const peer = otherEnd(state, event) ?? known.peer;
  return rename(state, known, next?.is ?? event.connections[0]?.is ?? known.connection, {
    peer,
    state: event.local === 'hold' ? 'held' : 'connected',
  });
}

/** Both calls are one now. */
function joined(state: PhoneCalls, event: JoinEvent): PhoneCallsStep {
  const olds = [event.primary.callId, ...(event.secondary ? [event.secondary.callId] : [])];
  if (event.local === 'null') return endAll(state, olds);
  const known = olds.map((id) => state.calls.get(id)).find((call) => call !== undefined);
  const own = event.connections.find(({ is }) => isSameDevice(is.deviceId, state.device));
  const is = own?.is ?? event.connections[0]?.is ?? known?.connection;
  if (!known || !is) return same(state);
  const step = rename(state, known, is, { isConference: true, state: 'connected', peer: known.peer });
  const others = olds.filter((id) => id !== known.connection.callId && id !== is.callId);
  const rest = endAll(step.state, others);
  return { ...step, state: rest.state, ended: rest.ended };
}

const isSubject = ({ device }: PhoneCalls, { subject }: JoinEvent): boolean =>
  subject !== undefined && isSameDevice(subject.id, device);

function otherEnd(
  { device }: PhoneCalls,
  { added, connections, subject }: JoinEvent,
): CstaDevice | undefined {
  const isOther = (each: CstaDevice | undefined): each is CstaDevice =>
    each !== undefined && each.id !== '' && !isSameDevice(each.id, device);
  const ends = connections.map(({ device: at, is }: NewConnection) => at ?? { id: is.deviceId, name: '' });
  const found = ends.find((each) => isOther(each) && !(subject && isSameDevice(each.id, subject.id)));
  return found ?? (isOther(added) ? added : undefined);
}

function rename(
  state: PhoneCalls,
  known: PhoneCall,
  is: Connection,
  change: Partial<PhoneCall>,
): PhoneCallsStep {
  const before = known.connection.callId;
  const connection = { callId: is.callId, deviceId: known.connection.deviceId };
  const calls = new Map(state.calls);
  calls.delete(before);
  calls.set(is.callId, { ...known, ...change, connection });
  const renamed = new Map(before === is.callId ? [] : [[before, is.callId] as const]);
  return { state: { ...state, calls }, isChanged: true, ended: [], renamed };
}

function end(
  state: PhoneCalls,
  id: string,
  { error, isElsewhere = false }: { readonly error?: Failure | undefined; readonly isElsewhere?: boolean },
): PhoneCallsStep {
  if (!state.calls.has(id)) return same(state);
  const calls = new Map(state.calls);
  calls.delete(id);
  const ended = [{ id, isElsewhere, ...(error && { error }) }];
  return { state: { ...state, calls }, isChanged: true, ended, renamed: new Map() };
}

function endAll(state: PhoneCalls, ids: readonly string[]): PhoneCallsStep {
  const gone = ids.filter((id) => state.calls.has(id));
  const calls = new Map([...state.calls].filter(([id]) => !gone.includes(id)));
  const ended = gone.map((id) => ({ id, isElsewhere: false }));
  return { state: { ...state, calls }, isChanged: gone.length > 0, ended, renamed: new Map() };
}

const same = (state: PhoneCalls): PhoneCallsStep => ({
  state,
  isChanged: false,
  ended: [],
  renamed: new Map(),
});

const withCall = (state: PhoneCalls, id: string, call: PhoneCall): PhoneCalls => ({
  ...state,
  calls: new Map(state.calls).set(id, call),
});

function stateOf(local: LocalState, before: State | undefined): State | undefined {
  switch (local) {
    case 'alerting':
      return 'ringing-in';
    case 'connected':
      return before === 'ringing-out' || before === 'held-by-peer' ? before : 'connected';
    case 'hold':
      return 'held';
    case 'initiated':
    case 'queued':
      return 'dialling';
    case 'fail':
      return 'failed';
    case 'null':
      return undefined;
    default:
      return assertNever(local);
  }
}
