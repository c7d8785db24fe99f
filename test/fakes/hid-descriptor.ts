// size: one reader, a case for each kind of item
import type { HidCollection, HidItem } from '../../src/renderer/media/headset/web-hid.ts';

type Building = {
  usagePage: number;
  usage: number;
  children: Building[];
  inputReports: { reportId: number; items: HidItem[] }[];
  outputReports: { reportId: number; items: HidItem[] }[];
};

type Globals = { page: number; low: number; size: number; count: number; id: number };

/**
 * Reads a report descriptor (HID 1.11, section 6.2.2) as a browser does: what WebHID says of a device is made of the bytes that the
 * device itself sends. Enough for headsets: short items, collections, input and output.
 */
export function readHidDescriptor(bytes: readonly number[]): readonly HidCollection[] {
  const top: Building[] = [];
  const open: Building[] = [];
  const stack: Globals[] = [];
  let globals: Globals = { page: 0, low: 0, size: 0, count: 0, id: 0 };
  let usages: number[] = [];
  let range: { low?: number; high?: number } = {};
  const forget = () => {
    usages = [];
    range = {};
  };
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at] ?? 0;
    const length = [0, 1, 2, 4][prefix & 3] ?? 0;
    const data = bytes.slice(at + 1, at + 1 + length);
    at += 1 + length;
    const value = data.reduce((sum, byte, index) => sum + byte * 256 ** index, 0);
    const signed = length > 0 && value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
    const usage = length === 4 ? value : globals.page * 0x1_0000 + value;
    switch (prefix & 0xfc) {
      case 0x04:
        globals = { ...globals, page: value };
        break;
      case 0x14:
        globals = { ...globals, low: signed };
        break;
      case 0x74:
        globals = { ...globals, size: value };
        break;
      case 0x84:
        globals = { ...globals, id: value };
        break;
      case 0x94:
        globals = { ...globals, count: value };
        break;
      case 0xa4:
        stack.push(globals);
        break;
      case 0xb4:
        globals = stack.pop() ?? globals;
        break;
      case 0x08:
        usages.push(usage);
        break;
      case 0x18:
        range.low = usage;
        break;
      case 0x28:
        range.high = usage;
        break;
      case 0xa0: {
        const [first = 0] = usages;
        const collection: Building = {
          usagePage: Math.floor(first / 0x1_0000),
          usage: first % 0x1_0000,
          ...{ children: [], inputReports: [], outputReports: [] },
        };
        (open.at(-1)?.children ?? top).push(collection);
        open.push(collection);
        forget();
        break;
      }
      case 0xc0:
        open.pop();
        forget();
        break;
      case 0x80:
      case 0x90: {
        const item = itemOf(value, globals, usages, range);
        // A parent's report holds what its children add to it: bits are counted over all of them.
        for (const collection of open) {
          const reports = (prefix & 0xfc) === 0x80 ? collection.inputReports : collection.outputReports;
          const report = reports.find(({ reportId }) => reportId === globals.id);
          if (report) report.items.push(item);
          else reports.push({ reportId: globals.id, items: [item] });
        }
        forget();
        break;
      }
      default:
        break;
    }
  }
  return top;
}

function itemOf(
  flags: number,
  { low, size, count }: Globals,
  usages: readonly number[],
  range: { readonly low?: number; readonly high?: number },
): HidItem {
  return {
    isConstant: (flags & 0x01) !== 0,
    isArray: (flags & 0x02) === 0,
    isAbsolute: (flags & 0x04) === 0,
    hasPreferredState: (flags & 0x20) === 0,
    isRange: range.low !== undefined,
    ...(range.low === undefined
      ? { usages: [...usages] }
      : { usageMinimum: range.low, usageMaximum: range.high ?? range.low }),
    reportSize: size,
    reportCount: count,
    logicalMinimum: low,
  };
}
