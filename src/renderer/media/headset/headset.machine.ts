import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { SwitchKind } from './hid-fields.ts';
import type { HeadsetInput, Lights } from './telephony-usages.ts';

/** What a headset wants done. */
export type HeadsetDeed =
  | { readonly kind: 'answer' | 'decline' | 'hang-up' | 'hold' | 'resume'; readonly callId: CallId }
  | { readonly kind: 'mute'; readonly callId: CallId; readonly isMuted: boolean };

export type HeadsetEvent =
  /** All calls that may be heard and seen; one that may not disturb is left out. */
  | { readonly type: 'calls'; readonly calls: readonly Call[]; readonly at: number }
  | {
      readonly type: 'switch';
      readonly input: HeadsetInput;
      readonly kind: SwitchKind;
      readonly value: number;
      readonly at: number;
    };

export interface HeadsetState {
  readonly calls: readonly Call[];
  readonly lights: Lights;
  /** The last value of each switch, and when it went to 1. */
  readonly switches: Readonly<
    Partial<Record<HeadsetInput, { readonly value: number; readonly since: number }>>
  >;
  /** Told to go off or on the hook, a headset says that it is so until then, which is no press of a button. */
  readonly echoUntil: { readonly on: number; readonly off: number };
}

export type HeadsetEffect =
  | { readonly type: 'deed'; readonly deed: HeadsetDeed }
  /** All lights, as they are to be now. */
  | { readonly type: 'lights'; readonly lights: Lights };

export interface HeadsetStep {
  readonly state: HeadsetState;
  readonly effects: readonly HeadsetEffect[];
}

/** A button that springs back does so sooner; a switch that keeps its state stays longer. */
const PRESS_MS = 600;
/** Headsets say within this that they have taken over what they were told. */
const ECHO_MS = 1_500;

const dark: Lights = { mute: false, 'off-hook': false, ring: false, hold: false };

export const newHeadset: HeadsetState = {
  calls: [],
  lights: dark,
  switches: {},
  echoUntil: { on: 0, off: 0 },
};

/** Buttons become deeds, calls become lights (V13). */
export function headsetStep(state: HeadsetState, event: HeadsetEvent): HeadsetStep {
  switch (event.type) {
    case 'calls':
      return seen(state, event);
    case 'switch':
      return pressed(state, event);
    default:
      return assertNever(event);
  }
}

const rings = ({ state }: Call) => state === 'ringing-in';
const isHeld = ({ state }: Call) => state === 'held';
/** Spoken in, or on the way to it. */
const isActive = (call: Call) => call.state !== 'ended' && !rings(call) && !isHeld(call);

function lightsOf(calls: readonly Call[]): Lights {
  const active = calls.filter(isActive);
  return {
    ring: calls.some(rings),
    'off-hook': calls.some((call) => isActive(call) || isHeld(call)),
    mute: active.some(({ isMuted }) => isMuted),
    hold: active.length === 0 && calls.some(isHeld),
  };
}

function seen(state: HeadsetState, { calls, at }: Extract<HeadsetEvent, { type: 'calls' }>): HeadsetStep {
  const lights = lightsOf(calls);
  const isSame = (Object.keys(lights) as (keyof Lights)[]).every((key) => lights[key] === state.lights[key]);
  if (isSame) return { state: { ...state, calls }, effects: [] };
  const isHookMoved = lights['off-hook'] !== state.lights['off-hook'];
  const told = lights['off-hook'] ? 'on' : 'off';
  const echoUntil = isHookMoved ? { ...state.echoUntil, [told]: at + ECHO_MS } : state.echoUntil;
  return { state: { ...state, calls, lights, echoUntil }, effects: [{ type: 'lights', lights }] };
}

function pressed(state: HeadsetState, event: Extract<HeadsetEvent, { type: 'switch' }>): HeadsetStep {
  const { input, value, at } = event;
  const before = state.switches[input];
  const since = value === 1 && before?.value !== 1 ? at : (before?.since ?? at);
  const next = { ...state, switches: { ...state.switches, [input]: { value, since } } };
  const turn = turnOf(event, before);
  if (turn === undefined) return { state: next, effects: [] };
  if (input === 'hook' && isEcho(state, event))
    return {
      state: { ...next, echoUntil: { ...state.echoUntil, [value > 0 ? 'on' : 'off']: 0 } },
      effects: [],
    };
  const deed = deedFor(state.calls, input, turn);
  if (deed) return { state: next, effects: [{ type: 'deed', deed }] };
  // Off the hook without any call: the headset is told that there is none, or it would stay so.
  const isAstray = input === 'hook' && turn === 'on' && !state.lights['off-hook'];
  return { state: next, effects: isAstray ? [{ type: 'lights', lights: state.lights }] : [] };
}

/** A plain button has no state to repeat. */
function isEcho(
  { echoUntil }: HeadsetState,
  { kind, value, at }: Extract<HeadsetEvent, { type: 'switch' }>,
): boolean {
  return kind !== 'pulse' && at < echoUntil[value > 0 ? 'on' : 'off'];
}

type Turn = 'on' | 'off' | 'change';

/** What a new value of a switch says, by the way it speaks. */
function turnOf(
  { kind, value, at }: Extract<HeadsetEvent, { type: 'switch' }>,
  before: { readonly value: number; readonly since: number } | undefined,
): Turn | undefined {
  const last = before?.value ?? 0;
  if (kind === 'signed') return value === 0 ? undefined : value > 0 ? 'on' : 'off';
  if (value === last) return undefined;
  if (kind === 'level') return value === 1 ? 'on' : 'off';
  if (value === 1) return 'change';
  // Declared as a button, but it stayed: it is a switch after all, and goes off now.
  return kind === 'either' && before !== undefined && at - before.since > PRESS_MS ? 'off' : undefined;
}

function deedFor(calls: readonly Call[], input: HeadsetInput, turn: Turn): HeadsetDeed | undefined {
  const ringing = calls.find(rings);
  const active = calls.findLast(isActive);
  const held = calls.findLast(isHeld);
  switch (input) {
    case 'hook':
      // With a call running it is told the hook's state, and puts down with it.
      if (turn !== 'off' && ringing && !active) return { kind: 'answer', callId: ringing.id };
      return turn !== 'on' && active ? { kind: 'hang-up', callId: active.id } : undefined;
    case 'drop':
      if (turn === 'off') return undefined;
      if (ringing) return { kind: 'decline', callId: ringing.id };
      return active && { kind: 'hang-up', callId: active.id };
    case 'mute':
      return active && mute(active, turn);
    case 'flash':
      if (turn === 'off') return undefined;
      return ringing ? { kind: 'answer', callId: ringing.id } : swap(active, held);
    case 'hold':
      return turn === 'off' ? undefined : swap(active, held);
    default:
      return assertNever(input);
  }
}

function mute({ id, isMuted, can }: Call, turn: Turn): HeadsetDeed | undefined {
  const isWanted = turn === 'change' ? !isMuted : turn === 'on';
  return isWanted === isMuted || !can.includes('mute')
    ? undefined
    : { kind: 'mute', callId: id, isMuted: isWanted };
}

/** The held call comes back, main holding the other; without one, the call is held. */
function swap(active: Call | undefined, held: Call | undefined): HeadsetDeed | undefined {
  if (held?.can.includes('resume')) return { kind: 'resume', callId: held.id };
  return active?.can.includes('hold') ? { kind: 'hold', callId: active.id } : undefined;
}
