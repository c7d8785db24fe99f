/** A SIP message (RFC 3261 section 7): headers in order, compact names expanded. */
export interface SipHeader {
  readonly name: string;
  value: string;
}

interface SipMessageParts {
  headers: SipHeader[];
  body: string;
}

export interface SipRequest extends SipMessageParts {
  readonly kind: 'request';
  readonly method: string;
  uri: string;
}

export interface SipResponse extends SipMessageParts {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;

const COMPACT: Record<string, string> = {
  i: 'Call-ID',
  m: 'Contact',
  e: 'Content-Encoding',
  l: 'Content-Length',
  c: 'Content-Type',
  f: 'From',
  s: 'Subject',
  k: 'Supported',
  t: 'To',
  v: 'Via',
  o: 'Event',
  r: 'Refer-To',
  b: 'Referred-By',
  x: 'Session-Expires',
  u: 'Allow-Events',
};
/** Headers that may hold several values in one line. */
const LISTS = new Set(['via', 'route', 'record-route', 'contact']);

/** Parses a whole message; undefined when it is none. */
export function parseSip(text: string): SipMessage | undefined {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const lines = text
    .slice(0, split)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const first = lines.shift() ?? '';
  const headers: SipHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return undefined;
    const written = line.slice(0, colon).trim();
    const name = COMPACT[written.toLowerCase()] ?? written;
    const value = line.slice(colon + 1).trim();
    for (const part of LISTS.has(name.toLowerCase()) ? splitList(value) : [value])
      headers.push({ name, value: part });
  }
  const body = text.slice(split + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response)
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  return request
    ? { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body }
    : undefined;
}

/** Splits at commas outside quotes and angle brackets. */
export function splitList(value: string): string[] {
  const parts: string[] = [];
  let [depth, isQuoted, start] = [0, false, 0];
  for (let index = 0; index < value.length; index++) {
    const char = value[index];
    if (char === '"' && value[index - 1] !== '\\') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '<') depth++;
    else if (char === '>') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(value.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, value.slice(start).trim()].filter((part) => part !== '');
}

export function writeSip(message: SipMessage): string {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers
    .filter((header) => header.name.toLowerCase() !== 'content-length')
    .map((header) => `${header.name}: ${header.value}`);
  return `${[first, ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`].join('\r\n')}\r\n\r\n${message.body}`;
}

export function header(message: SipMessage, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find((one) => one.name.toLowerCase() === wanted)?.value;
}

export function headers(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter((one) => one.name.toLowerCase() === wanted).map((one) => one.value);
}

export function removeFirst(message: SipMessage, name: string): void {
  const index = message.headers.findIndex((one) => one.name.toLowerCase() === name.toLowerCase());
  if (index >= 0) message.headers.splice(index, 1);
}

export function cloneSip<T extends SipMessage>(message: T): T {
  return { ...message, headers: message.headers.map((one) => ({ ...one })) };
}

/** `"Name" <uri>;tag=x` in parts; parameter names are lower-cased. */
export interface NameAddress {
  readonly name: string;
  readonly uri: string;
  readonly params: ReadonlyMap<string, string>;
}

export function parseAddress(value: string): NameAddress {
  const bracket = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)$/s.exec(value);
  if (bracket)
    return {
      name: (bracket[1] ?? bracket[2] ?? '').replace(/\\(.)/g, '$1').trim(),
      uri: bracket[3] ?? '',
      params: readParams(bracket[4] ?? ''),
    };
  const semicolon = value.indexOf(';');
  return {
    name: '',
    uri: (semicolon < 0 ? value : value.slice(0, semicolon)).trim(),
    params: readParams(semicolon < 0 ? '' : value.slice(semicolon)),
  };
}

export function readParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const match of text.matchAll(/;\s*([^=;\s]+)\s*(?:=\s*("[^"]*"|[^;]*))?/g))
    params.set((match[1] ?? '').toLowerCase(), (match[2] ?? '').trim());
  return params;
}

export interface SipUri {
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly params: ReadonlyMap<string, string>;
}

/** `sip:`, `sips:` and `tel:` addresses; the user part is percent-decoded and without its own parameters. */
export function parseUri(text: string): SipUri | undefined {
  const tel = /^tel:([^;]+)(.*)$/i.exec(text);
  if (tel)
    return {
      scheme: 'tel',
      user: (tel[1] ?? '').replace(/[-.() ]/g, ''),
      host: '',
      port: undefined,
      params: readParams(tel[2] ?? ''),
    };
  const match = /^(sips?):(?:([^@]*)@)?(\[[^\]]+\]|[^:;?]+)(?::(\d+))?([^?]*)/i.exec(text);
  if (!match) return undefined;
  let user = (match[2] ?? '').split(':')[0]?.split(';')[0] ?? '';
  try {
    user = decodeURIComponent(user);
  } catch {
    // Taken as written.
  }
  return {
    scheme: (match[1] ?? '').toLowerCase(),
    user,
    host: match[3] ?? '',
    port: match[4] === undefined ? undefined : Number(match[4]),
    params: readParams(match[5] ?? ''),
  };
}

const REASONS: Record<number, string> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  483: 'Too Many Hops',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
};

/** An answer with the headers that must be copied (RFC 3261 section 8.2.6); a To tag is added but to 100. */
export function makeResponse(
  request: SipRequest,
  status: number,
  more: readonly SipHeader[] = [],
  options: { readonly tag?: string; readonly body?: string } = {},
): SipResponse {
  const copied = request.headers.filter((one) =>
    ['via', 'from', 'call-id', 'cseq', ...(status < 300 ? ['record-route'] : [])].includes(
      one.name.toLowerCase(),
    ),
  );
  const to = header(request, 'To') ?? '';
  const needsTag = status > 100 && options.tag !== undefined && !parseAddress(to).params.has('tag');
  return {
    kind: 'response',
    status,
    reason: REASONS[status] ?? 'Unknown',
    headers: [
      ...copied.map((one) => ({ ...one })),
      { name: 'To', value: needsTag ? `${to};tag=${options.tag}` : to },
      { name: 'Server', value: 'Parlance-lab' },
      ...more,
    ],
    body: options.body ?? '',
  };
}
