/** A SIP message as it stood on the wire: start line and headers, then the body. */
export interface SipText {
  readonly head: string;
  readonly body: string;
}

const END = '\r\n\r\n';

/**
 * Cuts a stream into messages by their Content-Length (RFC 3261 section 18.3). Keep-alives between messages (CRLF) are given
 * as messages without a head, so that they can be passed on.
 */
export function createSipReader(): (chunk: Buffer) => SipText[] {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    const messages: SipText[] = [];
    for (;;) {
      if (held.subarray(0, 2).equals(Buffer.from('\r\n'))) {
        messages.push({ head: '', body: '\r\n' });
        held = held.subarray(2);
        continue;
      }
      const at = held.indexOf(END);
      if (at < 0) return messages;
      const head = held.toString('utf8', 0, at);
      const length = Number(/^(?:content-length|l)\s*:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      const from = at + END.length;
      if (held.length < from + length) return messages;
      messages.push({ head, body: held.toString('utf8', from, from + length) });
      held = held.subarray(from + length);
    }
  };
}

/** The message for the wire, its Content-Length made true. */
export function writeSip({ head, body }: SipText): Buffer {
  if (head === '') return Buffer.from(body);
  const length = Buffer.byteLength(body);
  return Buffer.from(`${head.replace(/^((?:content-length|l)\s*:\s*)\d+/im, `$1${length}`)}${END}${body}`);
}

/** `INVITE` for the request, `200 INVITE` for its answer. */
export function nameOf({ head }: SipText): string {
  const start = head.slice(0, head.indexOf('\r\n'));
  const status = /^SIP\/2\.0 (\d{3})/.exec(start)?.[1];
  const method = /^cseq\s*:\s*\d+\s+(\S+)/im.exec(head)?.[1] ?? '';
  return status === undefined ? (start.split(' ')[0] ?? '') : `${status} ${method}`;
}
