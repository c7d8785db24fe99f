import type { VideoCodec } from '../../ports/media-gateway.port.ts';
import { freeNumber } from './audio-line.ts';
import { ourH264, readH264 } from './h264.ts';
import type { PayloadType } from './payload-types.ts';
import { payloadTypeAttributes } from './payload-types.ts';
import type { Attribute, Bandwidth, MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue, attributeValues } from './session-description.ts';
import type { RemoteStream, StreamLine } from './stream-line.ts';
import { isUsableLine, readStream, transportAttributes } from './stream-line.ts';

/** How a new picture may be asked for, and a rate set (RFC 4585, RFC 5104). */
export interface VideoFeedback {
  readonly hasPli: boolean;
  readonly hasFir: boolean;
  readonly hasTmmbr: boolean;
  /** Lost packets are named, and sent again as they were (generic NACK, RFC 4585 section 6.2.1). */
  readonly hasNack: boolean;
}

/** The far end's picture as its description says. */
export interface RemoteVideo extends RemoteStream {
  /** Most it takes, bit/s; absent: not said. */
  readonly maxBitrate?: number;
  readonly feedback: VideoFeedback;
}

/** What a video line of ours is written from. */
export interface VideoLine extends StreamLine {
  readonly maxBitrate: number;
  readonly feedback: VideoFeedback;
}

/** What we can do; RFC 4585 wants RTP/AVPF for it, phones say it on RTP/AVP lines (cisco-uc 12.5). */
export const ourFeedback: VideoFeedback = { hasPli: true, hasFir: true, hasTmmbr: true, hasNack: true };

const clockRate = 90_000;

/** The codec of ours a payload type means, or undefined. */
export function videoCodecOf(type: PayloadType): VideoCodec | undefined {
  if (type.clockRate !== clockRate) return undefined;
  const name = type.name.toUpperCase();
  return name === 'H264' || name === 'VP8' ? name : undefined;
}

/** Whether two payload types are one stream to a packetizer. */
export function isSameVideo(one: PayloadType, other: PayloadType): boolean {
  const codec = videoCodecOf(one);
  if (codec === undefined || codec !== videoCodecOf(other)) return false;
  return (
    codec !== 'H264' ||
    readH264(one.parameters).packetizationMode === readH264(other.parameters).packetizationMode
  );
}

/** The payload types we describe; H.264 in both packetization modes. Numbers used before keep their meaning. */
export function numberVideoTypes(
  codecs: readonly VideoCodec[],
  used: readonly PayloadType[],
): readonly PayloadType[] {
  const taken = new Set(used.map((type) => type.number));
  return codecs.flatMap(typesOf).map((type) => {
    const known = used.find((other) => isSameVideo(other, type));
    if (known) return { ...type, number: known.number };
    const number = taken.has(type.number) ? freeNumber(taken) : type.number;
    taken.add(number);
    return { ...type, number };
  });
}

function typesOf(codec: VideoCodec): PayloadType[] {
  const common = { name: codec, clockRate, channels: 1 };
  if (codec === 'VP8') return [{ ...common, number: 100 }];
  return [
    { ...common, number: 126, parameters: ourH264(1) },
    { ...common, number: 97, parameters: ourH264(0) },
  ];
}

/** Their main picture; slides are another stream (RFC 4796). Undefined: there is none that can be used. */
export function readRemoteVideo(session: SessionDescription, lineInUse?: number): RemoteVideo | undefined {
  const lineIndex = lineInUse ?? session.media.findIndex((media) => isPicture(media) && !isSlides(media));
  const media = session.media[lineIndex];
  return media && !isSlides(media) ? readPicture(session, lineIndex) : undefined;
}

/** Their slides: what they call so; on a line of which we know it, whatever they call it. */
export function readRemoteSlides(session: SessionDescription, lineInUse?: number): RemoteVideo | undefined {
  const lineIndex = lineInUse ?? session.media.findIndex((media) => isPicture(media) && isSlides(media));
  return readPicture(session, lineIndex);
}

/** What they call the stream (RFC 4574). */
export function labelOf(session: SessionDescription, lineIndex: number): string | undefined {
  const media = session.media[lineIndex];
  const label = media && attributeValue(media, 'label');
  return label !== undefined && /^[\w.~+-]{1,40}$/.test(label) ? label : undefined;
}

function readPicture(session: SessionDescription, lineIndex: number): RemoteVideo | undefined {
  const media = session.media[lineIndex];
  if (!media || !isPicture(media)) return undefined;
  const stream = readStream(session, media, lineIndex);
  if (!stream.ok) return undefined;
  const maxBitrate = readMaxBitrate(session, media);
  return {
    ...stream.value,
    feedback: readFeedback(media),
    ...(maxBitrate !== undefined && { maxBitrate }),
  };
}

/** The m= line of ours. */
export function writeVideoLine(line: VideoLine): MediaDescription {
  const { feedback } = line;
  const wishes = [
    ...(feedback.hasPli ? ['nack pli'] : []),
    ...(feedback.hasFir ? ['ccm fir'] : []),
    ...(feedback.hasTmmbr ? ['ccm tmmbr'] : []),
    ...(feedback.hasNack ? ['nack'] : []),
  ];
  const attributes: Attribute[] = [
    ...payloadTypeAttributes(line.types),
    ...wishes.map((wish) => ({ name: 'rtcp-fb', value: `* ${wish}` })),
    ...transportAttributes(line),
    { name: line.direction },
  ];
  const bandwidths: Bandwidth[] = [{ kind: 'TIAS', value: line.maxBitrate }];
  const formats = line.types.map((type) => String(type.number));
  return { kind: 'video', port: line.rtpPort, protocol: line.protocol, formats, bandwidths, attributes };
}

function isPicture(media: MediaDescription): boolean {
  return isUsableLine(media, 'video');
}

function isSlides(media: MediaDescription): boolean {
  return (attributeValue(media, 'content') ?? '').toLowerCase().includes('slides');
}

/** `* nack pli`, `126 ccm fir`: for one payload type or for all. */
function readFeedback(media: MediaDescription): VideoFeedback {
  const said = attributeValues(media, 'rtcp-fb').map((value) =>
    value.toLowerCase().split(/\s+/).slice(1, 3).join(' '),
  );
  return {
    hasPli: said.includes('nack pli'),
    hasFir: said.includes('ccm fir'),
    hasTmmbr: said.includes('ccm tmmbr'),
    hasNack: said.includes('nack'),
  };
}

/** What a voice takes of a limit for the whole session: G.711 and G.722 on the wire, bit/s (T11). */
const voiceBitrate = 80_000;

/** The line's limit, and the session's less the voice: the lower one. */
function readMaxBitrate(session: SessionDescription, media: MediaDescription): number | undefined {
  const ofLine = bitrate(media.bandwidths);
  const ofSession = bitrate(session.bandwidths);
  const limits = [
    ...(ofLine === undefined ? [] : [ofLine]),
    ...(ofSession === undefined ? [] : [Math.max(ofSession - voiceBitrate, 0)]),
  ];
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** RFC 3890: TIAS counts bits of the media, AS thousands of bits with headers. */
function bitrate(bandwidths: readonly Bandwidth[]): number | undefined {
  const tias = bandwidths.find(({ kind }) => kind === 'TIAS');
  const as = bandwidths.find(({ kind }) => kind === 'AS');
  return tias ? tias.value : as && as.value * 1_000;
}
