import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue, attributeValues } from './session-description.ts';

/** What a far end says of its certificate (RFC 8122), and who begins (RFC 4145, RFC 5763). */
export interface RemoteDtls {
  readonly hash: DtlsHash;
  /** Upper-case hex with colons. */
  readonly fingerprint: string;
  readonly setup: 'actpass' | 'active' | 'passive';
}

export type DtlsHash = 'sha-256' | 'sha-384' | 'sha-512' | 'sha-1';

/** The best first; a weaker one counts only where nothing else is said. */
const HASHES: readonly DtlsHash[] = ['sha-512', 'sha-384', 'sha-256', 'sha-1'];

/** Whether a line's keys come from a DTLS handshake on its own ports. */
export function isDtlsProtocol(protocol: string): boolean {
  return /^UDP\/TLS\/RTP\/SAVPF?$/i.test(protocol);
}

/** Reads fingerprint and role of a line, or of the session. Undefined: none, or ICE, which whoever asks for it may insist on. */
export function readDtls(session: SessionDescription, media: MediaDescription): RemoteDtls | undefined {
  if (!isDtlsProtocol(media.protocol) || said(session, media, 'ice-ufrag') !== undefined) return undefined;
  const own = attributeValues(media, 'fingerprint');
  const prints = (own.length > 0 ? own : attributeValues(session, 'fingerprint')).flatMap(readFingerprint);
  const best = HASHES.flatMap((hash) => prints.find((each) => each.hash === hash) ?? [])[0];
  const setup = (said(session, media, 'setup') ?? 'actpass').toLowerCase();
  if (!best || (setup !== 'actpass' && setup !== 'active' && setup !== 'passive')) return undefined;
  return { ...best, setup };
}

/** Ours: SHA-256, and the other side begins the handshake. */
export function dtlsAttributes(fingerprint: string, setup: 'actpass' | 'passive'): Attribute[] {
  return [
    { name: 'fingerprint', value: `sha-256 ${fingerprint}` },
    { name: 'setup', value: setup },
  ];
}

const said = (session: SessionDescription, media: MediaDescription, name: string): string | undefined =>
  attributeValue(media, name) ?? attributeValue(session, name);

function readFingerprint(value: string): { hash: DtlsHash; fingerprint: string }[] {
  const [, name = '', print = ''] =
    /^(\S+)\s+((?:[\dA-F]{2}:)+[\dA-F]{2})\s*$/i.exec(value.slice(0, 300)) ?? [];
  const hash = HASHES.find((each) => each === name.toLowerCase());
  return hash ? [{ hash, fingerprint: print.toUpperCase() }] : [];
}
