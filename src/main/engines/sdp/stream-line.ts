import type { MediaDirection } from '../../ports/media-gateway.port.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { readDirection } from './direction.ts';
import type { RemoteDtls } from './dtls-line.ts';
import { dtlsAttributes, readDtls } from './dtls-line.ts';
import { ipFamily } from './ip-address.ts';
import type { PayloadType } from './payload-types.ts';
import { readPayloadTypes } from './payload-types.ts';
import type { CryptoLine } from './sdes.ts';
import { buildCryptoLine, readCryptoLines } from './sdes.ts';
import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue } from './session-description.ts';

/** What a line of ours is written from, of voice or of pictures. */
export interface StreamLine {
  readonly protocol: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  readonly isRtcpMux: boolean;
  readonly direction: MediaDirection;
  readonly types: readonly PayloadType[];
  readonly cryptoLines: readonly CryptoLine[];
}

/** Our certificate, on a line whose keys come from DTLS. */
export interface DtlsLine {
  readonly fingerprint: string;
  readonly setup: 'actpass' | 'passive';
}

/** One stream of the far end as its description says; the direction is from their side. */
export interface RemoteStream extends StreamLine {
  readonly lineIndex: number;
  readonly address: string;
  /** Its keys come from a DTLS handshake. */
  readonly dtls?: RemoteDtls;
}

export function isSecureProtocol(protocol: string): boolean {
  return /^RTP\/SAVPF?$/i.test(protocol);
}

function isPlainProtocol(protocol: string): boolean {
  return /^RTP\/AVPF?$/i.test(protocol);
}

/** Whether the line is a stream of this kind that we can speak, and not refused. */
export function isUsableLine(media: MediaDescription, kind: 'audio' | 'video'): boolean {
  return (
    media.kind === kind &&
    media.port !== 0 &&
    (isPlainProtocol(media.protocol) || isSecureProtocol(media.protocol))
  );
}

/** Reads a usable line. Error: `media.bad-sdp` when its address isn't one that a stream could be sent to. */
export function readStream(
  session: SessionDescription,
  media: MediaDescription,
  lineIndex: number,
): Result<RemoteStream> {
  const connection = media.connection ?? session.connection;
  if (!connection || ipFamily(connection.address) === undefined)
    return fail('media.bad-sdp', undefined, 'c= holds no address');
  if (isMulticast(connection.address)) return fail('media.bad-sdp', undefined, 'multicast address');
  const isRtcpMux = attributeValue(media, 'rtcp-mux') !== undefined;
  const dtls = readDtls(session, media);
  return ok({
    lineIndex,
    protocol: media.protocol,
    address: connection.address,
    rtpPort: media.port,
    rtcpPort: isRtcpMux ? media.port : readRtcpPort(media),
    isRtcpMux,
    direction: readDirection(session, media),
    types: readPayloadTypes(media),
    cryptoLines: readCryptoLines(media),
    ...(dtls && { dtls }),
  });
}

/** Keys and RTCP of a line of ours, as attributes. */
export function transportAttributes(line: StreamLine & { readonly dtls?: DtlsLine }): Attribute[] {
  const hasOddRtcpPort = !line.isRtcpMux && line.rtcpPort !== line.rtpPort + 1;
  return [
    ...(line.dtls ? dtlsAttributes(line.dtls.fingerprint, line.dtls.setup) : []),
    ...line.cryptoLines.map((crypto) => ({ name: 'crypto', value: buildCryptoLine(crypto) })),
    ...(line.isRtcpMux ? [{ name: 'rtcp-mux' }] : []),
    ...(hasOddRtcpPort ? [{ name: 'rtcp', value: String(line.rtcpPort) }] : []),
  ];
}

/** `a=rtcp:53020 IN IP4 …` (RFC 3605); the address beside it is never used by what we talk to. */
function readRtcpPort(media: MediaDescription): number {
  const written = Number(/^\d{1,5}/.exec(attributeValue(media, 'rtcp') ?? '')?.[0] ?? 0);
  return written > 0 && written <= 65_535 ? written : Math.min(media.port + 1, 65_535);
}

function isMulticast(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return /^ff/i.test(address) || (first >= 224 && first <= 239) || address === '255.255.255.255';
}
