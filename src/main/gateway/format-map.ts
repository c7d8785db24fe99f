import type { CodecName } from '../ports/media-gateway.port.ts';
import type { AgreedAudio } from '../engines/sdp/agreement.ts';
import { isSameFormat } from '../engines/sdp/audio-line.ts';
import type { PayloadType } from '../engines/sdp/payload-types.ts';
import { codecOf, isTelephoneEvent } from '../engines/sdp/payload-types.ts';

/** What becomes of a payload type on its way through the gateway. */
export interface Mapped {
  readonly number: number;
  readonly clockRate: number;
  /** Undefined for events. */
  readonly codec?: CodecName;
}

/** Payload types from the renderer to the far end and back. Numbers without a meaning on the other side aren't relayed. */
export interface FormatMap {
  readonly toFarEnd: ReadonlyMap<number, Mapped>;
  readonly toRenderer: ReadonlyMap<number, Mapped>;
}

export const emptyFormatMap: FormatMap = { toFarEnd: new Map(), toRenderer: new Map() };

export function createFormatMap(loopback: readonly PayloadType[], agreed: AgreedAudio): FormatMap {
  // Their own numbers are understood too, after ours: some far ends answer with new numbers and mean them both ways.
  const incoming = [...agreed.receiveTypes, ...agreed.remote.types];
  return {
    // The renderer's own events aren't relayed: the gateway makes them, with the right clock.
    toFarEnd: mapTypes(
      loopback.filter((type) => !isTelephoneEvent(type)),
      agreed.remote.types,
    ),
    toRenderer: mapTypes(incoming, loopback),
  };
}

function mapTypes(from: readonly PayloadType[], to: readonly PayloadType[]): Map<number, Mapped> {
  const map = new Map<number, Mapped>();
  for (const type of from) {
    const target = to.find((other) => isSameFormat(type, other));
    const codec = codecOf(type);
    if (target && !map.has(type.number)) {
      map.set(type.number, { number: target.number, clockRate: type.clockRate, ...(codec && { codec }) });
    }
  }
  return map;
}
