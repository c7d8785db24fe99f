import type { CodecName, SrtpPolicy } from '../../ports/media-gateway.port.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { isNullAddress } from './direction.ts';
import { readDtls } from './dtls-line.ts';
import { ipFamily } from './ip-address.ts';
import type { PayloadType } from './payload-types.ts';
import { codecs, eventTypes, payloadTypeAttributes } from './payload-types.ts';
import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue } from './session-description.ts';
import type { DtlsLine, RemoteStream, StreamLine } from './stream-line.ts';
import { isSecureProtocol, isUsableLine, readStream, transportAttributes } from './stream-line.ts';

/** The far end's audio stream as its description says. */
export interface RemoteAudio extends RemoteStream {
  readonly ptimeMs?: number;
  readonly mediaLineCount: number;
}

/** What an audio line of ours is written from. */
export interface AudioLine extends StreamLine {
  readonly dtls?: DtlsLine;
  readonly ptimeMs?: number;
}

/**
 * The audio line to talk about: the one in use before, else the best one for the policy and our address' `family` (some far ends offer the same
 * stream twice, encrypted and plain). Errors: `media.no-audio`; `media.bad-sdp` when its address isn't one.
 */
export function readRemoteAudio(
  session: SessionDescription,
  policy: SrtpPolicy,
  lineInUse?: number,
  family?: 'IP4' | 'IP6',
): Result<RemoteAudio> {
  const lineIndex = chooseLine(session, policy, lineInUse, family);
  const media = lineIndex === undefined ? undefined : session.media[lineIndex];
  if (lineIndex === undefined || !media) return fail('media.no-audio');
  const stream = readStream(session, media, lineIndex);
  if (!stream.ok) return stream;
  if (!isReachable(stream.value.address, family))
    return fail('media.bad-sdp', undefined, 'an address of the other family');
  const ptimeMs = readPtime(media);
  return ok({
    ...stream.value,
    ...(ptimeMs !== undefined && { ptimeMs }),
    mediaLineCount: session.media.length,
  });
}

function chooseLine(
  session: SessionDescription,
  policy: SrtpPolicy,
  lineInUse: number | undefined,
  family: 'IP4' | 'IP6' | undefined,
): number | undefined {
  const isUsable = (media: MediaDescription | undefined) =>
    media !== undefined && (isUsableLine(media, 'audio') || isDtlsLine(session, media));
  if (lineInUse !== undefined) return isUsable(session.media[lineInUse]) ? lineInUse : undefined;
  const usable = [...session.media.keys()].filter((index) => isUsable(session.media[index]));
  // The same stream at an address of each family (RFC 4091).
  const near = usable.filter((index) =>
    isReachable((session.media[index]?.connection ?? session.connection)?.address ?? '', family),
  );
  const choice = near.length > 0 ? near : usable;
  const wantsSecure = policy !== 'none';
  const isSdes = (index: number): boolean => isSecureProtocol(session.media[index]?.protocol ?? '');
  const isDtls = (index: number): boolean => {
    const media = session.media[index];
    return media !== undefined && isDtlsLine(session, media);
  };
  return (
    (wantsSecure
      ? (choice.find(isSdes) ?? choice.find(isDtls))
      : choice.find((index) => !isSdes(index) && !isDtls(index))) ?? choice[0]
  );
}

/** A stream whose keys come from DTLS without ICE. */
const isDtlsLine = (session: SessionDescription, media: MediaDescription): boolean =>
  media.kind === 'audio' && media.port !== 0 && readDtls(session, media) !== undefined;

/** Our socket is of one family; the null address of a hold means nowhere in either. */
const isReachable = (address: string, family: 'IP4' | 'IP6' | undefined): boolean =>
  family === undefined || isNullAddress(address) || ipFamily(address) === family;

/** Packet times Chromium can produce; anything else is left to it. */
function readPtime(media: MediaDescription): number | undefined {
  const ptime = Number(attributeValue(media, 'ptime') ?? Number.NaN);
  const limit = Number(attributeValue(media, 'maxptime') ?? Number.NaN);
  const wanted = Number.isNaN(ptime) && limit < 20 ? limit : ptime;
  return [10, 20, 30, 40, 60].includes(wanted) ? wanted : undefined;
}

/** The m= line of ours. */
export function writeAudioLine(line: AudioLine): MediaDescription {
  const attributes: Attribute[] = [
    ...payloadTypeAttributes(line.types),
    ...transportAttributes(line),
    { name: 'ptime', value: String(line.ptimeMs ?? 20) },
    { name: line.direction },
  ];
  const formats = line.types.map((type) => String(type.number));
  return { kind: 'audio', port: line.rtpPort, protocol: line.protocol, formats, bandwidths: [], attributes };
}

/** Refuses a line (RFC 3264 section 6): port 0, everything else as it was offered, no attributes. */
export function refuseLine(media: MediaDescription): MediaDescription {
  const formats = media.formats.length > 0 ? media.formats : ['0'];
  return { kind: media.kind, port: 0, protocol: media.protocol, formats, bandwidths: [], attributes: [] };
}

/**
 * The payload types we describe for codecs in their order, with the events whose clock they use. Numbers that were used
 * before keep their meaning for the whole session (RFC 3264 section 8.3.2); a taken default moves to a free dynamic number.
 */
export function numberTypes(names: readonly CodecName[], used: readonly PayloadType[]): PayloadType[] {
  const clocks = new Set(names.map((name) => codecs[name].clockRate));
  // Events at 8000 Hz always: many far ends know no other clock even beside opus.
  const events = eventTypes.filter((type) => type.clockRate === 8_000 || clocks.has(type.clockRate));
  const taken = new Set(used.map((type) => type.number));
  return [...names.map((name) => codecs[name]), ...events].map((type) => {
    const known = used.find((other) => isSameFormat(other, type));
    if (known) return { ...type, number: known.number };
    const number = taken.has(type.number) ? freeNumber(taken) : type.number;
    taken.add(number);
    return { ...type, number };
  });
}

export function isSameFormat(one: PayloadType, other: PayloadType): boolean {
  return (
    one.name.toLowerCase() === other.name.toLowerCase() &&
    one.clockRate === other.clockRate &&
    one.channels === other.channels
  );
}

export function freeNumber(taken: ReadonlySet<number>): number {
  for (let number = 96; number < 128; number += 1) if (!taken.has(number)) return number;
  return 127;
}
