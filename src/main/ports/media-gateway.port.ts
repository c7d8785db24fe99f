import type { Result } from '../../shared/errors/result.ts';

/** A gateway session carries the media of one call; its id is chosen by the caller (the call's id will do). */
export type MediaSessionId = string;

/** Codecs the gateway can name on the wire; their order in `GatewaySessionSpec.codecs` is the policy order. */
export type CodecName = 'PCMU' | 'PCMA' | 'G722' | 'opus';

/** Picture codecs, by the same rule. */
export type VideoCodec = 'H264' | 'VP8';

/** The camera, and slides beside it (V9). */
export type PictureStream = 'video' | 'slides';

/** Which of a call's loopback legs is meant: each has its own offers, revisions and peer connection. */
export type MediaStreamKind = 'audio' | PictureStream;

/** What a session may do with pictures (V3). */
export interface VideoSpec {
  /** In policy order; not empty. */
  readonly codecs: readonly VideoCodec[];
  /** Most that may be sent or asked for, bit/s: the region's limit less the audio. */
  readonly maxBitrate: number;
  /** Slides may be shown and seen beside the camera. */
  readonly hasSlides?: boolean;
  /** The rate at which a picture came through whole the last time, bit/s; absent: none is known, begin low. */
  readonly lastGoodRate?: number;
}

/** RFC 3264 direction, always seen from this side. */
export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/**
 * Encryption of the far leg: `none` refuses encrypted offers; `sdes` offers RTP/SAVP and refuses anything plain;
 * `sdes-optional` offers RTP/AVP with a=crypto and takes what the far end chose.
 */
export type SrtpPolicy = 'none' | 'sdes' | 'sdes-optional';

/** SRTP suites by their SDES names (RFC 4568, RFC 7714). */
export type SrtpSuite =
  | 'AES_CM_128_HMAC_SHA1_80'
  | 'AES_CM_128_HMAC_SHA1_32'
  | 'AEAD_AES_128_GCM'
  | 'AEAD_AES_256_GCM';

export interface GatewaySessionSpec {
  readonly sessionId: MediaSessionId;
  /** The SIP profile's media port range, inclusive; audio takes the lower half (requirement V5). */
  readonly ports: { readonly start: number; readonly stop: number };
  /** The address that is bound and written into the SIP-side c= line: the local address of the signalling flow. */
  readonly localAddress: string;
  readonly srtp: SrtpPolicy;
  /** In policy order; empty is refused. */
  readonly codecs: readonly CodecName[];
  /** DSCP wanted for audio (46 by default in the product). */
  readonly dscpAudio: number;
  /** Follow a steady stream from elsewhere while nothing comes from where the SDP says (far ends behind NAT, RFC 7362). Default true. */
  readonly isLatching?: boolean;
  /** Suites offered, in order. Default: AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32, AEAD_AES_256_GCM, AEAD_AES_128_GCM. */
  readonly srtpSuites?: readonly SrtpSuite[];
  /** Absent: pictures are neither offered nor taken. Its ports are of the range's upper half; where none is free, none either. */
  readonly video?: VideoSpec;
  /** No RTP for this long, while some should come, raises `rtp-timeout`. Default 30,000 ms. */
  readonly rtpTimeoutMs?: number;
}

export interface GatewaySessionInfo {
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** Whether packets carry the DSCP asked for; where not, `dscpReason` is one plain clause for the log (V5). */
  readonly isDscpApplied: boolean;
  readonly dscpReason?: string;
}

/** What Chromium is offered. `revision` grows each time the text changes; the answer is given back with it. */
export interface LoopbackOffer {
  readonly revision: number;
  readonly sdp: string;
}

/** What both sides agreed for the audio stream, as it stands after this description. */
export interface NegotiatedMedia {
  /** The codec both send. The renderer must be told to use it. */
  readonly codec: CodecName;
  /** What we may do now: our wish joined with the far end's. */
  readonly direction: MediaDirection;
  /** The far end put us on hold (sendonly, inactive or c=0.0.0.0). */
  readonly isHeldByRemote: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** The suite in use, or undefined for plain RTP, and for keys by DTLS. */
  readonly srtp?: SrtpSuite;
  /** Keys come from a handshake with the far end (RFC 5763), without ICE; until then nothing is sent. */
  readonly isDtls?: boolean;
  /** The far end's payload type for RFC 4733 events; undefined: it takes none (use INFO or KPML). */
  readonly dtmfPayloadType?: number;
  /** The number of m= lines the far end described; those but the audio are refused with port 0. */
  readonly mediaLineCount: number;
  /** The loopback offer's revision now. When it is newer than the one the renderer has, fetch `loopbackOffer` again. */
  readonly loopbackRevision: number;
  /** Absent: no picture was agreed on. */
  readonly video?: NegotiatedVideo;
  /** Absent: no slides beside the camera. */
  readonly slides?: NegotiatedSlides;
}

/** What both sides agreed for the picture. */
export interface NegotiatedVideo {
  readonly codec: VideoCodec;
  readonly direction: MediaDirection;
  readonly isEncrypted: boolean;
  /** Most that may be sent, bit/s. */
  readonly maxBitrate: number;
  /** Its loopback offer's revision now; a leg of its own, beside the audio's. */
  readonly loopbackRevision: number;
}

/** What both sides agreed for slides. */
export interface NegotiatedSlides extends NegotiatedVideo {
  /** Whose turn it is to show some is asked for and told (BFCP). */
  readonly hasFloor: boolean;
}

/** Which part a description of ours plays. */
export type LocalSdpRole = 'offer' | 'answer';

/**
 * Which part a description of theirs plays. `early-answer` is an answer in a provisional response: it moves media at once
 * but leaves the offer open, so each fork's may be given in turn and the final one settles.
 */
export type RemoteSdpRole = 'offer' | 'answer' | 'early-answer';

export interface DtmfOptions {
  readonly method: 'rfc4733';
  /** Length of each tone; 40–6,000 ms. Default 100. */
  readonly durationMs?: number;
  /** Silence between tones; at least 40 ms. Default 70. */
  readonly gapMs?: number;
}

export interface GatewayStats {
  readonly codec?: CodecName;
  readonly srtp?: SrtpSuite;
  readonly direction: MediaDirection;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Counted from gaps in the far end's sequence numbers (RFC 3550 A.3); may be negative after duplicates. */
  readonly packetsLost: number;
  /** Inter-arrival jitter of the far end's packets, ms (RFC 3550 A.8). */
  readonly jitterMs: number;
  /** The far end's last report about us (RTCP report block), when one came. */
  readonly remoteReport?: {
    readonly fractionLost: number;
    readonly packetsLost: number;
    readonly jitterMs: number;
    readonly roundTripMs?: number;
  };
  /** Packets dropped because they were malformed, of the wrong source, replayed or failed authentication. */
  readonly packetsDropped: number;
  readonly loopback: 'idle' | 'waiting' | 'connected' | 'silent';
}

export type GatewayEvent =
  | {
      readonly type: 'media-started';
      readonly sessionId: MediaSessionId;
      readonly kind: 'first-rtp-sent' | 'first-rtp-received';
    }
  /** ICE and DTLS with the renderer stand, its certificate is the one it announced. */
  | {
      readonly type: 'loopback-connected';
      readonly sessionId: MediaSessionId;
      readonly stream?: MediaStreamKind;
    }
  /** The renderer's side is gone (no consent checks for 12 s, or it said goodbye): offer it a fresh loopback. */
  | {
      readonly type: 'silence';
      readonly sessionId: MediaSessionId;
      readonly cause: 'no-consent' | 'closed';
      readonly stream?: MediaStreamKind;
    }
  /** The renderer's certificate, ufrag or handshake proof was wrong; nothing is relayed to it. */
  | {
      readonly type: 'loopback-refused';
      readonly sessionId: MediaSessionId;
      readonly detail: string;
      readonly stream?: MediaStreamKind;
    }
  /** The rate for our picture has reached another rung of the ladder: its most lines (height). */
  | { readonly type: 'video-rung'; readonly sessionId: MediaSessionId; readonly lines: number }
  /** Our picture came through whole at this rate, bit/s, a fifth more or less than was said before. */
  | { readonly type: 'video-rate'; readonly sessionId: MediaSessionId; readonly rate: number }
  /** Whose turn it is to show slides. `isTakenAway`: it was ours, and we didn't give it back. */
  | {
      readonly type: 'floor';
      readonly sessionId: MediaSessionId;
      readonly holder: 'nobody' | 'us' | 'them';
      readonly isTakenAway: boolean;
    }
  | { readonly type: 'rtp-timeout'; readonly sessionId: MediaSessionId }
  /** Packets come again after `rtp-timeout`. */
  | { readonly type: 'rtp-returned'; readonly sessionId: MediaSessionId }
  | { readonly type: 'dtmf-finished'; readonly sessionId: MediaSessionId }
  /** The gateway process died; its sessions are gone. The next command starts a new one. */
  | { readonly type: 'gateway-lost'; readonly sessionIds: readonly MediaSessionId[] };

/**
 * Joins Chromium's WebRTC to enterprise RTP. Only descriptions and commands pass here, never media.
 *
 * Order of a call we make:   openSession → localSdp('offer') → INVITE … remoteSdp(sdp, 'early-answer'|'answer').
 * Order of a call we get:    openSession → remoteSdp(sdp, 'offer') → localSdp('answer') → 200.
 * INVITE without SDP (late): openSession → localSdp('offer') → 200; ACK's SDP → remoteSdp(sdp, 'answer').
 * At any time after openSession: loopbackOffer → renderer → loopbackAnswer. The two legs don't wait for each other.
 * Hold: setDirection('sendonly') → localSdp('offer') → re-INVITE → remoteSdp(…, 'answer'); refused: rollback.
 * Every method fails with `media.unknown-session` after `close` and after `gateway-lost`; what was under way when the process
 * died fails with `media.gateway-lost`.
 */
export interface MediaGatewayPort {
  /** Binds the port pair. Errors: media.no-ports (also when the address can't be bound), media.wrong-state (the id is in use). */
  openSession(spec: GatewaySessionSpec): Promise<Result<GatewaySessionInfo>>;
  /** The offer for the renderer. `isFresh` makes new ICE credentials: after `silence`, for a peer connection that starts anew. */
  loopbackOffer(
    sessionId: MediaSessionId,
    options?: { readonly isFresh?: boolean; readonly stream?: MediaStreamKind },
  ): Promise<Result<LoopbackOffer>>;
  /**
   * The renderer's answer, with the revision it answers; one to an offer that a fresh one has replaced is ignored.
   * Errors: media.bad-sdp; media.wrong-state when nothing was offered.
   */
  loopbackAnswer(
    sessionId: MediaSessionId,
    sdp: string,
    revision?: number,
    stream?: MediaStreamKind,
  ): Promise<Result<void>>;
  /** Our SIP-side description. Asked again with nothing changed it is the same text, with the same o= version. Error: media.wrong-state. */
  localSdp(sessionId: MediaSessionId, role: LocalSdpRole): Promise<Result<string>>;
  /** Their description. Errors: media.bad-sdp, call.no-common-codec, media.no-audio, media.srtp-required, media.srtp-refused, media.wrong-state. */
  remoteSdp(sessionId: MediaSessionId, sdp: string, role: RemoteSdpRole): Promise<Result<NegotiatedMedia>>;
  /** Drops an open offer of either side; what was agreed before stands. Harmless when none is open. */
  rollback(sessionId: MediaSessionId): Promise<Result<void>>;
  /** Our wish for direction: closes or opens the gate at once, and goes into the next localSdp. */
  setDirection(sessionId: MediaSessionId, direction: MediaDirection): Promise<Result<void>>;
  /** Muted: the far end gets no sound of ours even if the renderer still sends (a second lock behind the renderer's own). */
  setMuted(sessionId: MediaSessionId, isMuted: boolean): Promise<Result<void>>;
  /**
   * Whether we want to send a picture: closes the gate at once, opens it as far as agreed, and goes into the next localSdp.
   * A picture of theirs is always taken. Slides also wait for the floor, and give it back when they end.
   * Error: call.not-possible-now where the session can't.
   */
  setPicture(sessionId: MediaSessionId, isOn: boolean, stream?: PictureStream): Promise<Result<void>>;
  /**
   * Asks for the floor for our slides, once they are agreed on; settles when it is our turn. Without floor control that
   * is at once. Errors: call.share-refused, call.not-possible-now.
   */
  takeFloor(sessionId: MediaSessionId): Promise<Result<void>>;
  /** Queues digits (0-9 * # A-D, `,` = 2 s pause) as RFC 4733 events. Errors: media.bad-digit, media.dtmf-not-negotiated, call.not-possible-now (on hold). */
  sendDtmf(sessionId: MediaSessionId, digits: string, options: DtmfOptions): Promise<Result<void>>;
  stats(sessionId: MediaSessionId): Promise<Result<GatewayStats>>;
  /** Frees ports and sockets. Closing twice is fine. */
  close(sessionId: MediaSessionId): Promise<Result<void>>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: GatewayEvent) => void): () => void;
}
