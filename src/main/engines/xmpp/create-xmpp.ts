import { LONGEST_BODY_BYTES } from '../../../shared/domain/conversation.ts';
import { bareJid } from '../../../shared/domain/jid.ts';
import type { Presence } from '../../../shared/domain/presence.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Span, Trace } from '../../ports/trace.port.ts';
import type {
  OutgoingMessage,
  Xmpp,
  XmppAccount,
  XmppEvent,
  XmppGuide,
  XmppLink,
  XmppWay,
} from '../../ports/xmpp.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { ScramKeyCache } from './sasl/scram-key-cache.ts';
import { type AttemptResult, Connector } from './session/connector.ts';
import { LinkRunner } from './session/link-runner.ts';
import { Session } from './session/session.ts';
import { ArchiveVerbs } from './session/archive-verbs.ts';
import { BlockingVerbs } from './session/blocking-verbs.ts';
import { ChatStateVerbs } from './session/chat-state-verbs.ts';
import { type StreamPlace, usualPlace } from './peer-files/stream-listener.ts';
import { createFileTraffic } from './session/file-verbs.ts';
import { RoomVerbs } from './session/room-verbs.ts';
import type { FileTraffic } from '../../ports/file-traffic.port.ts';
import type { Blocking } from '../../ports/blocking.port.ts';
import type { RoomTraffic } from '../../ports/rooms.port.ts';
import type { Software } from './stanzas/iq-answers.ts';
import { chatStanza, displayedStanza, receiptStanza } from './stanzas/message-writer.ts';
import { groupMessageStanza } from './stanzas/room-writer.ts';
import { subscriptionStanza } from './stanzas/presence-writer.ts';
import { rosterRemove, rosterSet } from './stanzas/roster.ts';
import { readVCard, vcardQuery } from './stanzas/vcard.ts';
import { streamFailure } from './stream/stream-error.ts';
import type { Element } from './wire/xml.ts';

export interface XmppPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where reconnects are recorded; a first sign-in is recorded in the span that `connect` is given. */
  readonly trace?: Trace;
  readonly software: Software;
  /** Where files from other devices come in; default: port 37200 of every network. */
  readonly place?: StreamPlace;
  /** Listens in on every element of the server, as text. */
  readonly heard?: (element: string) => void;
}

/** The port, and what only hosts use. */
export interface XmppEngine extends Xmpp {
  /** XEP-0352: tell the server whether somebody looks at the client, so that it may hold back what can wait. */
  setActive(isActive: boolean): void;
  readonly rooms: RoomTraffic;
  readonly blocking: Blocking;
  readonly files: FileTraffic;
}

/** So long a farewell and a resumption wait for what came to be stored. */
const STORED_MS = 2_000;

/** The chat engine: one account at a time, connected from `connect` to `disconnect`. See README.md and docs/protocols/xmpp.md. */
export function createXmpp(ports: XmppPorts): XmppEngine {
  return new Engine(ports);
}

class Engine implements XmppEngine {
  private readonly ports: XmppPorts;
  private readonly listeners = new Set<(event: XmppEvent) => void>();
  private readonly session: Session;
  private readonly connector: Connector;
  private readonly runner: LinkRunner;
  private readonly archives: ArchiveVerbs;
  private readonly chatStates: ChatStateVerbs;
  readonly rooms: RoomTraffic;
  readonly blocking: Blocking;
  readonly files: FileTraffic;
  private current: XmppLink = { kind: 'offline' };
  private stored: (() => Promise<void> | undefined) | undefined;
  private account: XmppAccount | undefined;
  private span: Span | undefined;
  private rosterVersion = '';

  constructor(ports: XmppPorts) {
    const { dialer, clock, random, log } = ports;
    this.ports = ports;
    this.session = new Session({
      clock,
      random,
      log,
      software: ports.software,
      emit: (event) => this.emit(event),
      stored: () => this.stored?.(),
      onReady: (link) => {
        const { webWay } = this.connector;
        this.runner.established({ ...link, ...(webWay && { webWay }) });
      },
      onBroken: (error) => {
        if (error.otherHost) this.connector.redirect(error.otherHost);
        this.runner.lost(streamFailure(error, this.account?.domain ?? ''));
      },
    });
    const { heard } = ports;
    const keys = new ScramKeyCache();
    this.connector = new Connector({ dialer, clock, random, log, keys, ...(heard && { heard }) });
    this.archives = new ArchiveVerbs(this.session, random);
    this.chatStates = new ChatStateVerbs(this.session);
    this.rooms = new RoomVerbs(this.session);
    this.blocking = new BlockingVerbs(this.session);
    this.files = createFileTraffic(this.session, { dialer, clock, random, place: ports.place ?? usualPlace });
    this.runner = new LinkRunner({
      clock,
      random,
      attempt: (number, signal, onBytes) => this.attempt(number, signal, onBytes),
      begin: (negotiated) => this.session.begin(negotiated),
      receive: ({ element }) => this.session.receive(element),
      detach: () => this.session.detach(),
      forget: () => this.session.forget(),
      leave: () => this.session.leave(),
      probe: () => this.session.channel.probe(),
      publish: (link) => this.publish(link),
      verdict: (cause) => this.guide()?.lost(cause),
    });
  }

  on(listener: (event: XmppEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  link(): XmppLink {
    return this.current;
  }

  acknowledgeWhen(stored: () => Promise<void> | undefined): () => void {
    this.stored = stored;
    return () => {
      if (this.stored === stored) this.stored = undefined;
    };
  }

  connect(account: XmppAccount, span?: Span): Promise<Result<void>> {
    if (this.account && ownerOf(this.account) !== ownerOf(account)) {
      this.connector.forget();
      this.session.setPresence({ show: 'available' });
    }
    const before = this.account;
    this.account = account;
    this.span = span;
    this.rosterVersion = account.rosterVersion ?? '';
    const isMove = before !== undefined && this.current.kind !== 'offline' && isOtherWay(before, account);
    if (!isMove) return this.runner.connect();
    this.connector.move();
    return this.runner.move();
  }

  async disconnect(): Promise<void> {
    const stored = this.allStored();
    if (stored) await stored;
    return this.runner.disconnect();
  }

  nudge(): void {
    this.runner.nudge();
  }

  again(): void {
    this.runner.again();
  }

  setActive(isActive: boolean): void {
    this.session.setActive(isActive);
  }

  sendMessage(message: OutgoingMessage): Result<void> {
    if (Buffer.byteLength(message.body) > LONGEST_BODY_BYTES) return fail('chat.too-long');
    if (!this.runner.isOnline) return fail('xmpp.not-connected');
    const isToRoom = message.isToRoom === true;
    const stanza = isToRoom ? groupMessageStanza(message) : chatStanza(message);
    // The peer is a person, whichever device it goes to; in a room it is the one with that nick.
    const peer = message.isPrivate === true ? message.to : (bareJid(message.to) ?? message.to);
    const sent = this.session.sendMessage(stanza, { id: message.id, peer, isToRoom });
    if (sent.ok && !isToRoom) this.runner.asked();
    return sent;
  }

  sendReceipt(to: string, messageId: string): Result<void> {
    const stanza = receiptStanza(to, messageId, this.ports.random.uuid());
    return this.write(stanza, { receipt: { peer: to, messageId } });
  }

  sendDisplayed(to: string, messageId: string): Result<void> {
    return this.write(displayedStanza(to, messageId, this.ports.random.uuid()));
  }

  sendChatState(to: string, state: 'active' | 'composing' | 'paused'): Result<void> {
    if (!this.runner.isOnline) return fail('xmpp.not-connected');
    this.chatStates.send(to, state);
    return ok();
  }

  setPresence(presence: Presence): Result<void> {
    // Kept also while there is no stream: the next sign-in begins with it.
    this.session.setPresence(presence);
    return this.runner.isOnline ? ok() : fail('xmpp.not-connected');
  }

  setRosterItem(item: { address: string; name: string; groups: readonly string[] }): Promise<Result<void>> {
    return this.change(rosterSet(item));
  }

  removeRosterItem(address: string): Promise<Result<void>> {
    return this.change(rosterRemove(address));
  }

  subscribe(address: string): Result<void> {
    return this.write(subscriptionStanza(address, 'subscribe'));
  }

  answerSubscription(address: string, isAccepted: boolean): Result<void> {
    return this.write(subscriptionStanza(address, isAccepted ? 'subscribed' : 'unsubscribed'));
  }

  async vcard(address: string) {
    if (!this.runner.isOnline) return fail('xmpp.not-connected');
    // The own one is asked for without an address (XEP-0054 section 3.1).
    const to = address === this.session.own?.bare ? undefined : address;
    const answer = await this.session.request({ type: 'get', to, child: vcardQuery() });
    return answer.ok ? ok(readVCard(answer.value)) : answer;
  }

  archive(query: Parameters<Xmpp['archive']>[0]): ReturnType<Xmpp['archive']> {
    if (!this.runner.isOnline) return Promise.resolve(fail('xmpp.not-connected'));
    return this.archives.page(query);
  }

  private write(stanza: Element, followed?: Parameters<Session['channel']['send']>[1]): Result<void> {
    if (!this.runner.isOnline) return fail('xmpp.not-connected');
    this.session.channel.send(stanza, followed);
    return ok();
  }

  private async change(child: Element): Promise<Result<void>> {
    if (!this.runner.isOnline) return fail('xmpp.not-connected');
    const answer = await this.session.request({ type: 'set', child });
    return answer.ok ? ok() : answer;
  }

  private async attempt(number: number, signal: AbortSignal, onBytes: () => void) {
    const { account } = this;
    if (!account) return fail('app.fault', {}, 'no account');
    // A resumption acknowledges too.
    if (this.session.resumable) await this.allStored();
    const isRecorded = this.span === undefined;
    const span = this.span ?? this.ports.trace?.start('xmpp.reconnect', { attempt: number });
    // The caller's span is for the attempt that `connect` answers; what follows is recorded by itself.
    this.span = undefined;
    const result = await this.guided(
      (way) =>
        this.connector.attempt({
          account,
          way,
          resumable: () => this.session.resumable,
          onResumeFailed: (handled) => this.session.forget(handled),
          firstStanzas: (management, how, parent) =>
            this.session.firstStanzas(this.rosterVersion, management, parent, how),
          onBytes,
          signal,
          span,
        }),
      signal,
    );
    if (isRecorded) span?.end(result.ok ? 'ok' : signal.aborted ? 'cancelled' : 'failed');
    return result;
  }

  /** Resolves when all that came is stored, or will not be soon; undefined: it is. */
  private allStored(): Promise<void> | undefined {
    const stored = this.stored?.();
    if (!stored) return undefined;
    return new Promise((resolve) => {
      const cancel = this.ports.clock.after(STORED_MS, resolve);
      void stored.then(() => {
        cancel();
        resolve();
      });
    });
  }

  private guide(): XmppGuide | undefined {
    const credentials = this.account?.credentials;
    return credentials?.kind === 'one-time' ? credentials.guide : undefined;
  }

  /** Where an account's guide leads, until one way gives a session or it knows no further one. */
  private async guided(
    attempt: (way: XmppWay) => Promise<AttemptResult>,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    const guide = this.guide();
    if (!guide) return attempt({ kind: 'usual' });
    let failed: Failure | undefined;
    for (;;) {
      const way = await guide.next(failed, signal);
      if (!way.ok) return way;
      const result = await attempt(way.value);
      if (result.ok || signal.aborted) return result;
      failed = result.error;
    }
  }

  private publish(link: XmppLink): void {
    this.current = link;
    if (link.kind === 'online') this.guide()?.connected();
    const cause =
      link.kind === 'waiting' || link.kind === 'stopped'
        ? { code: link.cause.code, detail: link.cause.detail }
        : {};
    this.ports.log.info('link', {
      kind: link.kind,
      ...cause,
      ...(link.kind === 'online' && { isResumed: link.isResumed }),
    });
    this.emit({ kind: 'link', link });
  }

  private emit(event: XmppEvent): void {
    // The next sign-in asks only for what changed since.
    if (event.kind === 'roster' || event.kind === 'roster-push') this.rosterVersion = event.version ?? '';
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.ports.log.error('listener failed', {
          event: event.kind,
          error: error instanceof Error ? error.name : 'unknown',
        });
      }
    }
  }
}

/** The same person's account, to be reached at other targets. */
function isOtherWay(before: XmppAccount, after: XmppAccount): boolean {
  const places = ({ targets }: XmppAccount): string =>
    targets
      .map(({ host, port }) => `${host}:${port}`)
      .sort()
      .join();
  return ownerOf(before) === ownerOf(after) && places(before) !== places(after);
}

/** Whose account it is, whatever the password. */
function ownerOf({ domain, credentials }: XmppAccount): string {
  return `${domain} ${credentials.kind === 'one-time' ? credentials.address : credentials.username}`;
}
