/** A field of a report as WebHID describes it (WICG WebHID, HIDReportItem); usages are page << 16 | id. */
export interface HidItem {
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isConstant?: boolean;
  readonly isRange?: boolean;
  readonly hasPreferredState?: boolean;
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** Bits of one field, and how many fields. */
  readonly reportSize?: number;
  readonly reportCount?: number;
  readonly logicalMinimum?: number;
}

export interface HidReport {
  readonly reportId?: number;
  readonly items?: readonly HidItem[];
}

export interface HidCollection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly children?: readonly HidCollection[];
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
}

export interface HidInput {
  readonly device: HidDevice;
  readonly reportId: number;
  readonly data: DataView<ArrayBuffer>;
}

/** The part of a WebHID device that is used. */
export interface HidDevice {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  forget(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: 'inputreport', listener: (event: HidInput) => void): void;
  removeEventListener(type: 'inputreport', listener: (event: HidInput) => void): void;
}

type HidChange = (event: { readonly device: HidDevice }) => void;

/** `navigator.hid`. */
export interface WebHid {
  /** Devices that the person has allowed before. */
  getDevices(): Promise<HidDevice[]>;
  /** Shows the browser's own list; only after a click. */
  requestDevice(wanted: {
    readonly filters: readonly { readonly usagePage: number }[];
  }): Promise<HidDevice[]>;
  addEventListener(type: 'connect' | 'disconnect', listener: HidChange): void;
  removeEventListener(type: 'connect' | 'disconnect', listener: HidChange): void;
}

/** Absent where the browser has none. */
export function webHid(): WebHid | undefined {
  return 'hid' in navigator ? (navigator.hid as WebHid) : undefined;
}
