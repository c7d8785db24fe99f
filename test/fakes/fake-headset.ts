import type { HidCollection, HidDevice, HidInput, WebHid } from '../../src/renderer/media/headset/web-hid.ts';
import { readHidDescriptor } from './hid-descriptor.ts';

/**
 * A headset as many are made: hook switch and busy tone that keep their state, mute and flash that spring back, the seventh button
 * to turn a call down; lights for mute, off hook, ring and hold, all in report 8 behind each other.
 */
export const officeHeadset = [
  ...[0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01, 0x85, 0x08, 0x15, 0x00, 0x25, 0x01],
  // Telephony: hook switch, line busy tone: data, variable, absolute, no preferred state.
  ...[0x09, 0x20, 0x09, 0x97, 0x75, 0x01, 0x95, 0x02, 0x81, 0x22],
  // Phone mute, flash: relative.
  ...[0x09, 0x2f, 0x09, 0x21, 0x95, 0x02, 0x81, 0x06],
  // Button 7.
  ...[0x05, 0x09, 0x09, 0x07, 0x95, 0x01, 0x81, 0x02],
  // Padding to a byte, and one more.
  ...[0x95, 0x0b, 0x81, 0x03],
  // Lights: mute, off hook, ring, then three bits of padding, hold.
  ...[0x05, 0x08, 0x09, 0x09, 0x09, 0x17, 0x09, 0x18, 0x95, 0x03, 0x91, 0x22],
  ...[0x95, 0x03, 0x91, 0x01, 0x09, 0x20, 0x95, 0x01, 0x91, 0x22, 0x95, 0x09, 0x91, 0x01, 0xc0],
] as const;

/** Volume keys and no more: consumer control. */
export const volumeKeys = [
  ...[0x05, 0x0c, 0x09, 0x01, 0xa1, 0x01, 0x85, 0x01, 0x15, 0x00, 0x25, 0x01],
  ...[0x09, 0xe9, 0x09, 0xea, 0x75, 0x01, 0x95, 0x02, 0x81, 0x02, 0x95, 0x06, 0x81, 0x03, 0xc0],
] as const;

export class FakeHeadset implements HidDevice {
  opened = false;
  isForgotten = false;
  /** Another program has it. */
  isTaken = false;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  /** What it was sent: report id and bytes. */
  readonly sent: string[] = [];
  private readonly listeners = new Set<(event: HidInput) => void>();

  constructor(productName: string, descriptor: readonly number[] = officeHeadset) {
    this.productName = productName;
    this.collections = readHidDescriptor(descriptor);
  }
  async open(): Promise<void> {
    if (this.isTaken) throw new DOMException('Failed to open the device.', 'NotAllowedError');
    this.opened = true;
  }
  async close(): Promise<void> {
    this.opened = false;
  }
  async forget(): Promise<void> {
    this.isForgotten = true;
  }
  async sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    this.sent.push([reportId, ...data].map((byte) => byte.toString(16)).join(' '));
  }
  addEventListener(_type: 'inputreport', listener: (event: HidInput) => void): void {
    this.listeners.add(listener);
  }
  removeEventListener(_type: 'inputreport', listener: (event: HidInput) => void): void {
    this.listeners.delete(listener);
  }
  /** A report of the device: its buttons as they are now. */
  report(reportId: number, ...bytes: number[]): void {
    const data = new DataView(Uint8Array.from(bytes).buffer);
    for (const listener of this.listeners) listener({ device: this, reportId, data });
  }
}

/** A computer's headsets: those allowed before, those the person would choose, and plugging. */
export function fakeHid(allowed: FakeHeadset[] = [], chosen: FakeHeadset[] = []) {
  const listeners = { connect: new Set<Listener>(), disconnect: new Set<Listener>() };
  const tell = (type: 'connect' | 'disconnect', device: FakeHeadset) => {
    for (const listener of listeners[type]) listener({ device });
  };
  const hid: WebHid = {
    getDevices: async () => [...allowed],
    requestDevice: async () => [...chosen],
    addEventListener: (type, listener) => void listeners[type].add(listener),
    removeEventListener: (type, listener) => void listeners[type].delete(listener),
  };
  return {
    hid,
    plug: (device: FakeHeadset) => tell('connect', device),
    pull: (device: FakeHeadset) => tell('disconnect', device),
  };
}
type Listener = (event: { readonly device: HidDevice }) => void;
