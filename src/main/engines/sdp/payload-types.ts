import type { CodecName } from '../../ports/media-gateway.port.ts';
import type { Attribute, MediaDescription } from './session-description.ts';
import { attributeValues } from './session-description.ts';

/** One RTP payload type of an m= line. */
export interface PayloadType {
  readonly number: number;
  /** As in the registry; compare without regard to case. */
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number;
  /** The text after a=fmtp, when there is one. */
  readonly parameters?: string;
}

/** How a codec of ours is written: its rtpmap, the number we give it first, and its parameters. G.722's clock is 8000 by decree (RFC 3551 section 4.5.2). */
export const codecs: Readonly<Record<CodecName, PayloadType>> = {
  PCMU: { number: 0, name: 'PCMU', clockRate: 8_000, channels: 1 },
  PCMA: { number: 8, name: 'PCMA', clockRate: 8_000, channels: 1 },
  G722: { number: 9, name: 'G722', clockRate: 8_000, channels: 1 },
  // RFC 7587 section 7: always 48000/2, whatever is sent.
  opus: { number: 111, name: 'opus', clockRate: 48_000, channels: 2, parameters: 'useinbandfec=1' },
};

export const codecNames = Object.keys(codecs) as readonly CodecName[];

/** RFC 4733 events, one payload type for each clock in use; the clock should be the audio's (section 2.1). */
export const eventTypes: readonly PayloadType[] = [
  { number: 101, name: 'telephone-event', clockRate: 8_000, channels: 1, parameters: '0-15' },
  { number: 110, name: 'telephone-event', clockRate: 48_000, channels: 1, parameters: '0-15' },
];

/** Payload types that need no rtpmap (RFC 3551 table 4), those we can meet in audio. */
const staticTypes: ReadonlyMap<number, readonly [string, number]> = new Map([
  [0, ['PCMU', 8_000]],
  [3, ['GSM', 8_000]],
  [4, ['G723', 8_000]],
  [8, ['PCMA', 8_000]],
  [9, ['G722', 8_000]],
  [13, ['CN', 8_000]],
  [18, ['G729', 8_000]],
]);

/** The payload types of an m= line in its order; numbers without a known meaning are left out. */
export function readPayloadTypes(media: MediaDescription): PayloadType[] {
  const maps = indexByNumber(attributeValues(media, 'rtpmap'));
  const parameters = indexByNumber(attributeValues(media, 'fmtp'));
  return media.formats.flatMap((format) => {
    const number = /^\d{1,3}$/.test(format) ? Number(format) : 128;
    const described = number < 128 ? describe(number, maps.get(number)) : undefined;
    if (!described) return [];
    const fmtp = parameters.get(number);
    return [fmtp === undefined ? described : { ...described, parameters: fmtp }];
  });
}

/** The codec of ours a payload type means, or undefined. */
export function codecOf(type: PayloadType): CodecName | undefined {
  return codecNames.find((name) => {
    const ours = codecs[name];
    return (
      name.toLowerCase() === type.name.toLowerCase() &&
      ours.clockRate === type.clockRate &&
      ours.channels === type.channels
    );
  });
}

export function isTelephoneEvent(type: PayloadType): boolean {
  return type.name.toLowerCase() === 'telephone-event';
}

/** The a=rtpmap and a=fmtp lines of payload types. */
export function payloadTypeAttributes(types: readonly PayloadType[]): Attribute[] {
  return types.flatMap((type) => {
    const channels = type.channels === 1 ? '' : `/${type.channels}`;
    const map = { name: 'rtpmap', value: `${type.number} ${type.name}/${type.clockRate}${channels}` };
    return type.parameters === undefined
      ? [map]
      : [map, { name: 'fmtp', value: `${type.number} ${type.parameters}` }];
  });
}

function describe(number: number, map: string | undefined): PayloadType | undefined {
  const match = map === undefined ? undefined : /^([^\s/]+)\/(\d{1,7})(?:\/(\d{1,2}))?$/.exec(map);
  if (match)
    return { number, name: match[1] ?? '', clockRate: Number(match[2]), channels: Number(match[3] ?? 1) };
  const known = staticTypes.get(number);
  return known && { number, name: known[0], clockRate: known[1], channels: 1 };
}

/** `96 opus/48000/2` → 96 → `opus/48000/2`; the first line of a number counts. */
function indexByNumber(values: readonly string[]): Map<number, string> {
  const index = new Map<number, string>();
  for (const value of values) {
    const match = /^(\d{1,3})\s+(.+)$/.exec(value);
    if (match && !index.has(Number(match[1]))) index.set(Number(match[1]), match[2] ?? '');
  }
  return index;
}
