import type { URI } from 'sip.js/lib/core/index.js';
import { MOST_LINES } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type {
  RemoteDialog,
  Sip,
  SipAccount,
  SipCall,
  SipControlListener,
  SipControlOpened,
  SipEvent,
  SipMedia,
  SipRegistration,
  SipLineState,
  Softkey,
} from '../../ports/sip.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { CallBook } from './call/call-book.ts';
import { ControlDialogs } from './control/control-dialogs.ts';
import { accountOfLine, FurtherLine } from './registration/further-line.ts';
import { MessageWaiting } from './message-waiting/message-waiting.ts';
import { Standby } from './registration/standby.ts';
import { StandbyLine } from './registration/standby-line.ts';
import { Registration } from './registration/registration.ts';
import { softkeyBody } from './remotecc/softkey.ts';
import { inviteTarget, parseAor } from './targets.ts';
import { openFlow } from './transport/open-flow.ts';
import type { FlowListener } from './transport/sip-flow.ts';
import { UserAgent } from './user-agent.ts';

export interface SipPorts {
  readonly dialer: Dialer;
  readonly dns: Dns;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What the User-Agent header says, `Parlance/0.1.0`. */
  readonly software: string;
  /** Listens in on every message that comes. */
  readonly heard?: (message: string) => void;
}

/** For everything up to the handshake's end. */
const CONNECT_MS = 8_000;

/** One registered account and its calls. */
interface Line {
  readonly userAgent: UserAgent;
  readonly registration: Registration;
  readonly calls: CallBook;
  readonly controls: ControlDialogs;
  /** Lines of the device beyond the first (V14). */
  readonly further: readonly FurtherLine[];
  /** A second registration, where the account is to have one (A9). */
  readonly standby: Standby;
  /** Another way to the same line, to be taken when no call needs the present one. */
  next: SipAccount | undefined;
}

/** The same line of the same installation, at other servers or by another route. */
function isSameLine(before: SipAccount, after: SipAccount): boolean {
  const line = ({ aor, authUser, instanceId, device, furtherLines }: SipAccount): string =>
    JSON.stringify([aor, authUser, instanceId, device?.name, furtherLines]);
  const way = ({ registrars, route }: SipAccount): string => JSON.stringify([registrars, route]);
  return line(before) === line(after) && way(before) !== way(after);
}

/** The SIP engine behind the port. One account at a time; `register` again replaces it. */
export function createSip(ports: SipPorts): Sip {
  return new SipEngine(ports);
}

class SipEngine implements Sip {
  readonly #ports: SipPorts;
  readonly #listeners = new Set<(event: SipEvent) => void>();
  #line: Line | undefined;
  #incomingMedia: (() => SipMedia) | undefined;

  constructor(ports: SipPorts) {
    this.#ports = ports;
  }

  on(listener: (event: SipEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  registration(): SipRegistration {
    return this.#line?.registration.registration() ?? { kind: 'off' };
  }

  async register(account: SipAccount, span?: Span): Promise<Result<void>> {
    const standing = this.#line;
    if (standing && isSameLine(standing.userAgent.account, account))
      return this.#move(standing, account, span);
    await this.unregister();
    const line = this.#open(account);
    if (!line)
      return fail(
        'sip.register-failed',
        { host: account.aor, status: 0 },
        'not an address of record, or no registrar',
      );
    this.#line = line;
    return line.registration.start(span);
  }

  takeOver(): Promise<Result<void>> {
    return this.#line?.registration.takeOver() ?? Promise.resolve(fail('sip.not-registered'));
  }

  async unregister(): Promise<void> {
    const line = this.#line;
    if (!line) return;
    for (const book of booksOf(line)) book.hangUpAll();
    line.controls.endAll();
    await Promise.all([...line.further.map((each) => each.stop()), line.standby.stop()]);
    await line.registration.stop();
    line.userAgent.dispose();
    if (this.#line === line) this.#line = undefined;
    if (line.further.length > 0) this.#emit({ kind: 'lines', lines: [] });
  }

  nudge(): void {
    this.#line?.registration.nudge();
  }

  invite(target: string, media: SipMedia, label?: string): Result<SipCall> {
    const line = this.#line;
    if (!line?.registration.isBound()) return fail('sip.not-registered');
    const other = label === undefined ? undefined : line.further.find((each) => each.label === label);
    if (other?.isBound === false) return fail('sip.not-registered');
    const { userAgent, calls } = other ?? line;
    const uri = inviteTarget(target, userAgent.core.configuration.aor, userAgent.account);
    return uri
      ? { ok: true, value: calls.place(uri, target, media) }
      : fail('call.bad-number', { number: target.slice(0, 40) });
  }

  async press(key: Softkey, call?: SipCall, consult?: SipCall): Promise<Result<void>> {
    const line = this.#line;
    if (!line?.registration.isBound()) return fail('sip.not-registered');
    const dialogOf = (each: SipCall | undefined) => each && firstOf(line, (book) => book.dialogOf(each));
    const [dialog, other] = [dialogOf(call), dialogOf(consult)];
    const isNamed = (!call || dialog) && (!consult || other);
    if (!line.userAgent.account.device || !isNamed) return fail('call.not-possible-now');
    return line.userAgent.press(softkeyBody(key, dialog, other));
  }

  callOf(dialog: RemoteDialog): SipCall | undefined {
    return this.#line && firstOf(this.#line, (book) => book.callOf(dialog));
  }

  async control(
    target: string,
    body: string,
    listener: SipControlListener,
  ): Promise<Result<SipControlOpened>> {
    const line = this.#line;
    if (!line?.registration.isBound()) return fail('sip.not-registered');
    const { userAgent, controls } = line;
    const uri = inviteTarget(target, userAgent.core.configuration.aor, userAgent.account);
    return uri
      ? controls.open(uri, body, listener)
      : fail('call.bad-number', { number: target.slice(0, 40) });
  }

  setIncomingMedia(factory: () => SipMedia): void {
    this.#incomingMedia = factory;
  }

  localAddress(): string | undefined {
    return this.#line?.userAgent.flow?.localAddress;
  }

  #open(account: SipAccount): Line | undefined {
    const aor = parseAor(account.aor);
    if (!aor || account.registrars.length === 0) return undefined;
    const { clock, random, log } = this.#ports;
    const emit = (event: SipEvent): void => this.#emit(event);
    const onNone = (): void => {
      standby.callsOver();
      if (booksOf(line).some(({ size }) => size > 0)) return;
      registration.callsOver();
      moveNow();
    };
    const isTwin = (callId: string): boolean =>
      [calls, ...standby.lines().map((each) => each.calls)].some((book) => book.has(callId));
    const { userAgent, calls } = this.#agent(account, aor, account.label, onNone, isTwin);
    const open = (
      { account: { registrars } }: UserAgent,
      server: number,
      listener: FlowListener,
      span?: Span,
      named?: SipAccount['registrars'][number],
    ) => {
      const { heard } = this.#ports;
      const registrar = named ?? registrars[server];
      if (!registrar) return Promise.resolve(fail('sip.register-failed', { host: aor.host, status: 0 }));
      return openFlow(this.#ports, {
        registrar,
        domain: aor.host,
        listener: heard ? listenedTo(listener, heard) : listener,
        timeoutMs: CONNECT_MS,
        ...(span && { span }),
      });
    };
    const standby: Standby = new Standby({
      ...{ clock, random, log },
      servers: () => userAgent.account.registrars.length,
      expires: () => userAgent.account.expires,
      makeLine: (regId) => {
        const line = new StandbyLine(this.#agent(userAgent.account, aor, account.label, onNone, isTwin));
        line.userAgent.regId = regId;
        return line;
      },
      openFlow: (server, listener) => open(userAgent, server, sharedWith(further, listener)),
    });
    const further = (account.furtherLines ?? []).slice(0, MOST_LINES - 1).flatMap((each) => {
      const own = parseAor(each.aor);
      if (!own) return [];
      const agent = this.#agent(accountOfLine(account, each), own, each.label, onNone);
      const onChange = (): void => emit({ kind: 'lines', lines: states() });
      return [new FurtherLine(each.label, { clock, random, log, ...agent, onChange })];
    });
    const states = (): readonly SipLineState[] => [
      { label: account.label ?? '', isRegistered: registration.isBound() },
      ...further.map(({ label, isBound }) => ({ label, isRegistered: isBound })),
    ];
    const controls = new ControlDialogs(userAgent, clock);
    const messages = new MessageWaiting(userAgent, log, (body) => emit({ kind: 'message-summary', body }));
    const registration: Registration = new Registration({
      clock,
      random,
      log,
      userAgent,
      standby,
      openFlow: (server, listener, span, to) =>
        open(userAgent, server, sharedWith(further, besides(standby, listener)), span, to),
      onChange: (state) => {
        emit({ kind: 'registration', registration: state });
        messages.follow(state.kind === 'registered' ? userAgent.flow : undefined);
        for (const each of further) each.follow(state.kind === 'registered' ? userAgent.flow : undefined);
        if (further.length > 0) emit({ kind: 'lines', lines: states() });
        // The way that the calls were waited for is gone.
        if (state.kind !== 'registered') moveNow();
      },
      onMoved: () => {
        calls.moved();
        controls.moved();
      },
      hasCalls: () => booksOf(line).some(({ size }) => size > 0),
    });
    const line: Line = { userAgent, registration, calls, further, controls, standby, next: undefined };
    const moveNow = (): void => {
      const { next } = line;
      line.next = undefined;
      if (next) void this.#go(line, next);
    };
    return line;
  }

  #emit(event: SipEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** One line's transactions and calls. */
  #agent(
    account: SipAccount,
    aor: URI,
    label: string | undefined,
    onNone: () => void,
    isTwin?: (callId: string) => boolean,
  ): { userAgent: UserAgent; calls: CallBook } {
    const emit = (event: SipEvent): void => {
      const isCall = event.kind === 'incoming' && label !== undefined;
      this.#emit(isCall ? { ...event, line: label } : event);
    };
    const userAgent: UserAgent = new UserAgent(account, aor, this.#ports, {
      // One call by both of two ways: the second is told so (RFC 3261 section 8.2.2.2).
      onInvite: (request) =>
        isTwin?.(request.message.callId) ? void request.reject({ statusCode: 482 }) : calls.take(request),
      onUpdate: (message) => calls.update(message),
      onSubscribe: (message) => calls.subscribed(message),
      onRemote: (note) => emit({ kind: 'remote', note }),
      onMessageSummary: (body) => emit({ kind: 'message-summary', body }),
    });
    const calls = new CallBook({
      ...this.#ports,
      userAgent,
      emit,
      incomingMedia: () => this.#incomingMedia?.(),
      onNone,
    });
    return { userAgent, calls };
  }

  /**
   * The same line by another way. A call that the present way still serves is not pulled from under the person: the move
   * waits for its end, or for the way to close.
   */
  #move(line: Line, account: SipAccount, span: Span | undefined): Promise<Result<void>> {
    if (booksOf(line).every(({ size }) => size === 0) || !line.registration.isBound())
      return this.#go(line, account, span);
    line.next = account;
    return Promise.resolve(ok());
  }

  #go(line: Line, account: SipAccount, span?: Span): Promise<Result<void>> {
    line.next = undefined;
    line.userAgent.move(account);
    for (const each of line.further) each.userAgent.move({ ...each.userAgent.account, ...wayOf(account) });
    return line.registration.move(span);
  }
}

const booksOf = ({ calls, further, standby }: Line): readonly CallBook[] => [
  calls,
  ...standby.lines().map((each) => each.calls),
  ...further.map((each) => each.calls),
];

function firstOf<T>(line: Line, find: (book: CallBook) => T | undefined): T | undefined {
  for (const book of booksOf(line)) {
    const found = find(book);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a move changes of an account. */
function wayOf({ registrars, route, password, tokens }: SipAccount): Partial<SipAccount> {
  return { registrars, password, ...(route && { route }), ...(tokens && { tokens }) };
}

/** Messages for further lines go to them, all others to the listener. */
function sharedWith(further: readonly FurtherLine[], listener: FlowListener): FlowListener {
  if (further.length === 0) return listener;
  return {
    onMessage: (text) => {
      const line = further.find((each) => each.takes(text));
      if (line) line.userAgent.receive(text);
      else listener.onMessage(text);
    },
    onLost: (error) => listener.onLost(error),
  };
}

/** Calls that were begun on another way are heard on this one now. */
function besides(standby: Standby, listener: FlowListener): FlowListener {
  return {
    onMessage: (text) => {
      const line = standby.takes(text);
      if (line) line.receive(text);
      else listener.onMessage(text);
    },
    onLost: (error) => listener.onLost(error),
  };
}

/** The same listener, with somebody listening in. */
function listenedTo(listener: FlowListener, heard: (message: string) => void): FlowListener {
  return {
    onMessage: (text) => {
      heard(text);
      listener.onMessage(text);
    },
    onLost: (error) => listener.onLost(error),
  };
}
