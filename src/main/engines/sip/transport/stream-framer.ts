import { decodeMessage } from './decode-message.ts';
import { HEAD_LIMIT, MESSAGE_LIMIT } from './sip-flow.ts';

export type Frame =
  | { readonly kind: 'message'; readonly text: string }
  /** CRLF between messages, or STUN: a keep-alive or its answer (RFC 5626 section 3.5.1, RFC 8489). */
  | { readonly kind: 'keep-alive' }
  /** The stream can't be read on; close the connection. */
  | { readonly kind: 'broken'; readonly why: 'too large' | 'bad length' };

const CR = 13;
const LF = 10;

/** Cuts a byte stream into messages by Content-Length, which counts bytes (RFC 3261 section 18.3). */
export class StreamFramer {
  #pending: Buffer = Buffer.alloc(0);
  #isBroken = false;

  push(chunk: Buffer): Frame[] {
    if (this.#isBroken) return [];
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) {
      frames.push(frame);
      if (frame.kind === 'broken') {
        this.#isBroken = true;
        this.#pending = Buffer.alloc(0);
        break;
      }
    }
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#pending.length >= 2 && this.#pending[0] === CR && this.#pending[1] === LF) {
      this.#pending = this.#pending.subarray(2);
      return { kind: 'keep-alive' };
    }
    const stun = stunLength(this.#pending);
    if (stun === 'more') return undefined;
    if (stun !== undefined) {
      this.#pending = this.#pending.subarray(stun);
      return { kind: 'keep-alive' };
    }
    const headEnd = this.#pending.indexOf('\r\n\r\n');
    if (headEnd < 0)
      return this.#pending.length > HEAD_LIMIT ? { kind: 'broken', why: 'too large' } : undefined;
    if (headEnd > HEAD_LIMIT) return { kind: 'broken', why: 'too large' };
    const length = contentLength(this.#pending.toString('latin1', 0, headEnd + 2));
    if (length === undefined) return { kind: 'broken', why: 'bad length' };
    const end = headEnd + 4 + length;
    if (end > MESSAGE_LIMIT) return { kind: 'broken', why: 'too large' };
    if (this.#pending.length < end) return undefined;
    const text = decodeMessage(this.#pending.subarray(0, end));
    this.#pending = this.#pending.subarray(end);
    return { kind: 'message', text };
  }
}

const STUN_HEAD = 20;
const STUN_COOKIE = 0x2112a442;

/**
 * How long the STUN message is that the bytes begin with, told from SIP by its first two bits (RFC 8489 section 5). `more`:
 * not all of it is there.
 */
function stunLength(bytes: Buffer): number | 'more' | undefined {
  const [first = 0xff] = bytes;
  if (first > 1) return undefined;
  if (bytes.length < STUN_HEAD) return 'more';
  if (bytes.readUInt32BE(4) !== STUN_COOKIE) return undefined;
  const length = STUN_HEAD + bytes.readUInt16BE(2);
  return bytes.length < length ? 'more' : length;
}

/** A stream message without the header has no body; several that differ, or a value that is no number, can't be trusted. */
function contentLength(head: string): number | undefined {
  const values = [...head.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)/gi)].map(
    (match) => match[1] ?? '',
  );
  const first = values[0];
  if (first === undefined) return 0;
  return /^\d{1,7}$/.test(first) && values.every((value) => Number(value) === Number(first))
    ? Number(first)
    : undefined;
}
