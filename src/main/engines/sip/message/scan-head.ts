/** What routing and retransmission need of a message, read without a full parse. */
export interface MessageHead {
  readonly kind: 'request' | 'response';
  /** Of a request, its method; of a response, the method in CSeq. Upper case. */
  readonly method: string;
  /** Of a response. */
  readonly status: number;
  /** Of the topmost Via, `''` when there is none. */
  readonly branch: string;
  readonly callId: string;
  /** CSeq number, as text. */
  readonly sequence: string;
}

export interface HeaderLine {
  /** Lower case, long form. */
  readonly name: string;
  readonly value: string;
  /** Where the line starts in the text, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

/** RFC 3261 section 7.3.3 and the registry's later additions that we read. */
const COMPACT: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  k: 'supported',
  e: 'content-encoding',
  s: 'subject',
  r: 'refer-to',
  b: 'referred-by',
  o: 'event',
  u: 'allow-events',
};

const LONGEST_LINE = 16_384;

/** The header lines of a message, folded lines joined. Stops at the empty line; garbage lines are skipped. */
export function* headerLines(text: string): Generator<HeaderLine> {
  let start = text.indexOf('\r\n') + 2;
  if (start < 2) return;
  while (start < text.length) {
    const end = lineEnd(text, start);
    if (end === start + 2 || end - start > LONGEST_LINE) return;
    const line = text.slice(start, end).replace(/\r\n[ \t]*/g, ' ');
    const colon = line.indexOf(':');
    if (colon > 0) {
      const name = line.slice(0, colon).trim().toLowerCase();
      yield { name: COMPACT[name] ?? name, value: line.slice(colon + 1).trim(), start, end };
    }
    start = end;
  }
}

/** Past the CRLF that ends the header line starting at `start`; a CRLF before a blank goes on (RFC 3261 section 7.3.1). */
function lineEnd(text: string, start: number): number {
  let from = start;
  for (;;) {
    const at = text.indexOf('\r\n', from);
    if (at < 0) return text.length;
    const next = text[at + 2];
    if (at === start || (next !== ' ' && next !== '\t')) return at + 2;
    from = at + 2;
  }
}

/** Undefined when the text is no SIP message at all. */
export function scanHead(text: string): MessageHead | undefined {
  const first = text.slice(0, Math.max(0, text.indexOf('\r\n')));
  const status = /^SIP\/2\.0 ([1-6]\d\d)(?: |$)/i.exec(first)?.[1];
  const request = /^([A-Za-z0-9.!%*_+`'~-]{1,32}) \S{1,2048} SIP\/2\.0$/i.exec(first)?.[1];
  if (status === undefined && request === undefined) return undefined;
  const found = new Map<string, string>();
  for (const { name, value } of headerLines(text)) if (!found.has(name)) found.set(name, value);
  const [sequence = '', method = ''] = (found.get('cseq') ?? '').split(/\s+/, 2);
  return {
    kind: status === undefined ? 'request' : 'response',
    method: (request ?? method).toUpperCase(),
    status: Number(status ?? 0),
    branch: /;\s*branch\s*=\s*([^\s;,]{1,256})/i.exec(found.get('via') ?? '')?.[1] ?? '',
    callId: found.get('call-id') ?? '',
    sequence,
  };
}
