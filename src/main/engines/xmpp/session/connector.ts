import { domainToUnicode } from 'node:url';
import { catalogue } from '../../../../shared/errors/catalogue.ts';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { XmppAccount, XmppTarget, XmppWay } from '../../../ports/xmpp.port.ts';
import {
  negotiate,
  type Negotiated,
  type NegotiationPorts,
  type NegotiationRequest,
  type ResumableStream,
  type ServerMemory,
} from '../stream/negotiation.ts';
import { parseHostPort } from '../stream/stream-error.ts';

export interface ConnectorPorts extends NegotiationPorts {
  readonly log: Log;
}

/** What the session brings into an attempt; see `NegotiationRequest`. */
export interface AttemptParts {
  readonly account: XmppAccount;
  readonly way: XmppWay;
  readonly resumable: () => (ResumableStream & { readonly location: string | undefined }) | undefined;
  readonly onResumeFailed: (handled: number | undefined) => void;
  readonly firstStanzas: (
    management: boolean | undefined,
    how: { readonly pace: NegotiationRequest['pace']; readonly canResume: boolean },
    span: Span | undefined,
  ) => string;
  readonly onBytes: () => void;
  readonly signal: AbortSignal;
  readonly span: Span | undefined;
}

export type AttemptResult =
  | { readonly ok: true; readonly value: Negotiated }
  | { readonly ok: false; readonly error: Failure };

/** RFC 6120 section 4.9.3.19: a chain of redirections may be a loop. */
const MAX_REDIRECTIONS = 3;

/** Tries an account's targets until one gives a session, and remembers what servers offered, for this process's lifetime. */
export class Connector {
  private readonly ports: ConnectorPorts;
  private readonly memories = new Map<string, ServerMemory>();
  private readonly careful = new Set<string>();
  /** Domains whose servers go by the name that DNS knows. */
  private readonly asciiNamed = new Set<string>();
  private lastGood: XmppTarget | undefined;
  private redirection: XmppTarget | undefined;
  private isMoving = false;
  /** The same account on another network: what the last one had closed may be open on this one. */
  private isElsewhere = false;

  constructor(ports: ConnectorPorts) {
    this.ports = ports;
  }

  /** Where the stream is, if that is one of the web's ways. */
  get webWay(): XmppTarget | undefined {
    return this.lastGood?.path === undefined ? undefined : this.lastGood;
  }

  /** A new account: where the last one was connected means nothing to it. */
  forget(): void {
    this.leave();
    this.ports.keys.clear();
  }

  /** The same account by another way: where it was connected, and where the server says to come back to, are not there. */
  move(): void {
    this.leave();
    this.isElsewhere = true;
  }

  private leave(): void {
    this.lastGood = undefined;
    this.redirection = undefined;
    this.isMoving = true;
    this.isElsewhere = false;
  }

  /** An established stream was ended with see-other-host: the next attempt goes there first. */
  redirect(otherHost: { readonly host: string; readonly port: number | undefined }): void {
    // A host said inside a WebSocket is not one that the domain's host-meta named.
    if (this.lastGood && this.lastGood.path === undefined) this.redirection = moved(this.lastGood, otherHost);
  }

  /** The failure is that of the best target, unless another one says that trying again is no use. */
  async attempt(parts: AttemptParts): Promise<AttemptResult> {
    const { account, signal, span } = parts;
    const targets = this.targets(parts);
    const tried = await this.tryAll(parts, targets);
    if (tried.ok || !account.moreTargets || signal.aborted || !isUnreachable(tried.error)) return tried;
    const more = await account.moreTargets({ signal, span });
    const others = more.filter((target) => !targets.some((known) => keyOf(known) === keyOf(target)));
    if (others.length === 0 || signal.aborted) return tried;
    const result = await this.tryAll(parts, others);
    // Why the best way is closed says more than why the detour is.
    return result.ok || !isUnreachable(result.error) ? result : tried;
  }

  private async tryAll(parts: AttemptParts, targets: readonly XmppTarget[]): Promise<AttemptResult> {
    let first: Failure | undefined;
    for (const target of targets) {
      const result = await this.tryTarget(parts, target, MAX_REDIRECTIONS);
      if (result.ok || !catalogue[result.error.code].retryable || parts.signal.aborted) return result;
      first ??= result.error;
    }
    return { ok: false, error: first ?? failure('xmpp.stream', {}, 'no servers') };
  }

  /** Where the stream can be resumed, where we were sent, where we were, then as the account says. */
  private targets({ account, resumable, way }: AttemptParts): readonly XmppTarget[] {
    if (way.kind === 'target') return [way.target];
    const at = this.isMoving ? undefined : resumable()?.location;
    const location = at === undefined ? undefined : parseHostPort(at);
    const base = this.lastGood ?? account.targets[0];
    const preferred = [
      location && base && base.path === undefined ? moved(base, location) : undefined,
      this.redirection,
      this.lastGood,
      this.isElsewhere ? undefined : account.lastWay,
    ];
    this.redirection = undefined;
    const known = preferred.filter((target) => target !== undefined);
    const all = way.kind === 'same-place' && known.length > 0 ? known : [...known, ...account.targets];
    return all.filter((target, index) => all.findIndex((other) => keyOf(other) === keyOf(target)) === index);
  }

  private async tryTarget(
    parts: AttemptParts,
    target: XmppTarget,
    redirections: number,
  ): Promise<AttemptResult> {
    const key = `${parts.account.domain} ${keyOf(target)}`;
    // Cisco servers are known by few of their words only (cisco-uc 8.2), so nothing is sent ahead of them.
    const isCareful = this.careful.has(key) || parts.account.credentials.kind !== 'password';
    let result = await this.negotiateByName(parts, target, key, isCareful ? 'careful' : 'eager');
    const isDoubtful = !result.ok && result.isPaceDoubtful && result.isHostUnknown !== true;
    if (!result.ok && isDoubtful && !isCareful && !parts.signal.aborted) {
      this.ports.log.info('trying the careful pace', { host: target.host, code: result.error.code });
      result = await this.negotiateByName(parts, target, key, 'careful');
      if (result.ok) this.careful.add(key);
    }
    if (!result.ok && result.otherHost && redirections > 0 && target.path === undefined) {
      return this.tryTarget(parts, moved(target, result.otherHost), redirections - 1);
    }
    if (result.ok) {
      this.isMoving = false;
      this.isElsewhere = false;
      this.lastGood = target;
      this.memories.set(key, result.value.memory);
    }
    return result;
  }

  /** Addresses have a domain's name as it is read (RFC 7622 section 3.2); some servers know only the one that DNS has. */
  private async negotiateByName(
    parts: AttemptParts,
    target: XmppTarget,
    key: string,
    pace: NegotiationRequest['pace'],
  ) {
    const { domain } = parts.account;
    const read = this.asciiNamed.has(domain) ? domain : domainToUnicode(domain) || domain;
    if (read === domain) return this.negotiate(parts, target, key, pace);
    const account = { ...parts.account, domain: read };
    const result = await this.negotiate({ ...parts, account }, target, key, pace);
    if (result.ok || result.isHostUnknown !== true || parts.signal.aborted) return result;
    const other = await this.negotiate(parts, target, key, pace);
    if (other.ok) this.asciiNamed.add(domain);
    return other;
  }

  private async negotiate(parts: AttemptParts, target: XmppTarget, key: string, pace: 'eager' | 'careful') {
    const span = parts.span?.child('xmpp', { host: target.host, port: target.port, tls: target.tls, pace });
    // BOSH resumes by itself, and servers whose streams move between connections know nothing of its requests.
    const canResume = target.isBosh !== true;
    const result = await negotiate(this.ports, {
      account: parts.account,
      target,
      pace,
      memory: this.memories.get(key),
      resume: canResume ? parts.resumable : () => dropped(parts),
      onResumeFailed: parts.onResumeFailed,
      firstStanzas: (management) => parts.firstStanzas(management, { pace, canResume }, span),
      onBytes: parts.onBytes,
      signal: parts.signal,
      span,
    });
    if (!result.ok)
      span?.note({
        code: result.error.code,
        ...(result.error.detail !== undefined && { detail: result.error.detail }),
      });
    span?.end(result.ok ? 'ok' : 'failed');
    return result;
  }
}

/** What an earlier stream left open is in doubt from here on. */
function dropped({ resumable, onResumeFailed }: AttemptParts): undefined {
  if (resumable()) onResumeFailed(undefined);
}

function moved(
  target: XmppTarget,
  to: { readonly host: string; readonly port: number | undefined },
): XmppTarget {
  return { ...target, host: to.host, port: to.port ?? target.port };
}

function keyOf(target: XmppTarget): string {
  return `${target.host.toLowerCase()}:${target.port}/${target.tls}${target.path ?? ''}${target.isBosh ? ' bosh' : ''}`;
}

/** Nothing there answered as a chat server does: a firewall may be in between. */
function isUnreachable({ code }: Failure): boolean {
  return /^net\.|^tls\.failed$|^xmpp\.timeout$/.test(code);
}
