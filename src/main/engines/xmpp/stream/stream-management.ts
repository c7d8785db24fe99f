/** A stanza that we wrote and the server has not yet acknowledged. */
export interface QueuedStanza {
  /** As written: sent again letter by letter after a resumption. */
  readonly xml: string;
  /** Set for messages whose fate the services follow. */
  readonly messageId?: string | undefined;
  /** Set for messages to a room: its echo tells their fate. */
  readonly roomMessageId?: string | undefined;
  /** Set for receipts: for which message, and to whom. */
  readonly receipt?: SentReceipt | undefined;
}

/** A receipt (XEP-0184) as it was given: `messageId` is the other side's. */
export interface SentReceipt {
  readonly peer: string;
  readonly messageId: string;
}

/**
 * The arithmetic of stream management (XEP-0198), without any input or output. Counters are modulo 2^32.
 * `outbound` counts from the point where we wrote <enable/>, `inbound` from the point where <enabled/> came (section 4).
 */
export interface StreamManagement {
  /** Absent until the server has answered, and when it doesn't resume. */
  readonly resumption?: Resumption | undefined;
  readonly isEnabled: boolean;
  /** Stanzas handled by us. */
  readonly inbound: number;
  /** Stanzas handled by the server, as it last said. */
  readonly acknowledged: number;
  /** Written after those, oldest first. */
  readonly queue: readonly QueuedStanza[];
}

export interface Resumption {
  readonly id: string;
  /** Where the server prefers the stream to be resumed (section 3): `host`, `host:port` or `[v6]:port`. */
  readonly location?: string | undefined;
  /** Seconds that the server keeps the session. */
  readonly maxSeconds?: number | undefined;
}

export interface Acknowledgement {
  readonly state: StreamManagement;
  /** Those of the acknowledged stanzas that carry a message, oldest first. */
  readonly messageIds: readonly string[];
}

const MODULUS = 2 ** 32;

/** From here on everything that is written goes through `sent`: call it when <enable/> is written. */
export function requested(): StreamManagement {
  return { isEnabled: false, inbound: 0, acknowledged: 0, queue: [] };
}

export function enabled(state: StreamManagement, resumption: Resumption | undefined): StreamManagement {
  return { ...state, isEnabled: true, inbound: 0, resumption };
}

/** Call before writing: what is lost in the write is then in the queue already. */
export function sent(state: StreamManagement, stanza: QueuedStanza): StreamManagement {
  return { ...state, queue: [...state.queue, stanza] };
}

/** A stanza has come (and nothing else counts: no nonza, no white space). Before <enabled/> it isn't counted. */
export function received(state: StreamManagement): StreamManagement {
  return state.isEnabled ? { ...state, inbound: (state.inbound + 1) % MODULUS } : state;
}

/** The server has handled `h` stanzas of ours. Answers undefined when it claims more than we sent (section 4: end the stream). */
export function acknowledge(state: StreamManagement, h: number): Acknowledgement | undefined {
  const count = (h - state.acknowledged + MODULUS) % MODULUS;
  if (count > state.queue.length) return undefined;
  const done = state.queue.slice(0, count);
  return {
    state: { ...state, acknowledged: h, queue: state.queue.slice(count) },
    messageIds: messageIdsOf(done),
  };
}

/** The stream is lost: these will not be written again, and so the server will not count them. */
export function withoutStanzas(
  state: StreamManagement,
  isGivenUp: (id: string | undefined) => boolean,
): StreamManagement {
  return {
    ...state,
    queue: state.queue.filter((stanza) => !isGivenUp(stanza.messageId ?? stanza.roomMessageId)),
  };
}

/** Messages whose fate is unknown when the stream can't be resumed. */
export function unacknowledgedMessages(state: StreamManagement): readonly string[] {
  return messageIdsOf(state.queue);
}

/** Receipts that the server is not known to have when the stream can't be resumed. */
export function unacknowledgedReceipts(state: StreamManagement): readonly SentReceipt[] {
  return state.queue.flatMap(({ receipt }) => (receipt === undefined ? [] : [receipt]));
}

/** Reads a counter off the wire; undefined when it is none. */
export function readCounter(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value < MODULUS ? value : undefined;
}

function messageIdsOf(stanzas: readonly QueuedStanza[]): readonly string[] {
  return stanzas.flatMap(({ messageId }) => (messageId === undefined ? [] : [messageId]));
}
