import type { AgreedAudio } from './agreement.ts';
import type { AgreedFloor, LocalFloor, RemoteFloor } from './floor-line.ts';
import { agreeOnAnsweredFloor, agreeOnOfferedFloor, readRemoteFloor, writeFloorLine } from './floor-line.ts';
import { intersect, reverse } from './direction.ts';
import type { PayloadType } from './payload-types.ts';
import type { MediaDescription, SessionDescription } from './session-description.ts';
import type { AgreedVideo, OfferedVideo, VideoWish } from './video-agreement.ts';
import { agreeOnAnsweredVideo, agreeOnOfferedVideo, answerVideo, offerVideo } from './video-agreement.ts';
import { labelOf, readRemoteSlides } from './video-line.ts';

/** Slides beside the camera (RFC 4796), and who may show them (RFC 8856). */
export interface SlidesWish {
  readonly picture: VideoWish;
  /** Absent: without floor control. */
  readonly floor?: LocalFloor | undefined;
}

export interface AgreedSlides {
  readonly picture: AgreedVideo;
  /** What the stream is called; theirs where they said one. */
  readonly label: string;
  readonly floor?: AgreedFloor | undefined;
}

export interface OfferedSlides {
  readonly picture: OfferedVideo;
  /** Where the floor's line is, if there is one. */
  readonly floorLine?: number | undefined;
}

/** What of slides outlives one exchange: lines keep their places, numbers their meaning. */
export interface SlidesState {
  readonly types: readonly PayloadType[];
  readonly line?: number | undefined;
  readonly floorLine?: number | undefined;
  readonly agreed?: AgreedSlides | undefined;
}

/** Cisco's own clients use 11 for the camera and 12 for slides. */
const ownLabel = '12';

/** Writes the lines of an offer into `lines`. Floor control that was refused once isn't asked for again. */
export function offerSlides(
  wish: SlidesWish,
  state: SlidesState,
  audio: AgreedAudio | undefined,
  lines: MediaDescription[],
): { readonly offered: OfferedSlides; readonly state: SlidesState } {
  const { agreed } = state;
  const label = agreed?.label ?? ownLabel;
  const line = state.line ?? lines.length;
  const picture = offerVideo(wish.picture, line, { audio, video: agreed?.picture, types: state.types });
  lines[line] = asSlides(picture.line, label);
  const hasFloor = wish.floor !== undefined && (!agreed || agreed.floor !== undefined);
  const floorLine = hasFloor ? (state.floorLine ?? lines.length) : state.floorLine;
  if (hasFloor && wish.floor && floorLine !== undefined)
    lines[floorLine] = writeFloorLine(wish.floor, label, agreed?.floor);
  return {
    offered: { picture: picture.offered, floorLine: hasFloor ? floorLine : undefined },
    state: { ...state, line, floorLine, types: merge(state.types, picture.offered.types) },
  };
}

/** Their answer: undefined where they take no slides. */
export function agreeOnAnsweredSlides(
  wish: SlidesWish,
  session: SessionDescription,
  audio: AgreedAudio,
  offered: OfferedSlides,
  before: AgreedSlides | undefined,
): AgreedSlides | undefined {
  const remote = readRemoteSlides(session, offered.picture.lineIndex);
  const picture = remote && agreeOnAnsweredVideo(wish.picture, remote, audio, offered.picture);
  if (!picture) return undefined;
  const floor = offered.floorLine === undefined ? undefined : readRemoteFloor(session, offered.floorLine);
  return {
    picture,
    label: before?.label ?? ownLabel,
    floor: agreeOnFloor(floor, before?.floor, agreeOnAnsweredFloor),
  };
}

/** Our answer to theirs, as a proposal. */
export function agreeOnOfferedSlides(
  wish: SlidesWish,
  session: SessionDescription,
  audio: AgreedAudio,
  state: SlidesState,
): AgreedSlides | undefined {
  const remote = readRemoteSlides(session, state.agreed?.picture.remote.lineIndex);
  const picture = remote && agreeOnOfferedVideo(wish.picture, remote, audio);
  if (!picture) return undefined;
  const floor = wish.floor && readRemoteFloor(session, state.agreed?.floor?.remote.lineIndex);
  const label = labelOf(session, picture.remote.lineIndex) ?? ownLabel;
  return { picture, label, floor: agreeOnFloor(floor, state.agreed?.floor, agreeOnOfferedFloor) };
}

/** Who decided before goes on deciding: a re-offer must not turn a running floor round. */
function agreeOnFloor(
  remote: RemoteFloor | undefined,
  before: AgreedFloor | undefined,
  agree: (remote: RemoteFloor) => AgreedFloor | undefined,
): AgreedFloor | undefined {
  if (!remote) return undefined;
  const isSame =
    before?.remote.address === remote.address &&
    before.remote.port === remote.port &&
    before.remote.transport === remote.transport;
  return isSame ? { ...before, remote } : agree(remote);
}

/** What was proposed, with the wish of now. */
export function slidesNow(agreed: AgreedSlides | undefined, wish: SlidesWish): AgreedSlides | undefined {
  if (!agreed) return undefined;
  const direction = intersect(wish.picture.direction, reverse(agreed.picture.remote.direction));
  return { ...agreed, picture: { ...agreed.picture, direction } };
}

/** The lines of our answer by their places. */
export function answerSlides(wish: SlidesWish, agreed: AgreedSlides): ReadonlyMap<number, MediaDescription> {
  const { picture, floor, label } = agreed;
  const lines = new Map([
    [picture.remote.lineIndex, asSlides(answerVideo(wish.picture.local, picture), label)],
  ]);
  if (wish.floor && floor) lines.set(floor.remote.lineIndex, writeFloorLine(wish.floor, label, floor, true));
  return lines;
}

/** The state after an answer of ours. */
export function settledSlides(state: SlidesState, agreed: AgreedSlides | undefined): SlidesState {
  if (!agreed) return { ...state, agreed: undefined };
  return {
    agreed,
    types: merge(state.types, agreed.picture.receiveTypes),
    line: agreed.picture.remote.lineIndex,
    floorLine: agreed.floor?.remote.lineIndex ?? state.floorLine,
  };
}

function asSlides(line: MediaDescription, label: string): MediaDescription {
  const attributes = [
    ...line.attributes,
    { name: 'content', value: 'slides' },
    { name: 'label', value: label },
  ];
  return { ...line, attributes };
}

function merge(known: readonly PayloadType[], types: readonly PayloadType[]): readonly PayloadType[] {
  return [...types, ...known.filter((old) => types.every((type) => type.number !== old.number))];
}
