import {
  IncomingRequestMessage,
  IncomingResponseMessage,
  type Logger,
  Parser,
} from 'sip.js/lib/core/index.js';
import { repairIncoming } from './repair-incoming.ts';

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
    const message = Parser.parseMessage(repairIncoming(text, hasToken), logger);
    if (!message) return unusable('not parsed');
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
