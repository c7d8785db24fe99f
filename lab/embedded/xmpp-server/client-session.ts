import { randomBytes } from 'node:crypto';
import { type XmlElement, xml } from '../xml/element.ts';
import type { Account } from './accounts.ts';
import type { XmppCore } from './core.ts';
import { rescue } from './messages.ts';
import { NS } from './namespaces.ts';
import { becomeUnavailable } from './presence.ts';
import type { Session } from './session.ts';

/** What a session needs of the stream that currently carries it. */
export interface SessionCarrier {
  send(text: string): void;
  /** Ends the stream with an error condition and drops the socket. */
  fail(condition: string): void;
}

interface Sent {
  readonly stanza: XmlElement;
  readonly text: string;
}

/** XEP-0198 state from `<enabled/>` on. Counters wrap at 2^32 (section 4). */
interface Management {
  readonly id: string;
  readonly isResumable: boolean;
  received: number;
  acknowledged: number;
  readonly unacknowledged: Sent[];
  isAsked: boolean;
}

const WRAP = 2 ** 32;

/** A bound client. It outlives its stream while resumption is possible. */
export class ClientSession implements Session {
  readonly account: Account;
  readonly resource: string;
  readonly jid: string;
  presence: XmlElement | undefined;
  isInterested = false;
  hasCarbons = false;
  wantsBlockPushes = false;
  readonly directed = new Set<string>();
  readonly #core: XmppCore;
  readonly #resumeTimeoutMs: number;
  #carrier: SessionCarrier | undefined;
  #sm: Management | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    core: XmppCore,
    account: Account,
    resource: string,
    carrier: SessionCarrier,
    resumeTimeoutMs: number,
  ) {
    this.#core = core;
    this.account = account;
    this.resource = resource;
    this.jid = `${account.jid}/${resource}`;
    this.#carrier = carrier;
    this.#resumeTimeoutMs = resumeTimeoutMs;
  }

  /** Id for resumption, when stream management with resume is on. */
  get resumeId(): string | undefined {
    return this.#sm?.isResumable ? this.#sm.id : undefined;
  }

  get isHibernating(): boolean {
    return this.#carrier === undefined && !this.#isOver;
  }

  get unacknowledgedCount(): number {
    return this.#sm?.unacknowledged.length ?? 0;
  }

  deliver(stanza: XmlElement): void {
    if (this.#isOver) return;
    const text = stanza.toString(NS.client);
    this.#sm?.unacknowledged.push({ stanza, text });
    this.#carrier?.send(text);
  }

  /** Text to add before a flush: asks for an acknowledgement when something waits for one. */
  ackRequest(): string {
    if (!this.#sm || this.#sm.isAsked || this.#sm.unacknowledged.length === 0) return '';
    this.#sm.isAsked = true;
    return `<r xmlns="${NS.sm}"/>`;
  }

  /** A stanza was handled: counted for the acknowledgement. */
  countReceived(): void {
    if (this.#sm) this.#sm.received = (this.#sm.received + 1) % WRAP;
  }

  enableManagement(wantsResume: boolean): XmlElement {
    if (this.#sm) return xml('failed', NS.sm, {}, xml('unexpected-request', NS.stanzaErrors));
    const isResumable = wantsResume && this.#resumeTimeoutMs > 0;
    this.#sm = {
      id: randomBytes(12).toString('hex'),
      isResumable,
      received: 0,
      acknowledged: 0,
      unacknowledged: [],
      isAsked: false,
    };
    const max = isResumable ? Math.ceil(this.#resumeTimeoutMs / 1000) : undefined;
    return xml('enabled', NS.sm, {
      id: isResumable ? this.#sm.id : undefined,
      resume: isResumable ? 'true' : undefined,
      max,
    });
  }

  answerAck(): XmlElement | undefined {
    return this.#sm && xml('a', NS.sm, { h: this.#sm.received });
  }

  /** The client says how many it has; false when it claims more than was sent (section 4, undefined-condition). */
  acknowledge(h: number): boolean {
    const sm = this.#sm;
    if (!sm || !Number.isInteger(h) || h < 0) return false;
    const handled = (h - sm.acknowledged + WRAP) % WRAP;
    if (handled > sm.unacknowledged.length) return false;
    sm.unacknowledged.splice(0, handled);
    sm.acknowledged = h;
    sm.isAsked = false;
    return true;
  }

  /** Moves to a new stream (section 5); an old one that still lives is told so. Answers what to send first. */
  resume(carrier: SessionCarrier, h: number): string | undefined {
    const sm = this.#sm;
    if (!sm || this.#isOver || !this.acknowledge(h)) return undefined;
    clearTimeout(this.#timer);
    const old = this.#carrier;
    this.#carrier = undefined;
    old?.fail('conflict');
    this.#carrier = carrier;
    sm.isAsked = false;
    const resumed = xml('resumed', NS.sm, { previd: sm.id, h: sm.received }).toString(NS.client);
    return resumed + sm.unacknowledged.map((sent) => sent.text).join('');
  }

  /** The stream is gone without a goodbye: wait for resumption if that was agreed, else it is over. */
  lostCarrier(carrier: SessionCarrier): void {
    if (this.#carrier !== carrier) return;
    this.#carrier = undefined;
    if (!this.#sm?.isResumable) return this.close();
    this.#timer = setTimeout(() => this.close(), this.#resumeTimeoutMs);
    this.#timer.unref();
  }

  /** Over for good: others see it go, unacknowledged messages find another way. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#carrier = undefined;
    this.#core.detach(this);
    becomeUnavailable(this.#core, this);
    const lost =
      this.#sm?.unacknowledged.map((sent) => sent.stanza).filter((stanza) => stanza.name === 'message') ?? [];
    rescue(this.#core, this, lost);
  }

  end(condition: string): void {
    const carrier = this.#carrier;
    this.close();
    carrier?.fail(condition);
  }
}
