import { readFileSync } from 'node:fs';

export interface TortureMessage {
  /** The name that the document gives it. */
  readonly name: string;
  readonly bytes: Buffer;
}

const SDP =
  'v=0\no=mhandley 29739 7272939 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 49217 RTP/AVP 0 12\nm=video 3227 RTP/AVP 31\na=rtpmap:31 LPC\n';
/** So often `{LONG:word}` stands for the word. */
const LONG = 20;

/**
 * The messages of a file beside this one. In it `{SDP}` is a description, `{LENGTH}` the body's length, `{07}` a byte, and
 * the requests' `user` is the called line's.
 */
export function tortureMessages(
  file: 'rfc4475.txt' | 'rfc5118.txt',
  user: string,
): readonly TortureMessage[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .split(/^##### /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      const message = lines
        .join('\n')
        .replace(/\n+$/, '\n')
        .replace('{SDP}\n', SDP)
        .replace(/^([A-Z]+ +<?sip:)(?:user|joe)@/gm, (_all, start: string) => `${start}${user}@`)
        .replace(/\{LONG:(\w+)\}/g, (_all, word: string) => word.repeat(LONG))
        .replaceAll('\n', '\r\n');
      const end = message.indexOf('\r\n\r\n');
      const whole = end < 0 ? `${message}\r\n` : message;
      const body = bytesOf(end < 0 ? '' : message.slice(message.lastIndexOf('\r\n\r\n') + 4));
      const isMultipart = /boundary=/.test(whole);
      const length = isMultipart ? bytesOf(message.slice(end + 4)).length : body.length;
      return { name, bytes: bytesOf(whole.replace('{LENGTH}', String(length))) };
    });
}

const bytesOf = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/(\{[\dA-F]{2}\})/)
      .map((part) =>
        /^\{[\dA-F]{2}\}$/.test(part) ? Buffer.from(part.slice(1, 3), 'hex') : Buffer.from(part),
      ),
  );
