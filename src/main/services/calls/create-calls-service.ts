import type { Call, MediaStats } from '../../../shared/domain/call.ts';
import type { CallingLimit } from '../../../shared/domain/calling-limit.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { RemoteDialog, SipCall, SipEvent, SipMedia, SipRegistration } from '../../ports/sip.port.ts';
import { CallSession } from './call-session.ts';
import { type CallsHandlers, createCallsHandlers } from './calls-handlers.ts';
import type { CallsPorts } from './calls-ports.ts';
import { PlainTargets } from './plain-targets.ts';
import { QualityBook } from './quality-book.ts';
import { Conferences } from './conferences.ts';
import { parseDialTarget, signallingTarget } from './dial-target.ts';
import { dialledTwice } from './dialled-twice.ts';

export interface CallsService {
  readonly handlers: CallsHandlers;
  /** Calls that aren't over: what "On a call" is decided by (M4). */
  active(): readonly Call[];
  /** Told after every change of any call. Returns the function that stops listening. */
  onChange(listener: () => void): () => void;
  /** What the window measured last, for a problem report. */
  stats(callId: CallId): MediaStats | undefined;
  /** Another phone of the person rings for the call from this address and is shown instead. */
  giveWay(address: string): void;
  /** Hangs everything up, writes the log, and stops listening to signalling: on sign-out. */
  stop(): Promise<void>;
}

/** More than this at once is refused as busy; emergency calls are always placed. */
const MOST_CALLS = 6;

/** Calls behind the contract's `calls/*` and `media/*`. One at a time per identity; make it when the phone is started. */
export function createCallsService(ports: CallsPorts): CallsService {
  return new Calls(ports);
}

class Calls implements CallsService {
  readonly handlers: CallsHandlers;
  readonly #ports: CallsPorts;
  readonly #sessions = new Map<CallId, CallSession>();
  readonly #stats = new Map<CallId, MediaStats>();
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: readonly (() => void)[];
  /** Made for calls that signalling is about to announce, by their media. */
  readonly #expected = new WeakMap<SipMedia, CallSession>();

  readonly #conferences: Conferences;
  readonly #quality: QualityBook;
  readonly #plainTargets: PlainTargets;
  /** Of a device with several, the first first. */
  #lines: readonly string[] = [];

  constructor(ports: CallsPorts) {
    this.#ports = ports;
    this.#quality = new QualityBook(ports);
    this.#plainTargets = new PlainTargets(ports.clock);
    this.#conferences = new Conferences(ports.random, this.#sessions, (one, other) =>
      ports.features?.().includes('merge') === true && one.sip && other.sip
        ? ports.sip.press('conference', one.sip, other.sip)
        : Promise.resolve(fail('call.not-possible-now')),
    );
    this.handlers = createCallsHandlers(ports, {
      sessions: this.#sessions,
      conferences: this.#conferences,
      dial: (text, how) => this.#dial(text, how),
      takeOver: (session, act) => this.#takeOver(session, act),
      answerTransfer: (session, isAccepted) => this.#answerTransfer(session, isAccepted),
      noteStats: (session, stats) => this.#noteStats(session, stats),
    });
    ports.sip.setIncomingMedia(() => this.#announce());
    this.#stopListening = [
      ports.sip.on((event) => {
        if (event.kind === 'lines') this.#lines = event.lines.map(({ label }) => label);
        if (event.kind === 'incoming') return this.#incoming(event);
        if (event.kind === 'remote' && event.note.kind === 'resume') return this.#resumed(event.note.dialog);
        if (event.kind !== 'registration') return;
        const limit = limitOf(event.registration);
        for (const session of this.#sessions.values()) session.setLimit(limit);
      }),
      ports.gateway.onEvent((event) => {
        const ids = event.type === 'gateway-lost' ? event.sessionIds : [event.sessionId];
        for (const id of ids) this.#sessions.get(id as CallId)?.onGatewayEvent(event);
      }),
    ];
  }

  active(): readonly Call[] {
    return [...this.#sessions.values()].filter((session) => !session.isOver).map(({ call }) => call);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stats(callId: CallId): MediaStats | undefined {
    return this.#stats.get(callId);
  }

  giveWay(address: string): void {
    for (const session of [...this.#sessions.values()]) {
      const { state, peer } = session.call;
      if (state === 'ringing-in' && peer.address === address) session.giveWay();
    }
  }

  async stop(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  #noteStats(session: CallSession, stats: MediaStats): void {
    const { id } = session;
    this.#stats.set(id, stats);
    session.onStats(stats);
    void this.#quality.take(id, stats, session.call.state === 'connected');
  }

  #dial(
    text: string,
    how: { readonly consultsFor?: CallId; readonly line?: string | undefined },
  ): Result<{ callId: CallId }> {
    const target = parseDialTarget(text);
    if (!target.ok) return target;
    const { canDialAddresses = true, dialRules } = this.#ports.configuration();
    if (!canDialAddresses && target.value.kind === 'uri' && isAddress(target.value.uri))
      return fail('call.bad-number', { number: text.trim().slice(0, 40) }, 'policy: numbers only');
    const isEmergency = target.value.kind === 'number' && target.value.isEmergency;
    const address = signallingTarget(target.value, dialRules);
    const line = this.#lines.length > 1 ? (how.line ?? this.#lines[0]) : undefined;
    const begun = dialledTwice(this.#sessions.values(), address, line, this.#ports.clock.now());
    if (begun) return ok({ callId: begun.id });
    if (this.active().length >= MOST_CALLS && !isEmergency) return fail('call.not-possible-now');
    const session = this.#newSession('out', address, how.consultsFor, line);
    const place = () => this.#ports.sip.invite(address, session.media, line);
    const placed = this.#begin(session, place(), place);
    return placed.ok ? ok({ callId: session.id }) : placed;
  }

  #begin(session: CallSession, placed: Result<SipCall>, place?: () => Result<SipCall>): Result<void> {
    if (!placed.ok) {
      session.media.close();
      return placed;
    }
    this.#sessions.set(session.id, session);
    void this.#holdOthers(session);
    session.begin(placed.value, place);
    return ok();
  }

  #answerTransfer(session: CallSession, isAccepted: boolean): Result<void> {
    const request = session.takeTransferRequest();
    if (!request) return fail('call.not-possible-now');
    if (!isAccepted) {
      request.refuse();
      return ok();
    }
    const next = this.#newSession('out', request.target);
    return this.#begin(next, request.accept(next.media));
  }

  #announce(): SipMedia {
    const session = this.#newSession('in', '');
    this.#expected.set(session.media, session);
    return session.media;
  }

  #incoming({ call, media, replaces, ...known }: Extract<SipEvent, { kind: 'incoming' }>): void {
    const session = this.#expected.get(media);
    if (!session) return void call.hangUp();
    session.introduce(known);
    const isTooMany = this.active().length >= MOST_CALLS;
    this.#sessions.set(session.id, session);
    if (replaces) session.takePlace(call);
    else if (this.#ports.isDoNotDisturb(call.peer.address) || isTooMany) session.refuseUnseen(call);
    else session.begin(call);
  }

  /** The server joined two calls and wants the one that is left spoken in again (cisco-uc 13.1). */
  #resumed(dialog: RemoteDialog): void {
    const call = this.#ports.sip.callOf(dialog);
    const session = [...this.#sessions.values()].find(({ sip }) => sip !== undefined && sip === call);
    if (session) void this.#takeOver(session, () => session.resume());
  }

  /** Only one call is spoken in: the others are put on hold first, and a hold that fails doesn't keep the person waiting. */
  async #takeOver(session: CallSession, act: () => Promise<Result<void>>): Promise<Result<void>> {
    const held = this.#holdOthers(session);
    const result = await act();
    await held;
    return result;
  }

  #holdOthers(session: CallSession): Promise<unknown> {
    const others = [...this.#sessions.values()].filter(
      (other) =>
        other !== session &&
        other.isActive &&
        (other.conference === undefined || other.conference !== session.conference),
    );
    return Promise.all(others.map((other) => other.hold()));
  }

  #newSession(direction: 'in' | 'out', address: string, consultsFor?: CallId, line?: string): CallSession {
    const id = this.#ports.random.uuid() as CallId;
    const session = new CallSession(
      this.#ports,
      {
        id,
        direction,
        address,
        features: this.#ports.features?.() ?? [],
        ...(consultsFor !== undefined && { consultsFor }),
        ...(line !== undefined && { line }),
        needsGateway: direction === 'out' && this.#plainTargets.has(address),
      },
      {
        onChange: () => {
          for (const listener of [...this.#listeners]) listener();
        },
        onConsultOver: (original) => {
          const caller = this.#sessions.get(original);
          if (caller && !caller.isOver) void this.#takeOver(caller, () => caller.resume());
        },
        onLeftConference: (conference) => void this.#conferences.left(conference),
        qualityAtEnd: () => {
          this.#quality.close(id);
          return this.#quality.record(id);
        },
        onNeedsGateway: () => {
          if (direction === 'out') this.#plainTargets.note(address);
        },
        onForgotten: () => {
          this.#quality.forget(id);
          this.#sessions.delete(id);
          this.#stats.delete(id);
        },
      },
    );
    session.setLimit(limitOf(this.#ports.sip.registration()));
    return session;
  }
}

/** A call can't be put on hold while no server is there to hear of it; a survivable router knows the basics (A9, T13). */
function limitOf(registration: SipRegistration): CallingLimit | undefined {
  if (registration.kind !== 'registered') return 'signalling-lost';
  return registration.standIn === 'survivable' ? 'survivable' : undefined;
}

/** `user@host`, unlike the name of a service at our own server. */
const isAddress = (uri: string): boolean => uri.includes('@');
