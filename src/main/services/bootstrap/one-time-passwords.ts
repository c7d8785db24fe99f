import { fail, type Failure, type Result } from '../../../shared/errors/result.ts';
import type { ImPresence, ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';

export interface OneTimePasswordsRequest {
  readonly imp: ImPresence;
  readonly nodes: readonly string[];
  readonly username: string;
  readonly password: string;
  /** `user@domain` as CISCO-VTG-TOKEN wants it. */
  readonly address: string;
  /** A session that signing in has opened already. Absent: one is opened at once, beside the connection that will need it. */
  readonly session?: ImPresenceSession;
  /** The sign-in that this is for; parent of what is fetched for it. */
  readonly span: Span;
  /** A span for a fetch of later: chat reconnects long after the sign-in. */
  readonly startSpan: () => Span;
}

/** Fetches the first password beside whatever goes on, in a span of its own. */
export function prefetchPassword(session: ImPresenceSession, parent: Span, signal: AbortSignal): void {
  const span = parent.child('one-time-password');
  void session.prefetchPassword({ span, signal }).then(() => span.end('ok'));
}

/**
 * One-time passwords for XMPP: from the session that stands, else from a new one. Once a node has refused the password
 * it is not shown to any again (A2): every later fetch fails with the same refusal.
 */
export function oneTimePasswords(request: OneTimePasswordsRequest): XmppCredentials {
  const source = new PasswordSource(request);
  return { kind: 'one-time', address: request.address, get: () => source.get() };
}

class PasswordSource {
  private readonly request: OneTimePasswordsRequest;
  private session: ImPresenceSession | undefined;
  private refusal: Failure | undefined;
  /** The sign-in that was begun when the connection was. */
  private opening: Promise<Result<ImPresenceSession>> | undefined;
  private isFirst = true;

  constructor(request: OneTimePasswordsRequest) {
    this.request = request;
    this.session = request.session;
    if (!request.session) this.opening = this.openAhead();
  }

  async get(): Promise<Result<string>> {
    const kept = await this.fromKept();
    this.isFirst = false;
    if (kept?.ok || kept?.error.code === 'app.cancelled') return kept;
    // The session is gone (node restarted, time-out): a new one.
    this.session = undefined;
    const opened = await (this.opening ?? this.open(this.startSpan()));
    this.opening = undefined;
    if (!opened.ok) return opened;
    this.session = opened.value;
    return this.fromKept().then((result) => result ?? fail('app.cancelled'));
  }

  /** Fetches run as long as their own time limits say. */
  private async fromKept(): Promise<Result<string> | undefined> {
    if (!this.session) return undefined;
    const span = this.startSpan();
    const result = await this.session.oneTimePassword({ signal: new AbortController().signal, span });
    span.end(result.ok ? 'ok' : 'failed');
    return result;
  }

  /** Signs in and fetches the password while chat is still connecting. */
  private async openAhead(): Promise<Result<ImPresenceSession>> {
    const opened = await this.open(this.startSpan());
    if (opened.ok) prefetchPassword(opened.value, this.request.span, new AbortController().signal);
    return opened;
  }

  private startSpan(): Span {
    const { span, startSpan } = this.request;
    return this.isFirst ? span.child('one-time-password') : startSpan();
  }

  private async open(span: Span): Promise<Result<ImPresenceSession>> {
    if (this.refusal) {
      span.end('failed');
      return { ok: false, error: this.refusal };
    }
    const call = { signal: new AbortController().signal, span };
    const opened = await this.request.imp.signIn({ ...this.request, wantsServers: false }, call);
    span.end(opened.ok ? 'ok' : 'failed');
    if (!opened.ok) {
      if (opened.error.code.startsWith('auth.')) this.refusal = opened.error;
      return opened;
    }
    const { value } = opened;
    return value
      ? { ok: true, value }
      : fail('http.status', { host: this.request.nodes[0] ?? '', status: 404 }, 'no sign-in service');
  }
}
