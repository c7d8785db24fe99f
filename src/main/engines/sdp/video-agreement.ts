import type { MediaDirection, SrtpPolicy, VideoCodec } from '../../ports/media-gateway.port.ts';
import type { AgreedAudio, AgreedCrypto } from './agreement.ts';
import { chooseCrypto, matchCrypto } from './agreement.ts';
import { intersect, reverse } from './direction.ts';
import { answerH264, largestPicture, readH264 } from './h264.ts';
import type { PayloadType } from './payload-types.ts';
import type { CryptoLine } from './sdes.ts';
import type { MediaDescription } from './session-description.ts';
import type { RemoteVideo } from './video-line.ts';
import { numberVideoTypes, ourFeedback, videoCodecOf, writeVideoLine } from './video-line.ts';

/** What a picture stream of ours is made of; stays the same for a session. */
export interface LocalVideo {
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** In policy order. */
  readonly codecs: readonly VideoCodec[];
  readonly srtp: SrtpPolicy;
  /** Keys of its own: no two streams share one. */
  readonly cryptoLines: readonly CryptoLine[];
  /** Bit/s. */
  readonly maxBitrate: number;
}

/** A stream, and what is wished of it now. */
export interface VideoWish {
  readonly local: LocalVideo;
  /** As far as a picture is agreed on. */
  readonly direction: MediaDirection;
  /** An offer of ours asks for a picture even where none was agreed on before. */
  readonly isWanted: boolean;
}

export interface AgreedVideo {
  readonly codec: VideoCodec;
  readonly sendType: PayloadType;
  /** Numbers in their packets. */
  readonly receiveTypes: readonly PayloadType[];
  readonly remote: RemoteVideo;
  readonly direction: MediaDirection;
  readonly crypto?: AgreedCrypto;
  /** Most that may be sent, bit/s. */
  readonly maxBitrate: number;
  /** The largest picture they take, in macroblocks of 16 × 16; undefined: any. */
  readonly largestPicture?: number;
}

/** What an offer of ours said of the picture. */
export interface OfferedVideo {
  readonly lineIndex: number;
  readonly types: readonly PayloadType[];
  readonly direction: MediaDirection;
  readonly cryptoLines: readonly CryptoLine[];
}

/** Our answer to their picture: undefined where there can be none; the call goes on without it. */
export function agreeOnOfferedVideo(
  wish: VideoWish,
  remote: RemoteVideo,
  audio: AgreedAudio,
): AgreedVideo | undefined {
  const sendType = chooseType(wish.local.codecs, remote.types);
  const crypto = chooseCrypto(wish.local, remote);
  if (!sendType || !crypto.ok) return undefined;
  return agreed(wish, remote, audio, {
    sendType,
    receiveTypes: [sendType],
    direction: intersect(wish.direction, reverse(remote.direction)),
    ...(crypto.value && { crypto: crypto.value }),
  });
}

/** Their answer to ours. */
export function agreeOnAnsweredVideo(
  wish: VideoWish,
  remote: RemoteVideo,
  audio: AgreedAudio,
  offered: OfferedVideo,
): AgreedVideo | undefined {
  const sendType = remote.types.find((type) => videoCodecOf(type) !== undefined);
  const crypto = matchCrypto(wish.local, remote, offered.cryptoLines);
  if (!sendType || !crypto.ok) return undefined;
  return agreed(wish, remote, audio, {
    sendType,
    receiveTypes: [...offered.types, ...remote.types],
    direction: intersect(offered.direction, reverse(remote.direction)),
    ...(crypto.value && { crypto: crypto.value }),
  });
}

/** A picture is never less protected than the voice beside it. */
function agreed(
  { local }: VideoWish,
  remote: RemoteVideo,
  audio: AgreedAudio,
  parts: Pick<AgreedVideo, 'sendType' | 'receiveTypes' | 'direction' | 'crypto'>,
): AgreedVideo | undefined {
  const codec = videoCodecOf(parts.sendType);
  if (codec === undefined || ((audio.crypto || audio.remote.dtls) && !parts.crypto)) return undefined;
  return {
    ...parts,
    codec,
    remote,
    maxBitrate: Math.min(local.maxBitrate, remote.maxBitrate ?? local.maxBitrate),
    ...(codec === 'H264' && { largestPicture: largestPicture(readH264(parts.sendType.parameters)) }),
  };
}

/** Our first codec that they have; of H.264 the mode that cuts large pictures before the one that can't. */
function chooseType(codecs: readonly VideoCodec[], types: readonly PayloadType[]): PayloadType | undefined {
  for (const codec of codecs) {
    const theirs = types.filter((type) => videoCodecOf(type) === codec);
    const best = theirs.find((type) => readH264(type.parameters).packetizationMode === 1) ?? theirs[0];
    if (best) return best;
  }
  return undefined;
}

/** The line of an offer. What is in use is offered again as it is; else the voice's protection is the picture's. */
export function offerVideo(
  { local, direction }: VideoWish,
  lineIndex: number,
  known: {
    readonly audio: AgreedAudio | undefined;
    readonly video: AgreedVideo | undefined;
    readonly types: readonly PayloadType[];
  },
): { readonly offered: OfferedVideo; readonly line: MediaDescription } {
  const { audio, video } = known;
  const names = video ? [video.codec, ...local.codecs.filter((name) => name !== video.codec)] : local.codecs;
  const types = numberVideoTypes(names, known.types);
  const [protocol, cryptoLines] = protection(local, audio, video);
  const line = writeVideoLine({
    protocol,
    cryptoLines,
    types,
    direction,
    rtpPort: local.rtpPort,
    rtcpPort: local.rtcpPort,
    isRtcpMux: video?.remote.isRtcpMux ?? false,
    maxBitrate: local.maxBitrate,
    feedback: ourFeedback,
  });
  return { offered: { lineIndex, types, direction, cryptoLines }, line };
}

function protection(
  local: LocalVideo,
  audio: AgreedAudio | undefined,
  video: AgreedVideo | undefined,
): [protocol: string, lines: readonly CryptoLine[]] {
  if (video) return [video.remote.protocol, video.crypto ? [video.crypto.local] : []];
  // Pictures have no keys by DTLS.
  if (audio?.remote.dtls) return ['RTP/SAVP', local.cryptoLines];
  if (audio) return [audio.remote.protocol, audio.crypto ? local.cryptoLines : []];
  return [local.srtp === 'sdes' ? 'RTP/SAVP' : 'RTP/AVP', local.srtp === 'none' ? [] : local.cryptoLines];
}

/** The line of our answer: one codec, and of the feedback what they know too. */
export function answerVideo(local: LocalVideo, video: AgreedVideo): MediaDescription {
  const { remote, sendType, crypto } = video;
  const parameters = video.codec === 'H264' ? answerH264(readH264(sendType.parameters)) : undefined;
  const { parameters: _theirs, ...bare } = sendType;
  return writeVideoLine({
    protocol: remote.protocol,
    cryptoLines: crypto ? [crypto.local] : [],
    types: [{ ...bare, ...(parameters !== undefined && { parameters }) }],
    direction: video.direction,
    rtpPort: local.rtpPort,
    rtcpPort: local.rtcpPort,
    isRtcpMux: remote.isRtcpMux,
    maxBitrate: local.maxBitrate,
    feedback: remote.feedback,
  });
}
