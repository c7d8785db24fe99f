import { parseXml, type XmlElement } from '../../engines/link/xml-document.ts';
import type { HttpClient } from '../../engines/link/http-client.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { Tap } from '../tap.ts';
import { Pseudonyms } from '../../services/support/pseudonyms.ts';
import { redactSip } from './redact-sip.ts';

/** One answer, nothing of it that names anybody. */
export type CapturedAnswer =
  | { readonly kind: 'dns'; readonly question: string; readonly answer: unknown }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: string;
      readonly status?: number;
      readonly error?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | { readonly kind: 'xmpp'; readonly element: unknown }
  | { readonly kind: 'sip'; readonly message: ReturnType<typeof redactSip> }
  | { readonly kind: 'tftp'; readonly file: string; readonly body?: unknown };

/** Keeps every answer of the session for a bug report: formats as they were, contents as pseudonyms (cisco-uc 18). */
export interface Capture extends Tap {
  redacted(): { readonly format: 1; readonly answers: readonly CapturedAnswer[] };
}

/** More would only repeat itself. */
const MAX_ANSWERS = 500;
const MAX_ELEMENTS = 150;
const MAX_TEXT = 200_000;
/** Their values say how a server works and nothing of people. */
const OPEN_HEADERS = ['content-type', 'content-length', 'transfer-encoding', 'connection', 'cache-control'];

/** Redacted as it comes in: what names somebody is never held. */
export function createCapture(): Capture {
  const names = new Pseudonyms();
  const answers: CapturedAnswer[] = [];
  let elements = 0;
  const keep = (answer: CapturedAnswer): void => {
    if (answers.length < MAX_ANSWERS) answers.push(answer);
  };
  return {
    dns: (dns) => listenToDns(dns, names, keep),
    http: (http) => listenToHttp(http, names, keep),
    xmpp: (element) => {
      // Chat goes on and on; what a server is like it says at the beginning.
      if (elements < MAX_ELEMENTS) keep({ kind: 'xmpp', element: redactElement(element, names) });
      elements += 1;
    },
    sip: (message) => keep({ kind: 'sip', message: redactSip(message, names) }),
    tftp: (file, body) =>
      keep({
        kind: 'tftp',
        file: names.ofUrl(`tftp://host/${file}`).slice('tftp://host/'.length),
        ...(body && { body: redactBody(body, names) }),
      }),
    redacted: () => ({ format: 1, answers }),
  };
}

function listenToDns(dns: Dns, names: Pseudonyms, keep: (answer: CapturedAnswer) => void): Dns {
  return {
    name: dns.name,
    async srv(name, signal) {
      const found = await dns.srv(name, signal);
      const answer = found.ok
        ? found.value.records.map((record) => ({ ...record, target: names.of(record.target) }))
        : found.error.code;
      keep({ kind: 'dns', question: names.ofRecord(name), answer });
      return found;
    },
    async addresses(host, signal) {
      const found = await dns.addresses(host, signal);
      const answer = found.ok ? found.value.map((each) => names.of(each)) : found.error.code;
      keep({ kind: 'dns', question: names.of(host), answer });
      return found;
    },
  };
}

function listenToHttp(
  http: HttpClient,
  names: Pseudonyms,
  keep: (answer: CapturedAnswer) => void,
): HttpClient {
  return {
    async request(request) {
      const answer = await http.request(request);
      const asked = { kind: 'http', method: request.method ?? 'GET', url: names.ofUrl(request.url) } as const;
      if (!answer.ok) keep({ ...asked, error: answer.error.code });
      else {
        const { status, headers, body } = answer.value;
        keep({ ...asked, status, headers: redactHeaders(headers, names), body: redactBody(body, names) });
      }
      return answer;
    },
    close: () => http.close(),
  };
}

/** An element of a stream, which declares the prefix that it may have. */
function redactElement(text: string, names: Pseudonyms): unknown {
  if (text.length > MAX_TEXT) return `${text.length} letters`;
  const inside = `<stream xmlns:stream="http://etherx.jabber.org/streams">${text}</stream>`;
  const document = parseXml(new TextEncoder().encode(inside));
  const [element] = document.ok ? document.value.children : [];
  return element ? redactXml(element, names) : `${text.length} letters`;
}

function redactHeaders(headers: Readonly<Record<string, string>>, names: Pseudonyms): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      OPEN_HEADERS.includes(name) ? value : names.of(value),
    ]),
  );
}

/** XML and JSON keep their shape, element and key names included; of anything else only the length is told. */
function redactBody(body: Uint8Array, names: Pseudonyms): unknown {
  if (body.length === 0) return '';
  if (body.length > MAX_TEXT) return `${body.length} bytes`;
  const document = parseXml(body);
  if (document.ok) return redactXml(document.value, names);
  try {
    return redactJson(JSON.parse(new TextDecoder().decode(body)) as unknown, names);
  } catch {
    return `${body.length} bytes`;
  }
}

function redactXml(element: XmlElement, names: Pseudonyms): unknown {
  const attributes = [...element.attributes].map(([name, value]) => [name, names.of(value)] as const);
  return {
    name: element.name,
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(element.text !== '' && { text: names.of(element.text) }),
    ...(element.children.length > 0 && { children: element.children.map((each) => redactXml(each, names)) }),
  };
}

function redactJson(value: unknown, names: Pseudonyms): unknown {
  if (typeof value === 'string') return names.of(value);
  if (typeof value === 'number') return Number(names.of(String(value)));
  if (Array.isArray(value)) return value.map((each) => redactJson(each, names));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactJson(each, names)]));
  return value;
}
