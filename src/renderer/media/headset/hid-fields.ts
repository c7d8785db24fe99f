import {
  type HeadsetInput,
  type HeadsetLight,
  inputOf,
  type Lights,
  lightOf,
  TELEPHONY_PAGE,
} from './telephony-usages.ts';
import type { HidCollection, HidItem, HidReport } from './web-hid.ts';

/**
 * How a switch speaks (HID Usage Tables 1.5, section 3.4.1.2). `level`: its value is the state. `signed`: 1 is on, −1 is off.
 * `pulse`: going to 1 changes the state. `either`: declared as a button that springs back, which many that keep their state are.
 */
export type SwitchKind = 'level' | 'signed' | 'pulse' | 'either';

interface Place {
  readonly reportId: number;
  readonly bit: number;
  readonly size: number;
}
interface SwitchField extends Place {
  readonly input: HeadsetInput;
  readonly kind: SwitchKind;
  /** Of an array: the value that names this usage. */
  readonly selector?: number;
}
interface LightField extends Place {
  readonly light: HeadsetLight;
  /** Of an array: the value that names this usage. */
  readonly selector?: number;
}

/** Where a headset's switches and lights lie in its reports. */
export interface HeadsetFields {
  readonly inputs: readonly SwitchField[];
  readonly lights: readonly LightField[];
  /** Bytes of each report that is sent. */
  readonly outputBytes: ReadonlyMap<number, number>;
}

/** No device has more fields in an item; what says so is broken. */
const MOST_FIELDS = 1024;

/** Reads them from the collections of the telephony page; undefined: not a device that calls are controlled with. */
export function headsetFields(collections: readonly HidCollection[]): HeadsetFields | undefined {
  const ours = collections.filter(({ usagePage }) => usagePage === TELEPHONY_PAGE).flatMap(withChildren);
  const inputs = mergedReports(ours.flatMap(({ inputReports }) => inputReports ?? [])).flatMap(switchesOf);
  const outputs = mergedReports(ours.flatMap(({ outputReports }) => outputReports ?? []));
  if (!inputs.some(({ input }) => input === 'hook' || input === 'mute')) return undefined;
  return {
    inputs,
    lights: outputs.flatMap(lightsOf),
    outputBytes: new Map(
      outputs.map(({ reportId = 0, items = [] }) => [
        reportId,
        Math.ceil(items.reduce((bits, item) => bits + bitsOf(item), 0) / 8),
      ]),
    ),
  };
}

function withChildren(collection: HidCollection): readonly HidCollection[] {
  return [collection, ...(collection.children ?? []).flatMap(withChildren)];
}

/** A parent lists its children's reports too: each report once, the longest of what is said of it. */
function mergedReports(reports: readonly HidReport[]): readonly HidReport[] {
  const byId = new Map<number, HidReport>();
  for (const report of reports) {
    const known = byId.get(report.reportId ?? 0);
    if ((report.items?.length ?? 0) > (known?.items?.length ?? -1)) byId.set(report.reportId ?? 0, report);
  }
  return [...byId.values()];
}

const bitsOf = ({ reportSize = 0, reportCount = 0 }: HidItem) =>
  reportCount > MOST_FIELDS ? 0 : reportSize * reportCount;

/** Each usage of a report and where it lies; padding moves the rest along. */
function placesOf({ reportId = 0, items = [] }: HidReport) {
  let bit = 0;
  return items.flatMap((item) => {
    const start = bit;
    bit += bitsOf(item);
    const { reportSize: size = 0, reportCount: count = 0, logicalMinimum: low = 0 } = item;
    if (item.isConstant || size === 0 || size > 32 || count > MOST_FIELDS) return [];
    const usages = usagesOf(item, count);
    return item.isArray
      ? Array.from({ length: count }).flatMap((_, slot) =>
          usages.map((usage, index) => ({
            ...{ item, usage, reportId, size, bit: start + slot * size },
            selector: low + index,
          })),
        )
      : usages
          .slice(0, count)
          .map((usage, index) => ({ item, usage, reportId, size, bit: start + index * size }));
  });
}

function usagesOf(item: HidItem, count: number): readonly number[] {
  if (!item.isRange) {
    const listed = item.usages ?? [];
    // Fewer usages than fields: the last one is that of the rest (HID 1.11, section 6.2.2.8).
    const rest = listed.at(-1);
    return item.isArray || rest === undefined || listed.length >= count
      ? listed
      : [...listed, ...Array.from({ length: count - listed.length }, () => rest)];
  }
  const { usageMinimum = 0, usageMaximum = 0 } = item;
  const length = Math.min(usageMaximum - usageMinimum + 1, MOST_FIELDS);
  return length > 0 ? Array.from({ length }, (_, index) => usageMinimum + index) : [];
}

function switchesOf(report: HidReport): readonly SwitchField[] {
  return placesOf(report).flatMap(({ item, usage, ...place }) => {
    const input = inputOf(usage);
    return input ? [{ ...place, input, kind: kindOf(item) }] : [];
  });
}

function lightsOf(report: HidReport): readonly LightField[] {
  return placesOf(report).flatMap(({ item: _, usage, ...place }) => {
    const light = lightOf(usage);
    return light ? [{ ...place, light }] : [];
  });
}

function kindOf({ isArray, isAbsolute, hasPreferredState, logicalMinimum = 0 }: HidItem): SwitchKind {
  if (isArray) return 'pulse';
  if (!isAbsolute) return logicalMinimum < 0 ? 'signed' : 'pulse';
  return hasPreferredState ? 'either' : 'level';
}

/** The values of a device's switches in this report; none that the report does not reach. */
export function readSwitches(
  { inputs }: HeadsetFields,
  reportId: number,
  data: DataView,
): readonly { readonly input: HeadsetInput; readonly kind: SwitchKind; readonly value: number }[] {
  return inputs.flatMap(({ input, kind, selector, ...place }) => {
    if (place.reportId !== reportId || place.bit + place.size > data.byteLength * 8) return [];
    const raw = bitsAt(data, place);
    if (selector !== undefined) return [{ input, kind, value: raw === selector ? 1 : 0 }];
    const isNegative = kind === 'signed' && raw >= 2 ** (place.size - 1);
    return [{ input, kind, value: isNegative ? raw - 2 ** place.size : raw }];
  });
}

/** Little-endian, the lowest bit first (HID 1.11, section 8). */
function bitsAt(data: DataView, { bit, size }: Place): number {
  let value = 0;
  for (let index = 0; index < size; index += 1) {
    const at = bit + index;
    if ((data.getUint8(at >> 3) >> (at & 7)) & 1) value += 2 ** index;
  }
  return value;
}

/** The reports that say which lights are on, by their ids: all lights of a report are in it. */
export function lightReports(
  { lights, outputBytes }: HeadsetFields,
  on: Lights,
): ReadonlyMap<number, Uint8Array<ArrayBuffer>> {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const { light, reportId, bit, size, selector } of lights) {
    const bytes = reports.get(reportId) ?? new Uint8Array(outputBytes.get(reportId) ?? 0);
    reports.set(reportId, bytes);
    if (on[light]) writeBits(bytes, { bit, size }, selector ?? 1);
  }
  return reports;
}

function writeBits(bytes: Uint8Array, { bit, size }: Pick<Place, 'bit' | 'size'>, value: number): void {
  for (let index = 0; index < size; index += 1) {
    const at = bit + index;
    if ((Math.floor(value / 2 ** index) & 1) === 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  }
}
