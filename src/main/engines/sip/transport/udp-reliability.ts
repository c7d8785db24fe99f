import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import { type MessageHead, scanHead } from '../message/scan-head.ts';

/** RFC 3261 table 4, milliseconds. */
const T1 = 500;
const T2 = 4_000;
const TRANSACTION_MS = 64 * T1;
/** More transactions than this in 32 s is a flood; the oldest are forgotten. */
const MOST_KEPT = 2_000;

interface Sending {
  readonly text: string;
  stop: Cancel;
}

/**
 * What sip.js leaves to its transport over UDP: it never retransmits requests (timers A and E) nor refusals of INVITE
 * (timer G), and forgets finished transactions at once (D, I, J and K are 0), so that a repeated BYE would meet 481.
 *
 * `transmit` sends one datagram. `receive` says whether a message is news (`deliver`) or a repetition dealt with here (`absorb`).
 */
export class UdpReliability {
  readonly #clock: Clock;
  readonly #transmit: (text: string) => void;
  /** Requests under way, by branch and method. */
  readonly #requests = new Map<string, Sending>();
  /** Refusals of INVITE that wait for their ACK, by branch. */
  readonly #refusals = new Map<string, Sending>();
  /** Final answers we gave, by the request they answer. */
  readonly #answers = new Map<string, string>();
  /** ACKs we sent for refusals, by branch. */
  readonly #acks = new Map<string, string>();
  /** Branches of INVITEs sent in the last 32 s; ACKs to 2xx have branches of their own. */
  readonly #wasInviteSent = new Map<string, true>();

  constructor(clock: Clock, transmit: (text: string) => void) {
    this.#clock = clock;
    this.#transmit = transmit;
  }

  send(text: string): void {
    const head = scanHead(text);
    this.#transmit(text);
    if (head?.kind === 'request') this.#sentRequest(head, text);
    else if (head && head.status >= 200) this.#sentFinal(head, text);
  }

  receive(text: string): 'deliver' | 'absorb' {
    const head = scanHead(text);
    if (!head) return 'deliver';
    return head.kind === 'response' ? this.#gotResponse(head) : this.#gotRequest(head);
  }

  close(): void {
    for (const { stop } of [...this.#requests.values(), ...this.#refusals.values()]) stop();
    for (const map of [this.#requests, this.#refusals, this.#answers, this.#acks, this.#wasInviteSent])
      map.clear();
  }

  #sentRequest(head: MessageHead, text: string): void {
    if (head.method !== 'ACK') {
      this.#repeat(this.#requests, requestKey(head), text, head.method === 'INVITE' ? TRANSACTION_MS : T2);
      return;
    }
    // An ACK with the INVITE's own branch acknowledges a refusal; repeated refusals get it again (timer D).
    if (this.#wasInviteSent.has(head.branch)) this.#keep(this.#acks, head.branch, text);
  }

  #sentFinal(head: MessageHead, text: string): void {
    this.#keep(this.#answers, answerKey(head), text);
    if (head.method === 'INVITE' && head.status >= 300)
      this.#repeat(this.#refusals, refusalKey(head), text, T2);
  }

  #gotResponse(head: MessageHead): 'deliver' | 'absorb' {
    const key = requestKey(head);
    const sending = this.#requests.get(key);
    if (sending && (head.status >= 200 || head.method === 'INVITE')) this.#stop(this.#requests, key);
    // Timer E in Proceeding: a slow server may still lose what it said, so ask on every 4 s (RFC 3261 section 17.1.2.2).
    else if (sending) this.#schedule(this.#requests, key, sending, T2, T2, TRANSACTION_MS);
    const ack = head.method === 'INVITE' && head.status >= 300 ? this.#acks.get(head.branch) : undefined;
    if (ack === undefined) return 'deliver';
    this.#transmit(ack);
    return 'absorb';
  }

  #gotRequest(head: MessageHead): 'deliver' | 'absorb' {
    if (head.method === 'ACK') {
      this.#stop(this.#refusals, refusalKey(head));
      return 'deliver';
    }
    const answer = this.#answers.get(answerKey(head));
    if (answer === undefined) return 'deliver';
    this.#transmit(answer);
    return 'absorb';
  }

  #repeat(map: Map<string, Sending>, key: string, text: string, longest: number): void {
    this.#stop(map, key);
    const sending: Sending = { text, stop: () => {} };
    map.set(key, sending);
    if (map === this.#requests && key.endsWith(' INVITE'))
      this.#keep(this.#wasInviteSent, key.slice(0, -' INVITE'.length), true);
    this.#schedule(map, key, sending, T1, longest, TRANSACTION_MS);
    this.#forgetOldest(map);
  }

  #schedule(
    map: Map<string, Sending>,
    key: string,
    sending: Sending,
    wait: number,
    longest: number,
    left: number,
  ): void {
    sending.stop();
    if (wait >= left) {
      sending.stop = this.#clock.after(left, () => map.delete(key));
      return;
    }
    sending.stop = this.#clock.after(wait, () => {
      this.#transmit(sending.text);
      this.#schedule(map, key, sending, Math.min(wait * 2, longest), longest, left - wait);
    });
  }

  #keep<T>(map: Map<string, T>, key: string, value: T): void {
    map.set(key, value);
    this.#clock.after(TRANSACTION_MS, () => {
      if (map.get(key) === value) map.delete(key);
    });
    this.#forgetOldest(map);
  }

  #forgetOldest<T>(map: Map<string, T>): void {
    if (map.size <= MOST_KEPT) return;
    const [oldest = ''] = map.keys();
    const value: unknown = map.get(oldest);
    if (value && typeof value === 'object' && 'stop' in value) (value as Sending).stop();
    map.delete(oldest);
  }

  #stop(map: Map<string, Sending>, key: string): void {
    map.get(key)?.stop();
    map.delete(key);
  }
}

const requestKey = (head: MessageHead): string => `${head.branch} ${head.method}`;
/** Peers such as sip.js make short random branches, and old ones none: Call-ID and CSeq are part of the key. */
const answerKey = (head: MessageHead): string =>
  `${head.branch} ${head.method} ${head.callId} ${head.sequence}`;
/** The ACK of a refusal has the INVITE's branch; the Call-ID and CSeq tell the same where a peer got that wrong. */
const refusalKey = (head: MessageHead): string => `${head.callId} ${head.sequence}`;
