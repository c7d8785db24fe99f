import { createHash } from 'node:crypto';
import {
  IncomingRequestMessage,
  IncomingResponseMessage,
  type Logger,
  Parser,
} from 'sip.js/lib/core/index.js';
import { repairIncoming } from './repair-incoming.ts';
import { headerLines } from './scan-head.ts';

export type IncomingSip =
  | { readonly kind: 'request'; readonly message: IncomingRequestMessage }
  | { readonly kind: 'response'; readonly message: IncomingResponseMessage }
  /** `why` is a constant phrase for the log. */
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Parses one whole message and checks what every later step relies on (RFC 3261 section 8.1.1). Never throws, whatever the
 * text. `hasToken`: a challenge for a token is preferred to one for a password.
 */
export function readIncoming(text: string, logger: Logger, hasToken = false): IncomingSip {
  try {
    const wrong = wrongHead(text);
    if (wrong) return unusable(wrong);
    const message = Parser.parseMessage(repairIncoming(text, hasToken), logger);
    if (!message) return unusable('not parsed');
    message.viaBranch = branchOf(message);
    const why = missing(message);
    if (why) return unusable(why);
    return message instanceof IncomingRequestMessage ? { kind: 'request', message } : readResponse(message);
  } catch {
    // The grammar throws on some malformed headers instead of answering "not parsed".
    return unusable('refused by the parser');
  }
}

function readResponse(message: IncomingResponseMessage): IncomingSip {
  if (!message.method || !message.statusCode) return unusable('CSeq or status missing');
  // Whatever more than one Via means, the response was for somebody behind us (RFC 3261 section 8.1.3.3).
  if (message.getHeaders('via').length > 1) return unusable('more than one Via');
  return { kind: 'response', message };
}

/** What the grammar behind lets through: another version or scheme, headers that can be there once only, a CSeq of another method. */
function wrongHead(text: string): string | undefined {
  const line = text.slice(0, Math.max(0, text.indexOf('\r\n')));
  const [, method, target = '', version] = /^(\S+) (\S+) SIP\/(\S+)$/i.exec(line) ?? [];
  if (method === undefined) return undefined;
  if (version !== '2.0') return 'another version';
  if (!/^sips?:/i.test(target)) return 'no SIP address';
  // RFC 3261 section 19.1.1, table 1: no headers in a Request-URI.
  if (target.slice(target.lastIndexOf('@') + 1).includes('?')) return 'headers in the address';
  const values = new Map<string, string[]>();
  for (const { name, value } of headerLines(text))
    if (ONCE.includes(name)) values.set(name, [...(values.get(name) ?? []), value]);
  for (const each of values.values()) if (new Set(each).size > 1) return 'said twice';
  if (!/^\d*$/.test(values.get('content-length')?.[0] ?? '')) return 'no length';
  const named = values.get('cseq')?.[0]?.split(/\s+/)[1];
  return named !== undefined && named !== method ? 'CSeq of another method' : undefined;
}

const ONCE: readonly string[] = ['from', 'to', 'call-id', 'cseq', 'content-length'];

/**
 * What names the transaction. Senders of before RFC 3261 give no branch, or one without the cookie, that isn't unique: theirs
 * is told by what section 17.2.3 compares then.
 */
function branchOf(message: IncomingRequestMessage | IncomingResponseMessage): string {
  const { viaBranch } = message;
  const via = message.getHeader('via');
  if (!(message instanceof IncomingRequestMessage) || via === undefined || /^z9hG4bK./i.test(viaBranch))
    return viaBranch;
  const parts = [via, message.callId, message.fromTag, message.cseq, message.ruri?.toString()];
  return `z9hG4bK-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)}`;
}

function missing(message: IncomingRequestMessage | IncomingResponseMessage): string | undefined {
  if (!message.viaBranch) return 'Via missing';
  if (!message.from || !message.fromTag) return 'From missing';
  if (!message.to) return 'To missing';
  if (!message.callId) return 'Call-ID missing';
  if (typeof message.cseq !== 'number' || !(message.cseq >= 0 && message.cseq < 2 ** 31))
    return 'CSeq missing';
  if (byteLength(message.body) < Number(message.getHeader('content-length') ?? 0)) return 'body cut short';
  return undefined;
}

const byteLength = (body: string | undefined): number => Buffer.byteLength(body ?? '', 'utf8');
const unusable = (why: string): IncomingSip => ({ kind: 'unusable', why });
