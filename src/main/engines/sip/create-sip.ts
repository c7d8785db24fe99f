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
  SipEvent,
  SipMedia,
  SipRegistration,
  Softkey,
} from '../../ports/sip.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { CallBook } from './call/call-book.ts';
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
  /** Another way to the same line, to be taken when no call needs the present one. */
  next: SipAccount | undefined;
}

/** The same line of the same installation, at other servers or by another route. */
function isSameLine(before: SipAccount, after: SipAccount): boolean {
  const line = ({ aor, authUser, instanceId, device }: SipAccount): string =>
    JSON.stringify([aor, authUser, instanceId, device?.name]);
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
    line.calls.hangUpAll();
    await line.registration.stop();
    line.userAgent.dispose();
    if (this.#line === line) this.#line = undefined;
  }

  nudge(): void {
    this.#line?.registration.nudge();
  }

  invite(target: string, media: SipMedia): Result<SipCall> {
    const line = this.#line;
    if (!line?.registration.isBound()) return fail('sip.not-registered');
    const uri = inviteTarget(target, line.userAgent.core.configuration.aor, line.userAgent.account);
    return uri
      ? { ok: true, value: line.calls.place(uri, target, media) }
      : fail('call.bad-number', { number: target.slice(0, 40) });
  }

  async press(key: Softkey, call?: SipCall, consult?: SipCall): Promise<Result<void>> {
    const line = this.#line;
    if (!line?.registration.isBound()) return fail('sip.not-registered');
    const [dialog, other] = [call, consult].map((each) => each && line.calls.dialogOf(each));
    const isNamed = (!call || dialog) && (!consult || other);
    if (!line.userAgent.account.device || !isNamed) return fail('call.not-possible-now');
    return line.userAgent.press(softkeyBody(key, dialog, other));
  }

  callOf(dialog: RemoteDialog): SipCall | undefined {
    return this.#line?.calls.callOf(dialog);
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
    const emit = (event: SipEvent): void => {
      for (const listener of [...this.#listeners]) listener(event);
    };
    const userAgent: UserAgent = new UserAgent(account, aor, this.#ports, {
      onInvite: (request) => calls.take(request),
      onUpdate: (message) => calls.update(message),
      onSubscribe: (message) => calls.subscribed(message),
      onRemote: (note) => emit({ kind: 'remote', note }),
      onMessageSummary: (body) => emit({ kind: 'message-summary', body }),
    });
    const calls = new CallBook({
      clock,
      random,
      log,
      userAgent,
      emit,
      incomingMedia: () => this.#incomingMedia?.(),
      onNone: () => {
        registration.callsOver();
        moveNow();
      },
    });
    const registration: Registration = new Registration({
      clock,
      random,
      log,
      userAgent,
      openFlow: async (server, listener, span) => {
        const { heard } = this.#ports;
        const registrar = userAgent.account.registrars[server];
        if (!registrar) return fail('sip.register-failed', { host: aor.host, status: 0 });
        return openFlow(this.#ports, {
          registrar,
          domain: aor.host,
          listener: heard ? listenedTo(listener, heard) : listener,
          timeoutMs: CONNECT_MS,
          ...(span && { span }),
        });
      },
      onChange: (state) => {
        emit({ kind: 'registration', registration: state });
        // The way that the calls were waited for is gone.
        if (state.kind !== 'registered') moveNow();
      },
      onMoved: () => calls.moved(),
      hasCalls: () => calls.size > 0,
    });
    const line: Line = { userAgent, registration, calls, next: undefined };
    const moveNow = (): void => {
      const { next } = line;
      line.next = undefined;
      if (next) void this.#go(line, next);
    };
    return line;
  }

  /**
   * The same line by another way. A call that the present way still serves is not pulled from under the person: the move
   * waits for its end, or for the way to close.
   */
  #move(line: Line, account: SipAccount, span: Span | undefined): Promise<Result<void>> {
    if (line.calls.size === 0 || !line.registration.isBound()) return this.#go(line, account, span);
    line.next = account;
    return Promise.resolve(ok());
  }

  #go(line: Line, account: SipAccount, span?: Span): Promise<Result<void>> {
    line.next = undefined;
    line.userAgent.move(account);
    return line.registration.move(span);
  }
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
