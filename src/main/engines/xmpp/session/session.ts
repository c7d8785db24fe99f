import type { Presence } from '../../../../shared/domain/presence.ts';
import { fail, failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { XmppEvent, XmppLink } from '../../../ports/xmpp.port.ts';
import type { ArchivePageReader } from '../stanzas/archive.ts';
import { OwnCaps, readInfo } from '../stanzas/caps.ts';
import type { Software } from '../stanzas/iq-answers.ts';
import { type IqRequest, IqRequests } from '../stanzas/iq-requests.ts';
import { type HeavyMessage, HeavyMessages } from './heavy-messages.ts';
import { type OwnAddress, ownAddress } from '../stanzas/own-address.ts';
import { PresenceBook } from '../stanzas/presence-composition.ts';
import { presenceStanza } from '../stanzas/presence-writer.ts';
import { readRoster, rosterQuery } from '../stanzas/roster.ts';
import type { Negotiated } from '../stream/negotiation.ts';
import { isOurFault, isStreamError, readStreamError, type StreamError } from '../stream/stream-error.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, serialize, xml } from '../wire/xml.ts';
import { PeerCaps } from './peer-caps.ts';
import { RoomBook } from './room-book.ts';
import { StanzaChannel } from './stanza-channel.ts';
import { StanzaRouter } from './stanza-router.ts';
import { WaitingWindow } from './waiting-window.ts';

export interface SessionParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly software: Software;
  readonly emit: (event: XmppEvent) => void;
  /** Resolves when what was emitted so far may be acknowledged; undefined: it may. */
  readonly stored: () => Promise<void> | undefined;
  /** The session is ready for use, or ready again. */
  readonly onReady: (link: XmppLink & { readonly kind: 'online' }) => void;
  /** The stream must end. */
  readonly onBroken: (error: StreamError) => void;
}

type OnlineLink = XmppLink & { readonly kind: 'online' };

/** Contacts first: other clients of ours on lower priorities get what isn't for everybody. */
const PRIORITY = 5;
/** Most servers take 256 KiB; one stanza past a server's limit ends the stream. */
const LONGEST_STANZA_BYTES = 200_000;
const STANZAS: ReadonlySet<string> = new Set(['message', 'presence', 'iq']);
/** How long the features of account and server may hold up the session. */
const SETTLE_MS = 4_000;
/**
 * How long a resumed stream may leave its first question open. Prosody 0.12 reads a stream that was cut within a stanza on
 * from there when it is resumed, and swallows what comes: it looks alive and hears nothing, as often as it is resumed.
 * The answer is a round trip behind `<resumed/>`, and behind what is sent again, for which a slow line is reckoned.
 */
const RESUMED_MS = 5_000;
const SLOW_LINE_PER_MS = 8;
const RESUMED_MOST_MS = 15_000;

/** What lives between sign-in and its end, over as many connections as the server resumes. */
export class Session {
  readonly requests: IqRequests;
  readonly channel: StanzaChannel;
  readonly peerCaps: PeerCaps;
  readonly pages = new Map<string, ArchivePageReader>();
  readonly rooms = new RoomBook();
  private readonly parts: SessionParts;
  private readonly heavy = new HeavyMessages();
  /** People whose client has sent chat states: proof enough that it understands them. */
  private readonly chatStatePeers = new Set<string>();
  private readonly router: StanzaRouter;
  /** Asked in turn whether a request is theirs. */
  private desks: readonly ((request: Element) => boolean)[] = [];
  private readonly presences = new PresenceBook();
  private readonly ownCaps: OwnCaps;
  private address: OwnAddress | undefined;
  private presence: Presence = { show: 'available' };
  private features: OnlineLink['features'] = { archive: false, carbons: false, streamManagement: false };
  private hasClientState = false;
  private longestStanza = LONGEST_STANZA_BYTES;
  private isActive = true;
  /** Answers that the session waits for before it calls itself ready. */
  private awaited = 0;
  private cancelSettle: Cancel = () => undefined;
  private cancelDoubt: Cancel = () => undefined;
  private lostAt: number | undefined;
  private readonly waiting: WaitingWindow;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.requests = new IqRequests(parts.clock, parts.random);
    this.ownCaps = new OwnCaps(parts.software);
    this.peerCaps = new PeerCaps(this.ownCaps);
    this.channel = new StanzaChannel({
      accepted: (ids) => {
        this.heavy.accepted(ids);
        for (const stanzaId of ids) parts.emit({ kind: 'accepted', stanzaId });
      },
      uncertain: (stanzaIds) => parts.emit({ kind: 'uncertain', stanzaIds }),
      receiptsLost: (receipts) => parts.emit({ kind: 'receipts-lost', receipts }),
      confirm: (onRead) => this.ping(onRead),
      stored: () => parts.stored(),
    });
    this.waiting = new WaitingWindow(() => parts.clock.now());
    this.router = new StanzaRouter({
      emit: (event) => {
        if (event.kind === 'chat-state') this.chatStatePeers.add(event.peer);
        if (event.kind === 'message' && event.message.direction === 'out')
          this.heavy.accepted([event.message.wire.originId, event.message.wire.messageId]);
        parts.emit(event);
      },
      reply: (stanza) => this.channel.send(stanza),
      requests: this.requests,
      presences: this.presences,
      ownCaps: this.ownCaps,
      peerCaps: this.peerCaps,
      pages: this.pages,
      rooms: this.rooms,
      oldestWaiting: () => this.waiting.oldest(),
      software: parts.software,
      isTaken: (request) => this.desks.some((desk) => desk(request)),
    });
  }

  /** The own address, once bound. */
  get own(): OwnAddress | undefined {
    return this.address;
  }

  /** The stream that may be taken up again, unless the server has surely thrown it away. */
  get resumable(): StanzaChannel['resumable'] {
    const { resumable } = this.channel;
    const lostForMs = this.lostAt === undefined ? 0 : this.parts.clock.now() - this.lostAt;
    const keptMs = (resumable?.maxSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
    return lostForMs < keptMs ? resumable : undefined;
  }

  /**
   * The first stanzas of a new session as text, in an order that brings the answers in the order they are needed. They may
   * be written before the features are known: each is answered, if only with an error.
   */
  firstStanzas(
    rosterVersion: string,
    management: boolean | undefined,
    span: Span | undefined,
    { pace, canResume }: { readonly pace: 'eager' | 'careful'; readonly canResume: boolean },
  ): string {
    const isPipelined = pace === 'eager';
    this.requests.failAll(failure('xmpp.not-connected'));
    this.features = { archive: false, carbons: false, streamManagement: false };
    this.awaited = 2;
    const carbons = this.requests.ask(
      { type: 'set', child: xml('enable', { xmlns: NS.carbons }) },
      (answer) => {
        this.features = { ...this.features, carbons: answer.ok };
        this.settled();
      },
    );
    const account = this.requests.ask(
      { type: 'get', child: xml('query', { xmlns: NS.discoInfo }) },
      (answer) => {
        const query = answer.ok ? answer.value.getChild('query', NS.discoInfo) : undefined;
        this.features = {
          ...this.features,
          archive: query !== undefined && readInfo(query).features.includes(NS.archive),
        };
        this.settled();
      },
    );
    const rosterSpan = span?.child('roster', { isPipelined });
    const roster = this.requests.ask({ type: 'get', child: rosterQuery(rosterVersion) }, (answer) => {
      rosterSpan?.end(answer.ok ? 'ok' : 'failed', isPipelined ? 0 : 1);
      if (answer.ok) this.parts.emit(readRoster(answer.value));
      else this.parts.log.warn('roster not given', { code: answer.error.code, detail: answer.error.detail });
    });
    return this.channel.bookFirst([carbons, account, roster, this.presenceElement()], {
      isManaged: management === true,
      canResume,
    });
  }

  /** A connection has been negotiated: from here on its stanzas come to `receive`. */
  begin(negotiated: Negotiated): void {
    this.channel.attach(negotiated.wire);
    this.lostAt = undefined;
    this.hasClientState = negotiated.features.clientState;
    this.longestStanza = Math.min(
      negotiated.features.maxStanzaBytes ?? LONGEST_STANZA_BYTES,
      LONGEST_STANZA_BYTES,
    );
    if (negotiated.kind === 'resumed') {
      if (!this.channel.resume(negotiated.handled)) return this.beginAnew();
      const patience = RESUMED_MS + this.channel.openLength / SLOW_LINE_PER_MS;
      this.cancelDoubt = this.parts.clock.after(Math.min(patience, RESUMED_MOST_MS), () => {
        if (this.channel.isUnanswered) this.beginAnew();
      });
      return this.ready(true);
    }
    this.address = ownAddress(negotiated.jid);
    this.features = { ...this.features, streamManagement: negotiated.features.management };
    if (negotiated.features.management && !this.channel.isManaged) this.channel.enableManagement();
    this.cancelSettle = this.parts.clock.after(SETTLE_MS, () => {
      this.awaited = Math.min(this.awaited, 1);
      this.settled();
    });
  }

  /** Nothing more comes of this stream: the next connection gets a session of its own. */
  private beginAnew(): void {
    this.forget();
    this.parts.onBroken({ condition: 'undefined-condition' });
  }

  /** Writes a message, unless it is longer than what the server takes. */
  sendMessage(stanza: Element, message: HeavyMessage & { readonly isToRoom: boolean }): Result<void> {
    const bytes = Buffer.byteLength(serialize(stanza));
    if (bytes > this.longestStanza) return fail('chat.too-long');
    this.heavy.written({ id: message.id, peer: message.peer }, bytes);
    // What the own server took is no sign that the room has it: only the echo is.
    this.channel.send(stanza, message.isToRoom ? { roomMessageId: message.id } : { messageId: message.id });
    return ok();
  }

  receive(element: Element): void {
    if (isStreamError(element)) return this.onStreamError(readStreamError(element));
    if (element.getNS() === NS.sm) {
      if (!this.channel.onNonza(element)) this.parts.onBroken({ condition: 'undefined-condition' });
      return;
    }
    if (element.getNS() !== NS.client || !STANZAS.has(element.getName()) || !this.address) return;
    this.channel.onStanza();
    this.router.route(element, this.address);
  }

  private onStreamError(error: StreamError): void {
    if (isOurFault(error)) {
      this.giveUp(this.heavy.blamed());
      // Resumed, the stream would go on with the same words.
      this.forget();
    }
    this.parts.onBroken(error);
  }

  private giveUp(messages: readonly HeavyMessage[]): void {
    this.channel.giveUp(messages.map(({ id }) => id));
    for (const { id, peer } of messages)
      this.parts.emit({ kind: 'message-error', peer, messageId: id, error: failure('chat.too-long') });
  }

  /** The connection is gone. The session waits to be resumed, if it can be. */
  detach(): void {
    if (this.channel.isAttached) this.giveUp(this.heavy.lost());
    this.cancelSettle();
    this.cancelDoubt();
    this.channel.detach();
    this.lostAt ??= this.parts.clock.now();
    if (!this.resumable) this.forget();
  }

  /** Nothing of the session can be taken up again. `handled`: the server's last word, if it gave one. */
  forget(handled?: number): void {
    this.address = undefined;
    this.channel.forget(handled);
    this.requests.failAll(failure('xmpp.not-connected'));
    this.presences.clear();
    this.peerCaps.clear();
    this.chatStatePeers.clear();
    this.router.clear();
    this.pages.clear();
    this.rooms.clear();
  }

  /** Says goodbye: what we have handled, and that nobody is here any more. */
  leave(): void {
    this.channel.acknowledgeInbound();
    this.channel.send(xml('presence', { type: 'unavailable' }));
  }

  setPresence(presence: Presence): void {
    this.presence = presence;
    if (this.address) this.channel.send(this.presenceElement());
  }

  /** XEP-0352: whether somebody looks at the client. */
  setActive(isActive: boolean): void {
    this.isActive = isActive;
    if (this.hasClientState) this.channel.sendNonza(xml(isActive ? 'active' : 'inactive', { xmlns: NS.csi }));
  }

  /** Undefined: not known, and `peerCaps.query` may find out. */
  supportsChatStates(address: string): boolean | undefined {
    return this.chatStatePeers.has(address) ? true : this.peerCaps.supports(address, NS.chatStates);
  }

  get isOnline(): boolean {
    return this.address !== undefined && this.channel.isAttached;
  }

  capsElement(): Element {
    return this.ownCaps.element();
  }

  request(request: IqRequest): Promise<Result<Element>> {
    if (!this.address) return Promise.resolve(fail('xmpp.not-connected'));
    return new Promise((resolve) => this.channel.send(this.requests.ask(request, resolve)));
  }

  /** Who answers requests of a kind of their own; true: it was one. */
  onRequest(desk: (request: Element) => boolean): void {
    this.desks = [...this.desks, desk];
  }

  private presenceElement(): Element {
    return presenceStanza(this.presence, this.ownCaps, PRIORITY);
  }

  private ping(onRead: () => void): void {
    const { address } = this;
    if (!address) return;
    const child = xml('ping', { xmlns: NS.ping });
    const stanza = this.requests.ask({ type: 'get', to: address.domain, child }, (answer) => {
      // A server that doesn't know pings has still read everything before it.
      if (answer.ok || answer.error.code === 'xmpp.stanza') onRead();
    });
    this.channel.send(stanza);
  }

  private settled(): void {
    this.awaited -= 1;
    if (this.awaited === 0 && this.address) this.ready(false);
  }

  private ready(isResumed: boolean): void {
    this.cancelSettle();
    if (!isResumed) this.waiting.begin();
    if (!this.isActive) this.setActive(false);
    const { address } = this;
    if (address)
      this.parts.onReady({
        kind: 'online',
        jid: address.full,
        isResumed,
        server: address.domain,
        features: this.features,
      });
  }
}
