import { NS } from '../wire/namespaces.ts';
import { type Element, serialize, xml } from '../wire/xml.ts';
import type { Wire } from '../wire/wire.ts';
import {
  acknowledge,
  enabled,
  readCounter,
  received,
  requested,
  sent,
  withoutStanzas,
  type QueuedStanza,
  type SentReceipt,
  type StreamManagement,
  unacknowledgedMessages,
  unacknowledgedReceipts,
} from '../stream/stream-management.ts';

export interface ChannelListener {
  accepted(messageIds: readonly string[]): void;
  uncertain(messageIds: readonly string[]): void;
  /** The session is over, and the server never counted these. */
  receiptsLost(receipts: readonly SentReceipt[]): void;
  /** Ask the server for a sign that it has read so far; call back when it came. Used where there is no stream management. */
  confirm(onRead: () => void): void;
  /** Resolves when what has come so far may be acknowledged; undefined: it may. */
  stored(): Promise<void> | undefined;
}

/** How many stanzas may go out before the server is asked again how many it has handled. */
const ACK_EVERY = 20;

/**
 * Writes stanzas and follows what becomes of messages, with stream management (XEP-0198) where the server has it and by
 * pings where it doesn't. Outlives single connections: a resumed stream goes on with the same channel.
 */
export class StanzaChannel {
  private readonly listener: ChannelListener;
  private wire: Wire | undefined;
  private management: StreamManagement | undefined;
  /** Stanzas since the last <r/> that was not answered; undefined when none is under way. */
  private sinceRequest: number | undefined;
  /** Resumed, and what was asked with it is not answered yet. */
  private isMute = false;
  /** Without stream management: messages that no ping has confirmed. */
  private unconfirmed: string[] = [];
  private isConfirming = false;
  /** What the stream runs on may be lost and taken up by another. */
  private canResume = true;
  /** Acknowledgements that are due, and the newest that was written: an older one after it would count backwards. */
  private acks = { due: 0, written: 0 };

  constructor(listener: ChannelListener) {
    this.listener = listener;
  }

  get isAttached(): boolean {
    return this.wire !== undefined;
  }

  /** The stream was resumed and the server has not said since what it has handled. */
  get isUnanswered(): boolean {
    return this.isMute;
  }

  /** Characters that wait to be counted by the server. */
  get openLength(): number {
    return (this.management?.queue ?? []).reduce((sum, { xml: text }) => sum + text.length, 0);
  }

  get isManaged(): boolean {
    return this.management !== undefined;
  }

  /** What a next connection needs to take the stream up again. */
  get resumable():
    | { id: string; handled: number; location: string | undefined; maxSeconds: number | undefined }
    | undefined {
    const { resumption, inbound } = this.management ?? {};
    return (
      resumption && {
        id: resumption.id,
        handled: inbound ?? 0,
        location: resumption.location,
        maxSeconds: resumption.maxSeconds,
      }
    );
  }

  attach(wire: Wire): void {
    this.wire = wire;
    this.sinceRequest = undefined;
  }

  detach(): void {
    this.wire = undefined;
    this.sinceRequest = undefined;
    this.isConfirming = false;
    this.isMute = false;
  }

  /** Books stanzas of a new session that will be written with others: `<enable/>` first, when it may be asked for. */
  bookFirst(
    stanzas: readonly Element[],
    { isManaged, canResume }: { readonly isManaged: boolean; readonly canResume: boolean },
  ): string {
    this.management = isManaged ? requested() : undefined;
    this.canResume = canResume;
    return (
      (isManaged ? enableRequest(canResume) : '') +
      stanzas.map((stanza) => this.book(serialize(stanza))).join('')
    );
  }

  /** For sessions that were opened before the server's features were known. */
  enableManagement(): void {
    this.management = requested();
    this.wire?.write(enableRequest(this.canResume));
  }

  send(stanza: Element, followed: Omit<QueuedStanza, 'xml'> = {}): void {
    const { messageId } = followed;
    const text = this.book(serialize(stanza), followed);
    const { wire } = this;
    if (!wire) return;
    if (this.management) {
      // One request at a time: its answer brings the next, so that a burst costs few and the last is always asked for.
      const count = this.sinceRequest === undefined ? 0 : this.sinceRequest + 1;
      const isDue = this.sinceRequest === undefined || count >= ACK_EVERY;
      this.sinceRequest = isDue ? 0 : count;
      wire.write(isDue ? text + REQUEST : text);
      return;
    }
    wire.write(text);
    if (messageId !== undefined) {
      this.unconfirmed.push(messageId);
      this.confirm();
    }
  }

  /** These messages are not written again, and nobody is asked about them. */
  giveUp(messageIds: readonly string[]): void {
    const isGivenUp = (id: string | undefined): boolean => id !== undefined && messageIds.includes(id);
    if (this.management) this.management = withoutStanzas(this.management, isGivenUp);
    this.unconfirmed = this.unconfirmed.filter((id) => !isGivenUp(id));
  }

  /** Not a stanza: neither counted nor sent again. */
  sendNonza(nonza: Element): void {
    this.wire?.send(nonza);
  }

  /** Something of stream management came. False when the server broke its rules and the stream must end. */
  onNonza(nonza: Element): boolean {
    switch (nonza.getName()) {
      case 'r':
        this.acknowledgeInbound();
        return true;
      case 'a':
        this.isMute = false;
        return this.onAck(readCounter(nonza.attrs['h']));
      case 'enabled':
        this.onEnabled(nonza);
        return true;
      case 'failed':
        // Refused after all: pings do it.
        this.unconfirmed = [...unacknowledgedMessages(this.management ?? requested())];
        this.management = undefined;
        this.confirm();
        return true;
      default:
        return true;
    }
  }

  /** Call for every stanza, before it is handled. */
  onStanza(): void {
    if (this.management) this.management = received(this.management);
  }

  /** Tells the server what we have stored, so that it doesn't keep it for us: now, or when that is so. */
  acknowledgeInbound(): void {
    const { management, wire } = this;
    if (!management?.isEnabled || !wire) return;
    const turn = ++this.acks.due;
    const write = (): void => {
      if (this.wire !== wire || turn < this.acks.written) return;
      this.acks.written = turn;
      wire.write(ackOf(management.inbound));
    };
    const stored = this.listener.stored();
    if (stored) void stored.then(write);
    else write();
  }

  /** Makes the server say something. */
  probe(): void {
    if (this.management) {
      this.sinceRequest = 0;
      this.acknowledgeInbound();
      this.wire?.write(REQUEST);
    } else {
      this.listener.confirm(() => undefined);
    }
  }

  /**
   * The stream was resumed: what the server hasn't handled goes out again, in order, and with it the question whether it
   * is heard. False when its count can't be.
   */
  resume(handled: number): boolean {
    if (!this.onAck(handled) || !this.management) return false;
    const again = this.management.queue.map(({ xml: text }) => text).join('');
    this.sinceRequest = 0;
    this.isMute = true;
    this.wire?.write(again + REQUEST);
    return true;
  }

  /** The session is over for good. `handled` is the server's last word on it, when there is one. */
  forget(handled?: number): void {
    if (handled !== undefined) this.onAck(handled);
    const receipts = this.management ? unacknowledgedReceipts(this.management) : [];
    const lost = [...(this.management ? unacknowledgedMessages(this.management) : []), ...this.unconfirmed];
    this.management = undefined;
    this.unconfirmed = [];
    this.sinceRequest = undefined;
    if (lost.length > 0) this.listener.uncertain(lost);
    if (receipts.length > 0) this.listener.receiptsLost(receipts);
  }

  private book(text: string, followed: Omit<QueuedStanza, 'xml'> = {}): string {
    if (this.management) this.management = sent(this.management, { xml: text, ...followed });
    return text;
  }

  private onEnabled(nonza: Element): void {
    if (!this.management) return;
    const { id, resume, location, max } = nonza.attrs;
    const mayResume = id !== undefined && (resume === 'true' || resume === '1');
    this.management = enabled(
      this.management,
      mayResume ? { id, location, maxSeconds: readCounter(max) } : undefined,
    );
  }

  private onAck(h: number | undefined): boolean {
    const step = h === undefined || !this.management ? undefined : acknowledge(this.management, h);
    if (!step) return false;
    this.management = step.state;
    if (step.messageIds.length > 0) this.listener.accepted(step.messageIds);
    const isAskedAgain = step.state.queue.length > 0 && this.sinceRequest !== undefined;
    if (isAskedAgain) this.wire?.write(REQUEST);
    this.sinceRequest = isAskedAgain ? 0 : undefined;
    return true;
  }

  private confirm(): void {
    if (this.isConfirming || this.unconfirmed.length === 0) return;
    const count = this.unconfirmed.length;
    this.isConfirming = true;
    this.listener.confirm(() => {
      this.isConfirming = false;
      this.listener.accepted(this.unconfirmed.splice(0, count));
      this.confirm();
    });
  }
}

const REQUEST = `<r xmlns="${NS.sm}"/>`;

function enableRequest(canResume: boolean): string {
  return xml('enable', { xmlns: NS.sm, resume: canResume ? 'true' : undefined }).toString();
}

function ackOf(h: number): string {
  return xml('a', { xmlns: NS.sm, h: String(h) }).toString();
}
