import { fail, type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { ImPresence, ImPresenceSession, RequestCall } from '../../ports/im-presence.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { SoapSessions } from '../chat-failover/create-chat-failover.ts';

export interface OneTimePasswordsRequest {
  readonly imp: ImPresence;
  readonly nodes: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly tokens?: TokenSource;
  /** A session that signing in has opened already. Absent: one is opened at once, beside the connection that will need it. */
  readonly session?: ImPresenceSession;
  /** The sign-in that this is for; parent of what is fetched for it. */
  readonly span: Span;
  /** A span for a fetch of later: chat reconnects long after the sign-in. */
  readonly startSpan: () => Span;
}

/** Fetches the first password beside whatever goes on, in a span of its own. */
export function prefetchPassword(session: ImPresenceSession, call: RequestCall): void {
  const span = call.span.child('one-time-password');
  void session.prefetchPassword({ ...call, span }).then(() => span.end('ok'));
}

/**
 * One-time passwords for XMPP: from the session that stands, else from a new one. Once a node has refused the password
 * it is not shown to any again (A2): every later fetch fails with the same refusal.
 */
export class OneTimePasswords implements SoapSessions {
  private readonly request: OneTimePasswordsRequest;
  private session: ImPresenceSession | undefined;
  private refusal: Failure | undefined;
  /** The sign-in that was begun when the connection was. */
  private opening: Promise<Result<ImPresenceSession>> | undefined;
  private isFirst = true;
  private staysAtNode = false;

  constructor(request: OneTimePasswordsRequest) {
    this.request = request;
    this.session = request.session;
    if (!request.session) this.opening = this.openAhead();
  }

  /** A password for one login. */
  async get(): Promise<Result<string>> {
    const kept = await this.fromKept();
    this.isFirst = false;
    if (kept?.ok || kept?.error.code === 'app.cancelled') return kept;
    // A node that answers but has forgotten the session was started anew; one that doesn't answer is left to the guide.
    const isForgotten = kept?.error.code === 'http.bad-content';
    if (kept && this.staysAtNode && !isForgotten) return kept;
    const nodes = this.staysAtNode && this.session ? [this.session.node] : this.request.nodes;
    this.session = undefined;
    const opened = await (this.opening ?? this.open(nodes, { wantsServers: false }, this.startSpan()));
    this.opening = undefined;
    if (!opened.ok) return opened;
    this.session = opened.value;
    return this.fromKept().then((result) => result ?? fail('app.cancelled'));
  }

  refused(): Failure | undefined {
    return this.refusal;
  }

  stayAtNode(): void {
    this.staysAtNode = true;
  }

  async reuseAt(node: string, call: RequestCall): Promise<Result<ImPresenceSession>> {
    const { session } = this;
    if (!session) return fail('http.bad-content', { host: hostOf(node) }, 'no session');
    const reused = await session.reuseAt(node, call);
    if (reused.ok) this.session = reused.value;
    return reused;
  }

  async loginAt(node: string, call: RequestCall): Promise<Result<ImPresenceSession>> {
    const span = call.span.child('login');
    const opened = await this.open([node], { wantsServers: true, signal: call.signal }, span);
    if (opened.ok) this.session = opened.value;
    return opened;
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
    const opened = await this.open(this.request.nodes, { wantsServers: false }, this.startSpan());
    if (opened.ok)
      prefetchPassword(opened.value, { span: this.request.span, signal: new AbortController().signal });
    return opened;
  }

  private startSpan(): Span {
    const { span, startSpan } = this.request;
    return this.isFirst ? span.child('one-time-password') : startSpan();
  }

  private async open(
    nodes: readonly string[],
    { wantsServers, signal }: { readonly wantsServers: boolean; readonly signal?: AbortSignal },
    span: Span,
  ): Promise<Result<ImPresenceSession>> {
    if (this.refusal) {
      span.end('failed');
      return { ok: false, error: this.refusal };
    }
    const call = { signal: signal ?? new AbortController().signal, span };
    const opened = await this.request.imp.signIn({ ...this.request, nodes, wantsServers }, call);
    span.end(opened.ok ? 'ok' : 'failed');
    if (!opened.ok) {
      // Tokens keep their own end, and may be given anew.
      if (opened.error.code.startsWith('auth.') && !this.request.tokens) this.refusal = opened.error;
      return opened;
    }
    const absent = failure(
      'http.status',
      { host: hostOf(nodes[0] ?? ''), status: 404 },
      'no sign-in service',
    );
    return opened.value ? ok(opened.value) : { ok: false, error: absent };
  }
}

function hostOf(node: string): string {
  return node.replace(/:\d+$/, '');
}
