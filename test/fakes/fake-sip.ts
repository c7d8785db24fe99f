import { fail, ok, type Result } from '../../src/shared/errors/result.ts';
import type {
  RemoteNote,
  Sip,
  SipCall,
  SipCallEvent,
  SipControlListener,
  SipEvent,
  SipMedia,
  SipRegistration,
} from '../../src/main/ports/sip.port.ts';
import type { RingStyle } from '../../src/shared/domain/ring-style.ts';

/** A call that a test plays the other side of. */
export interface FakeSipCall extends SipCall {
  readonly target: string;
  readonly media: SipMedia;
  /** Verbs in the order they were asked for. */
  readonly asked: string[];
  emit(event: SipCallEvent): void;
  /** What the verb of this name answers from now on. */
  refuse(verb: string, result: Result<void>): void;
}

export interface FakeSip extends Sip {
  readonly calls: readonly FakeSipCall[];
  /** The newest call; throws when there is none. */
  last(): FakeSipCall;
  /** An INVITE came in. */
  ring(
    peer: { readonly name: string; readonly address: string },
    replaces?: SipCall,
    line?: string,
    forwardedBy?: { readonly name: string; readonly address: string },
    style?: RingStyle,
  ): FakeSipCall;
  /** A device with several lines, all registered. */
  setLines(labels: readonly string[]): void;
  /** The line that each call of ours was placed from. */
  readonly placedFrom: readonly (string | undefined)[];
  /** The media that an INVITE gets before it is announced. */
  prepare(): SipMedia;
  /** Soft keys pressed, each with the numbers of its calls. */
  readonly pressed: readonly string[];
  /** Plays phones under control: gives the answer to each body, and tells by the listener. */
  playPhone(phone: (body: string) => string | undefined): void;
  /** What listens to the phone under control, once there is one. */
  readonly controlled: SipControlListener | undefined;
  refusePress(result: Result<void>): void;
  /** The server says so. `callOf` finds calls by their target. */
  tell(note: RemoteNote): void;
  setAddress(address: string | undefined): void;
  /** Says so to all who listen; calls stay. */
  setRegistration(registration: SipRegistration): void;
}

/** The Sip port without a network. It is registered at 192.0.2.10 unless a test takes the address away. */
export function fakeSip(): FakeSip {
  const listeners = new Set<(event: SipEvent) => void>();
  const calls: FakeSipCall[] = [];
  let address: string | undefined = '192.0.2.10';
  let incomingMedia: (() => SipMedia) | undefined;
  const pressed: string[] = [];
  const placedFrom: (string | undefined)[] = [];
  let refusal: Result<void> | undefined;
  let phone: ((body: string) => string | undefined) | undefined;
  let controlled: SipControlListener | undefined;
  let told: SipRegistration | undefined;
  const registration = (): SipRegistration => {
    if (told) return told;
    return address === undefined
      ? { kind: 'off' }
      : { kind: 'registered', server: 'sip.example.test:5060', transport: 'udp', expiresAt: 0 };
  };
  const open = (call: FakeSipCall): FakeSipCall => {
    calls.push(call);
    return call;
  };
  return {
    calls,
    last() {
      const call = calls.at(-1);
      if (!call) throw new Error('no call was made');
      return call;
    },
    ring(peer, replaces, line, forwardedBy, style) {
      if (!incomingMedia) throw new Error('nobody gives incoming calls their media');
      const media = incomingMedia();
      const call = open(fakeCall('in', peer, peer.address, media));
      for (const listener of listeners)
        listener({
          kind: 'incoming',
          call,
          media,
          ...(replaces && { replaces }),
          ...(line !== undefined && { line }),
          ...(forwardedBy && { forwardedBy }),
          ...(style && { ring: style }),
        });
      return call;
    },
    prepare() {
      if (!incomingMedia) throw new Error('nobody gives incoming calls their media');
      return incomingMedia();
    },
    setAddress: (next) => void (address = next),
    setRegistration(next) {
      told = next;
      for (const listener of listeners) listener({ kind: 'registration', registration: next });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    registration,
    register: () => Promise.resolve(ok()),
    takeOver: () => Promise.resolve(ok()),
    unregister: () => Promise.resolve(),
    nudge() {},
    placedFrom,
    setLines(labels) {
      const lines = labels.map((label) => ({ label, isRegistered: true }));
      for (const listener of listeners) listener({ kind: 'lines', lines });
    },
    invite(target, media, line) {
      if (address === undefined) return fail('sip.not-registered');
      placedFrom.push(line);
      return ok(open(fakeCall('out', { name: '', address: target }, target, media)));
    },
    press(key, call, consult) {
      pressed.push([key, call?.peer.address, consult?.peer.address].filter(Boolean).join(' '));
      return Promise.resolve(refusal ?? ok());
    },
    playPhone: (next) => void (phone = next),
    get controlled() {
      return controlled;
    },
    control(_target, body, listener) {
      const answer = phone?.(body);
      if (answer === undefined) return Promise.resolve(fail('desk-phone.lost'));
      controlled = listener;
      const info = (next: string) => {
        const told = phone?.(next);
        return Promise.resolve(told === undefined ? fail('desk-phone.lost') : ok(told));
      };
      return Promise.resolve(ok({ answer, control: { info, end: () => void (controlled = undefined) } }));
    },
    callOf: ({ callId }) => calls.find((call) => call.target === callId),
    pressed,
    refusePress: (result) => void (refusal = result),
    tell(note) {
      for (const listener of listeners) listener({ kind: 'remote', note });
    },
    setIncomingMedia: (factory) => void (incomingMedia = factory),
    localAddress: () => address,
  };
}

function fakeCall(
  direction: 'in' | 'out',
  peer: { name: string; address: string },
  target: string,
  media: SipMedia,
): FakeSipCall {
  const listeners = new Set<(event: SipCallEvent) => void>();
  const refusals = new Map<string, Result<void>>();
  const asked: string[] = [];
  const emit = (event: SipCallEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const verb = (name: string, then: () => void = () => {}): Promise<Result<void>> => {
    asked.push(name);
    const refusal = refusals.get(name);
    if (!refusal) then();
    return Promise.resolve(refusal ?? ok());
  };
  const over = (): void => emit({ kind: 'ended', by: 'local', isAnsweredElsewhere: false });
  return {
    direction,
    peer,
    target,
    media,
    asked,
    emit,
    refuse: (name, result) => void refusals.set(name, result),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answer: () => verb('answer', () => emit({ kind: 'answered' })),
    decline: () => verb('decline', over),
    hangUp: () => verb('hang-up', over),
    renegotiate: () => verb('renegotiate'),
    transfer: (to) => verb(`transfer ${typeof to === 'string' ? to : `call ${to.peer.address}`}`, over),
    reportDigit: () => false,
    sendInfoDtmf: (digit) => verb(`info ${digit}`),
  };
}
