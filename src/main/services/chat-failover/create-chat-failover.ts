import { catalogue } from '../../../shared/errors/catalogue.ts';
import { failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Span, Trace } from '../../ports/trace.port.ts';
import type { XmppGuide, XmppTarget, XmppWay } from '../../ports/xmpp.port.ts';
import { failoverBegun, type FailoverEvent, type FailoverState, failoverStep } from './failover.machine.ts';

/** The SOAP sessions of one person; what succeeds is the session that the next one-time passwords come from. */
export interface SoapSessions {
  /** Uses the standing session at a node (`host:port`) and reads it anew. */
  reuseAt(
    node: string,
    call: { readonly signal: AbortSignal; readonly span: Span },
  ): Promise<Result<ImPresenceSession>>;
  /** Signs in anew at this one node. auth.*: the password was refused, now or before. */
  loginAt(
    node: string,
    call: { readonly signal: AbortSignal; readonly span: Span },
  ): Promise<Result<ImPresenceSession>>;
  /** The refusal of the password itself, once a node has refused it. */
  refused(): Failure | undefined;
  /** From now on a password comes from the session's own node only; going to another one is the guide's to decide. */
  stayAtNode(): void;
}

/** Seconds between which a client waits before it signs in again after its node failed. */
export interface ReloginLimits {
  readonly lowerS: number;
  readonly upperS: number;
}

export interface ChatFailoverParts {
  readonly ports: { readonly clock: Clock; readonly random: Random; readonly trace: Trace };
  /** SOAP nodes as `host:port`. */
  readonly primary: string;
  readonly secondary: string;
  readonly sessions: SoapSessions;
  /** As told at sign-in; a session read later may say otherwise. */
  readonly relogin?: ReloginLimits | undefined;
  /** Where chat is, primary first, by what a session says. */
  readonly targetsOf: (session: ImPresenceSession) => readonly XmppTarget[];
}

/** What the Server Recovery Manager has for its limits when nobody changed them. */
export const DEFAULT_RELOGIN: ReloginLimits = { lowerS: 120, upperS: 537 };

/** Leads the XMPP engine by the failover machine: one pair of nodes, one signed-in person. */
export function createChatFailover(parts: ChatFailoverParts): XmppGuide {
  return new ChatFailover(parts);
}

type SoapState = Extract<FailoverState, { kind: `SOAPCONNECT_${string}` }>;

class ChatFailover implements XmppGuide {
  private readonly parts: ChatFailoverParts;
  private state: FailoverState = failoverBegun;
  /** The first sign-in is not ours; see services/bootstrap. */
  private hasStood = false;
  private relogin: ReloginLimits;
  private servers: readonly XmppTarget[] = [];
  /** Waiting, until this moment of the monotonic clock. */
  private dueAt: number | undefined;
  private causes: Failure[] = [];
  private trail: Trail | undefined;

  constructor(parts: ChatFailoverParts) {
    this.parts = parts;
    this.relogin = parts.relogin ?? DEFAULT_RELOGIN;
  }

  connected(): void {
    this.hasStood = true;
    this.parts.sessions.stayAtNode();
    this.feed('ok');
  }

  lost(cause: Failure): ReturnType<XmppGuide['lost']> {
    if (!this.hasStood) return undefined;
    // The node says that it goes down: nothing is to be had at its place.
    if (this.state.kind === 'XMPPCONNECTED' && cause.detail === 'system-shutdown') this.feed('lost');
    if (this.dueAt !== undefined)
      return { delayMs: Math.max(0, this.dueAt - this.parts.ports.clock.monotonic()) };
    if (this.state.kind === 'STOPPED' && this.state.why === 'nodes-failed' && !this.isOwnNetwork())
      return 'rest';
    return undefined;
  }

  async next(failed: Failure | undefined, signal: AbortSignal): Promise<Result<XmppWay>> {
    if (!this.hasStood) return failed ? { ok: false, error: failed } : ok({ kind: 'usual' });
    if (failed) this.take(failed);
    else this.resume();
    while (this.dueAt === undefined) {
      const { state } = this;
      switch (state.kind) {
        case 'XMPPCONNECTED':
          return failed ? { ok: false, error: failed } : ok({ kind: 'same-place' });
        case 'FAILOVER':
        case 'SOAPCONNECTED':
          this.feed('go');
          break;
        case 'XMPPCONNECT_P':
        case 'XMPPCONNECT_S': {
          const target = this.servers[state.kind === 'XMPPCONNECT_P' ? 0 : 1];
          if (target) return ok({ kind: 'target', target });
          this.feed('failed');
          break;
        }
        case 'STOPPED':
          return { ok: false, error: this.outcome(state.why) };
        default:
          await this.ask(state, signal);
          if (signal.aborted) return { ok: false, error: failure('app.cancelled') };
      }
    }
    if (failed && !this.isOneTimeRefusal(failed)) return { ok: false, error: failed };
    return { ok: false, error: failure('xmpp.stream', failed?.params, failed?.detail) };
  }

  /** The node has refused a one-time password: it is not ours any more. The person's password is not in question. */
  private isOneTimeRefusal({ code }: Failure): boolean {
    return code.startsWith('auth.') && this.parts.sessions.refused() === undefined;
  }

  /** Asked again: the waiting is over, or the network changed, or the person wants it. */
  private resume(): void {
    this.dueAt = undefined;
    if (this.state.kind === 'STOPPED') {
      this.causes = [];
      this.feed('rearm');
    }
  }

  /** What the engine tried there was of no use. */
  private take(failed: Failure): void {
    if (this.state.kind === 'XMPPCONNECTED') {
      // Without a network of our own no node has failed; and what only the person can cure isn't cured elsewhere.
      const isNodes = catalogue[failed.code].retryable || this.isOneTimeRefusal(failed);
      if (isNodes && !isOwnNetworks(failed)) this.feed('lost');
      return;
    }
    this.causes.push(failed);
    this.feed('failed');
  }

  /** One question to a SOAP node. */
  private async ask(state: SoapState, signal: AbortSignal): Promise<void> {
    const { sessions, primary, secondary, targetsOf } = this.parts;
    const node = state.kind.endsWith('_P') ? primary : secondary;
    const call = { signal, span: this.trailOf().step };
    const isReuse = state.kind === 'SOAPCONNECT_SESSION_P' || state.kind === 'SOAPCONNECT_SESSION_S';
    const answer = await (isReuse ? sessions.reuseAt(node, call) : sessions.loginAt(node, call));
    // A new attempt begins where this one was left.
    if (signal.aborted) return;
    if (answer.ok) {
      this.servers = targetsOf(answer.value);
      this.relogin = answer.value.relogin ?? this.relogin;
      return this.feed('ok');
    }
    this.causes.push(answer.error);
    this.feed(answer.error.code.startsWith('auth.') ? 'refused' : 'failed');
  }

  private feed(event: FailoverEvent): void {
    const before = this.state;
    const { state, effects } = failoverStep(before, event);
    this.state = state;
    if (state.kind === before.kind) return;
    if (effects.some(({ kind }) => kind === 'wait')) this.wait();
    this.trailOf().enter(state.kind, event === 'ok' || event === 'go');
    if (state.kind === 'XMPPCONNECTED' || state.kind === 'STOPPED') {
      this.trail?.end(state.kind === 'XMPPCONNECTED');
      this.trail = undefined;
    }
  }

  private wait(): void {
    const { clock, random } = this.parts.ports;
    const { lowerS, upperS } = this.relogin;
    const seconds = lowerS + random.fraction() * (upperS - lowerS);
    this.causes = [];
    this.dueAt = clock.monotonic() + Math.round(seconds * 1000);
    this.trailOf().note({ lowerS, upperS, waitS: Math.round(seconds * 10) / 10 });
  }

  private isOwnNetwork(): boolean {
    return this.causes.length > 0 && this.causes.every(isOwnNetworks);
  }

  private outcome(why: 'nodes-failed' | 'refused'): Failure {
    const last = this.causes.at(-1);
    if (last && (why === 'refused' || this.isOwnNetwork())) return last;
    return failure('xmpp.nodes-failed', {}, [...new Set(this.causes.map(({ code }) => code))].join(', '));
  }

  private trailOf(): Trail {
    return (this.trail ??= new Trail(this.parts.ports.trace));
  }
}

/** Our own network isn't there: no name is found any more. */
function isOwnNetworks({ code }: Failure): boolean {
  return code === 'net.offline' || code === 'net.name-not-found';
}

/** A failover in the trace: a step for each state, in order. */
class Trail {
  private readonly root: Span;
  step: Span;

  constructor(trace: Trace) {
    this.root = trace.start('chat-failover');
    this.step = this.root;
  }

  note(attributes: Parameters<Span['note']>[0]): void {
    this.root.note(attributes);
  }

  enter(state: string, isWell: boolean): void {
    if (this.step !== this.root) this.step.end(isWell ? 'ok' : 'failed');
    this.step = this.root.child(state);
  }

  end(isWell: boolean): void {
    if (this.step !== this.root) this.step.end(isWell ? 'ok' : 'failed');
    this.root.end(isWell ? 'ok' : 'failed');
  }
}
