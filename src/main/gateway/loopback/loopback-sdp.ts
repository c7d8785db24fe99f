import type { CodecName } from '../../ports/media-gateway.port.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { numberTypes } from '../../engines/sdp/audio-line.ts';
import { buildSdp } from '../../engines/sdp/build-sdp.ts';
import { parseSdp } from '../../engines/sdp/parse-sdp.ts';
import type { PayloadType } from '../../engines/sdp/payload-types.ts';
import { payloadTypeAttributes } from '../../engines/sdp/payload-types.ts';
import type { Attribute, MediaDescription } from '../../engines/sdp/session-description.ts';
import { attributeValue } from '../../engines/sdp/session-description.ts';
import type { IceCredentials } from './ice-lite.ts';

/** The m-line's word: slides are video too. */
export type LoopbackMedia = 'audio' | 'video';

export interface LoopbackOfferParts {
  /** `audio` when not said. */
  readonly kind?: LoopbackMedia;
  readonly originId: string;
  readonly version: number;
  readonly port: number;
  readonly credentials: IceCredentials;
  readonly fingerprint: string;
  readonly types: readonly PayloadType[];
  readonly ptimeMs: number;
  /** Of pictures: lost packets are asked for again. */
  readonly hasNack?: boolean;
}

/** What the renderer says about its end. */
export interface LoopbackAnswer {
  readonly ufrag: string;
  /** SHA-256, upper case with colons. */
  readonly fingerprint: string;
}

const loopback = { family: 'IP4', address: '127.0.0.1' } as const;

/** Chromium's own opus parameters, to the letter: it chooses only among codecs that look like its own. */
const opusParameters = 'minptime=10;useinbandfec=1';

/** The payload types of the loopback: fixed for a session, whatever numbers the far end uses. */
export function loopbackTypes(codecs: readonly CodecName[], maxAverageBitrate?: number): PayloadType[] {
  const limit = maxAverageBitrate === undefined ? '' : `;maxaveragebitrate=${maxAverageBitrate}`;
  return numberTypes(codecs, []).map((type) =>
    type.name === 'opus' ? { ...type, parameters: opusParameters + limit } : type,
  );
}

/**
 * The offer for the renderer's peer connection: ICE-lite with one host candidate, one m-line with ICE and DTLS of its own,
 * no bundle, no feedback but compound RTCP, which is relayed as it is.
 */
export function writeLoopbackOffer(parts: LoopbackOfferParts): string {
  const { kind = 'audio' } = parts;
  const attributes: Attribute[] = [
    { name: 'mid', value: '0' },
    { name: 'ice-ufrag', value: parts.credentials.ufrag },
    { name: 'ice-pwd', value: parts.credentials.password },
    { name: 'fingerprint', value: `sha-256 ${parts.fingerprint}` },
    { name: 'setup', value: 'actpass' },
    { name: 'rtcp-mux' },
    { name: 'sendrecv' },
    ...payloadTypeAttributes(parts.types),
    ...(kind === 'video'
      ? [...videoFeedback, ...(parts.hasNack ? [{ name: 'rtcp-fb', value: '* nack' }] : [])]
      : []),
    // Chromium takes a=ptime for a codec parameter and then refuses to choose among codecs: only where it must differ.
    ...(parts.ptimeMs === 20 ? [] : [{ name: 'ptime', value: String(parts.ptimeMs) }]),
    { name: 'candidate', value: `1 1 udp 2130706431 127.0.0.1 ${parts.port} typ host` },
    { name: 'end-of-candidates' },
  ];
  const formats = parts.types.map((type) => String(type.number));
  const media: MediaDescription = {
    kind,
    port: parts.port,
    protocol: 'UDP/TLS/RTP/SAVPF',
    formats,
    connection: loopback,
    bandwidths: [],
    attributes,
  };
  return buildSdp({
    origin: {
      username: '-',
      sessionId: parts.originId,
      version: String(parts.version),
      connection: loopback,
    },
    name: '-',
    bandwidths: [],
    attributes: [{ name: 'ice-lite' }],
    media: [media],
  });
}

/** A whole picture may be asked for either way, and our rate be set. */
const videoFeedback: readonly Attribute[] = ['nack pli', 'ccm fir', 'goog-remb'].map((value) => ({
  name: 'rtcp-fb',
  value: `* ${value}`,
}));

/** Reads the renderer's answer. Error: `media.bad-sdp` when it refuses the line or leaves out what DTLS needs. */
export function readLoopbackAnswer(sdp: string, kind: LoopbackMedia = 'audio'): Result<LoopbackAnswer> {
  const parsed = parseSdp(sdp);
  if (!parsed.ok) return parsed;
  const session = parsed.value;
  const [media] = session.media;
  if (session.media.length !== 1 || media?.kind !== kind || media.port === 0)
    return bad(`${kind} line refused`);
  const value = (name: string) => attributeValue(media, name) ?? attributeValue(session, name);
  if (value('setup') !== 'active') return bad('setup is not active');
  const fingerprint = /^sha-256\s+([0-9a-f:]{95})$/i.exec(value('fingerprint') ?? '')?.[1];
  const ufrag = value('ice-ufrag');
  if (fingerprint === undefined || !ufrag) return bad('fingerprint or ufrag missing');
  return ok({ ufrag, fingerprint: fingerprint.toUpperCase() });
}

function bad(detail: string): Result<never> {
  return fail('media.bad-sdp', undefined, detail);
}
