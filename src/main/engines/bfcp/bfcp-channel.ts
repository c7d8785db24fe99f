import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { BfcpAttribute, BfcpError, BfcpMessage, BfcpVersion, Primitive } from './bfcp-message.ts';
import { bfcpErrors } from './bfcp-message.ts';
import type { ReadBfcp } from './read-bfcp.ts';
import { writeBfcp } from './write-bfcp.ts';

/** RFC 8855 section 8.3: T1 doubles with each of three repeats; T2 is how long an answer is kept for a repeated request. */
const T1_MS = 500;
const REPEATS = 3;
const T2_MS = 10_000;

/** Of whom a transaction is: the conference, and the client in it; both are the server's to say. */
export interface BfcpParty {
  readonly conferenceId: number;
  readonly userId: number;
}

export interface BfcpChannelPorts {
  readonly clock: Clock;
  readonly version: BfcpVersion;
  readonly send: (octets: Buffer) => void;
  /** A request, or what a server says on its own. */
  readonly onRequest: (message: BfcpMessage) => void;
}

interface Waiting {
  readonly settle: (answer: BfcpMessage | undefined) => void;
  stop: Cancel;
}

/** Transactions of both sides over one transport: repeats and remembered answers over UDP, plain matching over TCP. */
export class BfcpChannel {
  readonly #ports: BfcpChannelPorts;
  readonly #waiting = new Map<number, Waiting>();
  readonly #answered = new Map<string, Buffer | undefined>();
  readonly #stops = new Set<Cancel>();
  #lastId = 0;
  #isClosed = false;

  constructor(ports: BfcpChannelPorts) {
    this.#ports = ports;
  }

  /** Their answer (an Error is one too); undefined: none came, the other side is gone. */
  request(
    primitive: Primitive,
    party: BfcpParty,
    attributes: readonly BfcpAttribute[] = [],
  ): Promise<BfcpMessage | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    const transactionId = this.#nextId();
    const octets = writeBfcp({ ...this.#head(party, transactionId, false), primitive, attributes });
    return new Promise((resolve) => {
      const waiting: Waiting = { settle: resolve, stop: () => undefined };
      this.#waiting.set(transactionId, waiting);
      this.#send(octets, transactionId, waiting, 0);
    });
  }

  /** What a server says on its own: over UDP it is acknowledged, over TCP it has the transaction id 0. */
  notify(primitive: Primitive, party: BfcpParty, attributes: readonly BfcpAttribute[]): void {
    if (this.#ports.version === 2) void this.request(primitive, party, attributes);
    else if (!this.#isClosed)
      this.#ports.send(writeBfcp({ ...this.#head(party, 0, false), primitive, attributes }));
  }

  answer(to: BfcpMessage, primitive: Primitive, attributes: readonly BfcpAttribute[] = []): void {
    const octets = writeBfcp({ ...this.#head(to, to.transactionId, true), primitive, attributes });
    if (this.#ports.version === 2) this.#answered.set(keyOf(to), octets);
    this.#ports.send(octets);
  }

  refuse(to: BfcpMessage, error: BfcpError, details: readonly number[] = []): void {
    this.answer(to, 'Error', [{ name: 'error-code', code: bfcpErrors[error], details }]);
  }

  take(read: ReadBfcp): void {
    if (read.kind === 'junk' || this.#isClosed) return;
    if (read.kind === 'refused') {
      // Nobody answers an answer.
      if (read.header.isResponse || read.header.transactionId === 0) return;
      this.refuse({ ...read.header, primitive: 'Error', attributes: [] }, read.error, read.details);
      return;
    }
    const { message } = read;
    if (this.#isAnswer(message)) return this.#settle(message.transactionId, message);
    if (this.#ports.version === 1) return this.#ports.onRequest(message);
    const key = keyOf(message);
    if (this.#answered.has(key)) {
      const before = this.#answered.get(key);
      if (before) this.#ports.send(before);
      return;
    }
    this.#answered.set(key, undefined);
    const stop = this.#ports.clock.after(T2_MS, () => {
      this.#answered.delete(key);
      this.#stops.delete(stop);
    });
    this.#stops.add(stop);
    this.#ports.onRequest(message);
  }

  close(): void {
    this.#isClosed = true;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, undefined);
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  /** Over TCP nothing marks an answer but its transaction id, which a client never makes 0. */
  #isAnswer(message: BfcpMessage): boolean {
    if (this.#ports.version === 2) return message.isResponse;
    return isAnswerByName(message.primitive) && this.#waiting.has(message.transactionId);
  }

  #send(octets: Buffer, transactionId: number, waiting: Waiting, repeat: number): void {
    this.#ports.send(octets);
    if (this.#ports.version === 1) {
      waiting.stop = this.#ports.clock.after(T2_MS, () => this.#settle(transactionId, undefined));
      return;
    }
    waiting.stop = this.#ports.clock.after(T1_MS * 2 ** repeat, () => {
      if (repeat === REPEATS) this.#settle(transactionId, undefined);
      else this.#send(octets, transactionId, waiting, repeat + 1);
    });
  }

  #settle(transactionId: number, answer: BfcpMessage | undefined): void {
    const waiting = this.#waiting.get(transactionId);
    if (!waiting) return;
    this.#waiting.delete(transactionId);
    waiting.stop();
    waiting.settle(answer);
  }

  #head({ conferenceId, userId }: BfcpParty, transactionId: number, isResponse: boolean) {
    return { version: this.#ports.version, isResponse, conferenceId, userId, transactionId };
  }

  #nextId(): number {
    this.#lastId = (this.#lastId % 0xffff) + 1;
    return this.#lastId;
  }
}

function keyOf({ conferenceId, userId, transactionId }: BfcpMessage): string {
  return `${conferenceId} ${userId} ${transactionId}`;
}

function isAnswerByName(primitive: Primitive): boolean {
  return (
    primitive === 'FloorRequestStatus' ||
    primitive === 'FloorStatus' ||
    primitive === 'UserStatus' ||
    primitive === 'Error' ||
    primitive.endsWith('Ack')
  );
}
