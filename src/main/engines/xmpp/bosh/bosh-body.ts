import { NS } from '../wire/namespaces.ts';
import { attribute } from '../wire/stream-frames.ts';

const BOSH = 'http://jabber.org/protocol/httpbind';
const XBOSH = 'urn:xmpp:xbosh';

/** Seconds a server may hold a request that it has no answer for; under the usual 60 of web proxies. */
export const HELD_S = 30;

/** The request that makes a session (XEP-0124 section 7.1). `to` with its quotes. */
export function creation(rid: number, to: string): string {
  return (
    `<body xmlns="${BOSH}" xmlns:xmpp="${XBOSH}" content="text/xml; charset=utf-8" rid="${rid}" to=${to} ` +
    `ver="1.11" wait="${HELD_S}" hold="1" xml:lang="en" xmpp:version="1.0"/>`
  );
}

/** A new stream inside the session, after a sign-in (XEP-0206 section 5). */
export function restart(sid: string, rid: number, to: string): string {
  return (
    `<body xmlns="${BOSH}" xmlns:xmpp="${XBOSH}" rid="${rid}" sid="${escaped(sid)}" to=${to} ` +
    `xml:lang="en" xmpp:restart="true"/>`
  );
}

/** Stanzas, or none to give the server something to answer. */
export function payload(sid: string, rid: number, text: string): string {
  return `<body xmlns="${BOSH}" xmlns:stream="${NS.stream}" rid="${rid}" sid="${escaped(sid)}">${text}</body>`;
}

/** The last request of a session (XEP-0124 section 13). */
export function termination(sid: string, rid: number, text: string): string {
  return (
    `<body xmlns="${BOSH}" xmlns:stream="${NS.stream}" rid="${rid}" sid="${escaped(sid)}" ` +
    `type="terminate">${text}</body>`
  );
}

/** The header that the answers stand behind, so that they read as a stream. */
export const STREAM_HEADER = `<stream:stream xmlns="${NS.client}" xmlns:stream="${NS.stream}" version="1.0">`;
export const STREAM_FOOTER = '</stream:stream>';

export interface BoshAnswer {
  /** What the server says to the client; judged by the stream's parser. */
  readonly payload: string;
  /** The session is over, for this reason where one was given. */
  readonly terminated?: string;
  /** Of the answer that made the session. */
  readonly sid?: string;
  /** How many requests may be open at a time. */
  readonly requests?: number;
  /** Seconds after which the server forgets a client without open requests. */
  readonly inactivityS?: number;
  /** Seconds between requests that bring nothing. */
  readonly pollingS?: number;
}

/** Reads an answer; undefined when it is none. */
export function readAnswer(answer: string): BoshAnswer | undefined {
  const text = answer
    .trimStart()
    .replace(/^<\?xml[^<>]*\?>/, '')
    .trimStart();
  const [tag = ''] = /^<body(?=[\s/>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>/.exec(text) ?? [];
  if (tag === '' || !quoted(tag, 'xmlns').includes(BOSH)) return undefined;
  const rest = text.slice(tag.length).trimEnd();
  const isEmpty = tag.endsWith('/>');
  if (isEmpty ? rest !== '' : !/<\/body\s*>$/.test(rest)) return undefined;
  const sid = quoted(tag, 'sid');
  const requests = countOf(tag, 'requests');
  const inactivityS = countOf(tag, 'inactivity');
  const pollingS = countOf(tag, 'polling');
  return {
    payload: isEmpty ? '' : rest.replace(/<\/body\s*>$/, ''),
    ...(quoted(tag, 'type') === 'terminate' && { terminated: quoted(tag, 'condition') || 'terminated' }),
    ...(sid !== '' && { sid }),
    ...(requests !== undefined && { requests }),
    ...(inactivityS !== undefined && { inactivityS }),
    ...(pollingS !== undefined && { pollingS }),
  };
}

/** An attribute's value as it stands; of what we read nothing needs unescaping, and what does is not used. */
function quoted(tag: string, name: string): string {
  return attribute(tag, name)?.slice(1, -1) ?? '';
}

function countOf(tag: string, name: string): number | undefined {
  const text = quoted(tag, name);
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** A `sid` goes back letter by letter: what was escaped in it still is, and no quote can be in it. */
function escaped(sid: string): string {
  return sid.replaceAll('"', '&quot;');
}
