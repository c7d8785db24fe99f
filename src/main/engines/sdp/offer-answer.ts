import type { MediaDirection } from '../../ports/media-gateway.port.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { AgreedAudio, LocalAudio, OfferedAudio } from './agreement.ts';
import { agreeOnAnswer, agreeOnOffer } from './agreement.ts';
import { numberTypes, readRemoteAudio, refuseLine, writeAudioLine } from './audio-line.ts';
import type { AgreedSlides, OfferedSlides, SlidesState, SlidesWish } from './slides-agreement.ts';
import {
  agreeOnAnsweredSlides,
  agreeOnOfferedSlides,
  answerSlides,
  offerSlides,
  settledSlides,
  slidesNow,
} from './slides-agreement.ts';
import type { AgreedVideo, OfferedVideo, VideoWish } from './video-agreement.ts';
import { agreeOnAnsweredVideo, agreeOnOfferedVideo, answerVideo, offerVideo } from './video-agreement.ts';
import { readRemoteVideo } from './video-line.ts';
import { buildSdp } from './build-sdp.ts';
import { intersect, reverse } from './direction.ts';
import { ipFamily } from './ip-address.ts';
import { parseSdp } from './parse-sdp.ts';
import type { PayloadType } from './payload-types.ts';
import { codecOf } from './payload-types.ts';
import type { CryptoLine } from './sdes.ts';
import type { DtlsLine } from './stream-line.ts';
import type { Connection, MediaDescription, SessionDescription } from './session-description.ts';

/**
 * Offer/answer of one session (RFC 3264), as a value: every function takes a state and gives the next one.
 *
 *              makeOffer                    takeAnswer(final)
 *   settled ─────────────▶ offered ──────────────────────────▶ settled
 *      │  ▲                   └─ takeAnswer(early): stays, media moves
 *      │  └──────── makeAnswer / rollback ── asked ◀─┐
 *      └──────────────────── takeOffer ──────────────┘
 */
export interface OfferAnswer {
  readonly phase: Phase;
  /** o= of ours: the id never changes, the version grows by one with each text that differs from the last (section 8). */
  readonly originId: string;
  readonly version: number;
  readonly lastBody: string;
  /** Our last m= lines, in order: their number never shrinks and a line never changes its place (section 8). */
  readonly lines: readonly MediaDescription[];
  /** Numbers that have a meaning in this session. */
  readonly types: readonly PayloadType[];
  readonly agreed?: AgreedAudio;
  /** Numbers that have a meaning on the picture's line, and what was agreed for it. */
  readonly videoTypes: readonly PayloadType[];
  readonly agreedVideo?: AgreedVideo | undefined;
  readonly slides: SlidesState;
}

type Phase =
  | { readonly name: 'settled' }
  | ({
      readonly name: 'offered';
      readonly video?: OfferedVideo | undefined;
      readonly slides?: OfferedSlides | undefined;
    } & OfferedAudio)
  | {
      readonly name: 'asked';
      readonly offer: SessionDescription;
      readonly proposal: AgreedAudio;
      readonly video?: AgreedVideo | undefined;
      readonly slides?: AgreedSlides | undefined;
    };

/** A new session's state. `originId` is a decimal number nobody else on this host uses (RFC 8866 section 5.2). */
export function startOfferAnswer(originId: string): OfferAnswer {
  return {
    phase: { name: 'settled' },
    originId,
    version: 0,
    lastBody: '',
    lines: [],
    types: [],
    videoTypes: [],
    slides: { types: [] },
  };
}

/** Our offer. Error: `media.wrong-state` while theirs waits for its answer. */
export function makeOffer(
  state: OfferAnswer,
  local: LocalAudio,
  wish: MediaDirection,
  video?: VideoWish,
  slides?: SlidesWish,
): Result<{ readonly state: OfferAnswer; readonly sdp: string }> {
  if (state.phase.name === 'asked') return fail('media.wrong-state', undefined, 'their offer is open');
  const { agreed } = state;
  // What is spoken goes first, so that a re-offer for hold doesn't change the codec by the way.
  const names = agreed
    ? [agreed.codec, ...local.codecs.filter((name) => name !== agreed.codec)]
    : local.codecs;
  const types = numberTypes(names, state.types);
  const protection = offeredProtection(local, agreed);
  const audio = writeAudioLine({
    ...protection,
    rtpPort: local.rtpPort,
    rtcpPort: local.rtcpPort,
    isRtcpMux: agreed?.remote.isRtcpMux ?? false,
    direction: wish,
    types,
    ...(agreed?.remote.ptimeMs !== undefined && { ptimeMs: agreed.remote.ptimeMs }),
  });
  const audioIndex = agreed?.remote.lineIndex ?? 0;
  const lines = [...state.lines.map(refuseLine)];
  lines[audioIndex] = audio;
  const wanted = slides && (slides.picture.isWanted || state.slides.agreed) ? slides : undefined;
  // With slides there is a line for the camera too: who knows one picture only takes the first for it.
  const hasPicture = video && (video.isWanted || state.agreedVideo || wanted);
  const picture = hasPicture ? offerPicture(state, video) : undefined;
  if (picture) lines[picture.offered.lineIndex] = picture.line;
  const shown = wanted && offerSlides(wanted, state.slides, agreed, lines);
  const next: OfferAnswer = {
    ...state,
    phase: {
      name: 'offered',
      types,
      direction: wish,
      cryptoLines: protection.cryptoLines,
      isDtls: protection.dtls !== undefined,
      video: picture?.offered,
      slides: shown?.offered,
    },
    types: remember(state.types, types),
    videoTypes: remember(state.videoTypes, picture?.offered.types ?? []),
    slides: shown?.state ?? state.slides,
  };
  return ok(describe(next, local, lines));
}

/**
 * Their answer. Error codes as in `MediaGatewayPort.remoteSdp`; the state then stays as it was.
 * A provisional answer (`isFinal` false) moves media but leaves our offer open for the next fork.
 */
export function takeAnswer(
  state: OfferAnswer,
  local: LocalAudio,
  sdp: string,
  isFinal: boolean,
  video?: VideoWish,
  slides?: SlidesWish,
): Result<OfferAnswer> {
  const { phase } = state;
  if (phase.name !== 'offered') return fail('media.wrong-state', undefined, 'no offer of ours is open');
  const parsed = parseSdp(sdp);
  if (!parsed.ok) return parsed;
  const remote = readRemoteAudio(
    parsed.value,
    local.srtp,
    state.agreed?.remote.lineIndex ?? 0,
    ipFamily(local.address),
  );
  if (!remote.ok) return remote;
  const agreed = agreeOnAnswer(local, remote.value, phase);
  if (!agreed.ok) return agreed;
  const picture = phase.video && readRemoteVideo(parsed.value, phase.video.lineIndex);
  const agreedVideo =
    video && picture && phase.video
      ? agreeOnAnsweredVideo(video, picture, agreed.value, phase.video)
      : undefined;
  const agreedSlides =
    slides &&
    phase.slides &&
    agreeOnAnsweredSlides(slides, parsed.value, agreed.value, phase.slides, state.slides.agreed);
  return ok({
    ...state,
    phase: isFinal ? { name: 'settled' } : phase,
    agreed: agreed.value,
    agreedVideo,
    slides: { ...state.slides, agreed: agreedSlides },
  });
}

/** What their offer would lead to. */
export interface Asked {
  readonly state: OfferAnswer;
  readonly proposal: AgreedAudio;
  readonly video?: AgreedVideo | undefined;
  readonly slides?: AgreedSlides | undefined;
}

/** Their offer. What it would lead to is in `phase.proposal`; nothing is agreed before our answer. */
export function takeOffer(
  state: OfferAnswer,
  local: LocalAudio,
  sdp: string,
  wish: MediaDirection,
  video?: VideoWish,
  slides?: SlidesWish,
): Result<Asked> {
  if (state.phase.name === 'offered') return fail('media.wrong-state', undefined, 'our offer is open');
  const parsed = parseSdp(sdp);
  if (!parsed.ok) return parsed;
  if (parsed.value.media.length < state.lines.length)
    return fail('media.bad-sdp', undefined, 'fewer m= lines than before');
  const remote = readRemoteAudio(
    parsed.value,
    local.srtp,
    state.agreed?.remote.lineIndex,
    ipFamily(local.address),
  );
  if (!remote.ok) return remote;
  const proposal = agreeOnOffer(local, remote.value, wish);
  if (!proposal.ok) return proposal;
  const theirs = video && readRemoteVideo(parsed.value, state.agreedVideo?.remote.lineIndex);
  const picture = video && theirs ? agreeOnOfferedVideo(video, theirs, proposal.value) : undefined;
  const shown = slides && agreeOnOfferedSlides(slides, parsed.value, proposal.value, state.slides);
  const found = { proposal: proposal.value, video: picture, slides: shown };
  return ok({ state: { ...state, phase: { name: 'asked', offer: parsed.value, ...found } }, ...found });
}

/** Our answer to their open offer: one codec and the events, and a picture where agreed; every other line is refused with port 0. */
export function makeAnswer(
  state: OfferAnswer,
  local: LocalAudio,
  wish: MediaDirection,
  video?: VideoWish,
  slides?: SlidesWish,
): Result<{ readonly state: OfferAnswer; readonly sdp: string }> {
  if (state.phase.name !== 'asked') return fail('media.wrong-state', undefined, 'no offer of theirs is open');
  const { offer, proposal } = state.phase;
  const { remote } = proposal;
  const agreed = { ...proposal, direction: intersect(wish, reverse(remote.direction)) };
  const types = proposal.receiveTypes.map((type) => withOurParameters(type));
  const audio = writeAudioLine({
    protocol: remote.protocol,
    rtpPort: local.rtpPort,
    rtcpPort: local.rtcpPort,
    isRtcpMux: remote.isRtcpMux,
    direction: agreed.direction,
    types,
    cryptoLines: agreed.crypto ? [agreed.crypto.local] : [],
    ...dtlsOf(local, agreed, 'passive'),
    ...(remote.ptimeMs !== undefined && { ptimeMs: remote.ptimeMs }),
  });
  const agreedVideo = video && pictureNow(state.phase.video, video);
  const picture = video && agreedVideo && answerVideo(video.local, agreedVideo);
  const agreedSlides = slides && slidesNow(state.phase.slides, slides);
  const shown = slides && agreedSlides && answerSlides(slides, agreedSlides);
  const lines = offer.media.map((media, index) => {
    if (index === remote.lineIndex) return audio;
    if (picture && index === agreedVideo?.remote.lineIndex) return picture;
    return shown?.get(index) ?? refuseLine(media);
  });
  const next: OfferAnswer = {
    ...state,
    phase: { name: 'settled' },
    types: remember(state.types, types),
    videoTypes: remember(state.videoTypes, agreedVideo?.receiveTypes ?? []),
    agreed,
    agreedVideo,
    slides: settledSlides(state.slides, agreedSlides),
  };
  return ok(describe(next, local, lines));
}

/** What was proposed, with the wish of now: a camera may have gone on since. */
function pictureNow(proposal: AgreedVideo | undefined, wish: VideoWish): AgreedVideo | undefined {
  return (
    proposal && { ...proposal, direction: intersect(wish.direction, reverse(proposal.remote.direction)) }
  );
}

/** The picture's line keeps its place; one that was refused before is asked for again there. */
function offerPicture(state: OfferAnswer, video: VideoWish) {
  const used = state.lines.findIndex((line, index) => line.kind === 'video' && index !== state.slides.line);
  const last = Math.max(state.lines.length, 1);
  const lineIndex = state.agreedVideo?.remote.lineIndex ?? (used < 0 ? last : used);
  return offerVideo(video, lineIndex, {
    audio: state.agreed,
    video: state.agreedVideo,
    types: state.videoTypes,
  });
}

/** Forgets an open offer; what was agreed before stands (RFC 3261 section 14.1: a refused re-INVITE changes nothing). */
export function rollback(state: OfferAnswer): OfferAnswer {
  return { ...state, phase: { name: 'settled' } };
}

/** After the first agreement only what is in use is offered again: a re-offer must not turn encryption on or off. */
function offeredProtection(
  local: LocalAudio,
  agreed: AgreedAudio | undefined,
): { protocol: string; cryptoLines: readonly CryptoLine[]; dtls?: DtlsLine } {
  if (agreed)
    return {
      protocol: agreed.remote.protocol,
      cryptoLines: agreed.crypto ? [agreed.crypto.local] : [],
      ...dtlsOf(local, agreed, 'actpass'),
    };
  if (local.srtp === 'none') return { protocol: 'RTP/AVP', cryptoLines: [] };
  return { protocol: local.srtp === 'sdes' ? 'RTP/SAVP' : 'RTP/AVP', cryptoLines: local.cryptoLines };
}

const dtlsOf = (
  { dtlsFingerprint }: LocalAudio,
  { remote }: AgreedAudio,
  setup: DtlsLine['setup'],
): { dtls?: DtlsLine } =>
  remote.dtls && dtlsFingerprint !== undefined ? { dtls: { fingerprint: dtlsFingerprint, setup } } : {};

function withOurParameters(type: PayloadType): PayloadType {
  const name = codecOf(type);
  const [ours] = name ? numberTypes([name], [type]) : [{ ...type, parameters: '0-15' }];
  return ours ?? type;
}

function remember(known: readonly PayloadType[], types: readonly PayloadType[]): readonly PayloadType[] {
  return [...types, ...known.filter((old) => types.every((type) => type.number !== old.number))];
}

/** Writes the text, with a new version exactly when it says something new. */
function describe(
  next: OfferAnswer,
  local: LocalAudio,
  media: readonly MediaDescription[],
): { state: OfferAnswer; sdp: string } {
  const connection: Connection = { family: ipFamily(local.address) ?? 'IP4', address: local.address };
  const write = (version: number) =>
    buildSdp({
      origin: { username: '-', sessionId: next.originId, version: String(version), connection },
      name: '-',
      connection,
      bandwidths: [],
      attributes: [],
      media,
    });
  const body = write(0);
  const version = body === next.lastBody ? next.version : next.version + 1;
  return { state: { ...next, version, lastBody: body, lines: media }, sdp: write(version) };
}
