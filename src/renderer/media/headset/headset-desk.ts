import type { Call } from '../../../shared/domain/call.ts';
import { type HeadsetFields, headsetFields, lightReports, readSwitches } from './hid-fields.ts';
import { type HeadsetDeed, headsetStep, type HeadsetEvent, newHeadset } from './headset.machine.ts';
import { TELEPHONY_PAGE } from './telephony-usages.ts';
import type { HidDevice, HidInput, WebHid } from './web-hid.ts';

/** A headset as the preferences show it. `busy`: another program has it, or the system refuses. */
export interface ShownHeadset {
  readonly key: number;
  readonly name: string;
  readonly state: 'connected' | 'busy';
}

export interface HeadsetPorts {
  /** Absent where the browser has no WebHID. */
  readonly hid: WebHid | undefined;
  readonly run: (deed: HeadsetDeed) => void;
  /** A headset went away while calls were there. */
  readonly lost: (name: string) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/** Headsets of this computer, kept in step with the calls (V13). Only those that the person has allowed are ever seen. */
export interface HeadsetDesk {
  readonly isPossible: boolean;
  all(): readonly ShownHeadset[];
  subscribe(listener: () => void): () => void;
  /** Opens the allowed ones and follows plugging; returns the function that ends it. */
  begin(): () => void;
  /** All calls that may ring and be heard now. */
  calls(calls: readonly Call[]): void;
  /** The browser's own list of headsets; after a click only. False: nothing was chosen. */
  choose(): Promise<boolean>;
  /** Not to be used any more, until it is chosen again. */
  forget(key: number): Promise<void>;
}

export function createHeadsetDesk(ports: HeadsetPorts): HeadsetDesk {
  return new Desk(ports);
}

class Desk implements HeadsetDesk {
  readonly isPossible: boolean;
  private readonly ports: HeadsetPorts;
  private readonly listeners = new Set<() => void>();
  private headsets: readonly Headset[] = [];
  private shown: readonly ShownHeadset[] = [];
  private current: readonly Call[] = [];
  private lastKey = 0;
  private isEnded = true;

  constructor(ports: HeadsetPorts) {
    this.ports = ports;
    this.isPossible = ports.hid !== undefined;
  }

  all(): readonly ShownHeadset[] {
    return this.shown;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  begin(): () => void {
    const { hid } = this.ports;
    if (!hid) return () => undefined;
    this.isEnded = false;
    const plugged = ({ device }: { readonly device: HidDevice }) => void this.add([device]);
    const pulled = ({ device }: { readonly device: HidDevice }) => this.remove(device);
    hid.addEventListener('connect', plugged);
    hid.addEventListener('disconnect', pulled);
    hid
      .getDevices()
      .then((devices) => this.add(devices))
      .catch(() => undefined);
    return () => {
      this.isEnded = true;
      hid.removeEventListener('connect', plugged);
      hid.removeEventListener('disconnect', pulled);
      for (const headset of this.headsets) headset.close();
      this.headsets = [];
      this.show();
    };
  }

  calls(calls: readonly Call[]): void {
    this.current = calls;
    for (const headset of this.headsets) headset.take({ type: 'calls', calls, at: this.ports.now() });
  }

  async choose(): Promise<boolean> {
    const { hid } = this.ports;
    const chosen = (await hid?.requestDevice({ filters: [{ usagePage: TELEPHONY_PAGE }] })) ?? [];
    await this.add(chosen);
    return chosen.length > 0;
  }

  async forget(key: number): Promise<void> {
    const headset = this.headsets.find((each) => each.key === key);
    if (!headset) return;
    headset.take({ type: 'calls', calls: [], at: this.ports.now() });
    this.remove(headset.device);
    await headset.device.forget();
  }

  private async add(devices: readonly HidDevice[]): Promise<void> {
    for (const device of devices) {
      const fields = headsetFields(device.collections);
      // A headset shows as several devices; its volume keys are none of ours.
      if (!fields || this.headsets.some((each) => each.device === device)) continue;
      this.lastKey += 1;
      const headset = new Headset(this.lastKey, device, fields, this.ports);
      this.headsets = [...this.headsets, headset];
      await headset.open();
      if (this.isEnded) return headset.close();
      headset.take({ type: 'calls', calls: this.current, at: this.ports.now() });
      this.show();
    }
  }

  private remove(device: HidDevice): void {
    const headset = this.headsets.find((each) => each.device === device);
    if (!headset) return;
    headset.close();
    this.headsets = this.headsets.filter((each) => each !== headset);
    if (this.current.some(({ state }) => state !== 'ended')) this.ports.lost(device.productName);
    this.show();
  }

  private show(): void {
    this.shown = this.headsets.map(({ key, device, isBusy }) => ({
      key,
      name: device.productName,
      state: isBusy ? 'busy' : 'connected',
    }));
    for (const listener of this.listeners) listener();
  }
}

/** One headset: its machine, and its reports one after the other. */
class Headset {
  readonly key: number;
  readonly device: HidDevice;
  isBusy = false;
  private readonly fields: HeadsetFields;
  private readonly ports: HeadsetPorts;
  private state = newHeadset;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(key: number, device: HidDevice, fields: HeadsetFields, ports: HeadsetPorts) {
    this.key = key;
    this.device = device;
    this.fields = fields;
    this.ports = ports;
  }

  async open(): Promise<void> {
    try {
      if (!this.device.opened) await this.device.open();
      this.device.addEventListener('inputreport', this.read);
    } catch {
      this.isBusy = true;
    }
  }

  close(): void {
    this.device.removeEventListener('inputreport', this.read);
    // What was still to be written is written first; an unplugged device refuses, and is closed all the same.
    void this.writing.then(() => this.device.close()).catch(() => undefined);
  }

  take(event: HeadsetEvent): void {
    const { state, effects } = headsetStep(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'deed') this.ports.run(effect.deed);
      else this.write(lightReports(this.fields, effect.lights));
    }
  }

  private readonly read = ({ reportId, data }: HidInput): void => {
    for (const each of readSwitches(this.fields, reportId, data))
      this.take({ type: 'switch', ...each, at: this.ports.now() });
  };

  private write(reports: ReadonlyMap<number, Uint8Array<ArrayBuffer>>): void {
    if (this.isBusy) return;
    for (const [id, bytes] of reports)
      this.writing = this.writing.then(() => this.device.sendReport(id, bytes)).catch(() => undefined);
  }
}
