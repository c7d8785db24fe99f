import { headerLines } from './scan-head.ts';

/** Vias that are given back; a request that came by more servers isn't answered. */
const MOST_VIAS = 30;
/** Headers that are given back once, as they came (RFC 3261 section 8.2.6.2). */
const COPIED = [
  ['from', 'From'],
  ['to', 'To'],
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
] as const;

/**
 * The refusal of a request that can't be read: 505, 416 or 400 (RFC 3261 sections 8.2.2.1, 21.4.1, 21.5.6). Undefined for
 * what must not be answered, or can't be, as there is no way back: responses, ACK, no Via. `tag` is our To tag.
 */
export function answerMalformed(text: string, tag: string): string | undefined {
  const line = text.slice(0, Math.max(0, text.indexOf('\r\n'))).slice(0, 4_096);
  const [, method = '', target = '', version = ''] =
    /^(\S{1,64}) +(\S.*?) +SIP\/(\d+\.\d+) *$/i.exec(line) ?? [];
  if (method === '' || method.toUpperCase() === 'ACK') return undefined;
  const lines = [...headerLines(text)];
  const vias = lines.filter(({ name }) => name === 'via');
  if (vias.length === 0 || vias.length > MOST_VIAS) return undefined;
  const copied = COPIED.flatMap(([name, shown]) => {
    const value = lines.find((each) => each.name === name)?.value;
    if (value === undefined) return [];
    const isTagged = name !== 'to' || /;\s*tag\s*=/i.test(value.slice(value.lastIndexOf('>') + 1));
    return [`${shown}: ${value}${isTagged ? '' : `;tag=${tag}`}`];
  });
  return [
    `SIP/2.0 ${statusFor(target, version)}`,
    ...vias.map(({ value }) => `Via: ${value}`),
    ...copied,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}

function statusFor(target: string, version: string): string {
  if (version !== '2.0') return '505 Version Not Supported';
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(target)?.[1]?.toLowerCase();
  return scheme !== undefined && scheme !== 'sip' && scheme !== 'sips'
    ? '416 Unsupported URI Scheme'
    : '400 Bad Request';
}
