import { describe, expect, it } from 'vitest';
import type { DeviceList } from './media-devices.ts';
import { listDevices, watchDevices } from './media-devices.ts';

const device = (kind: MediaDeviceKind, deviceId: string, label = deviceId) =>
  ({ kind, deviceId, label }) as MediaDeviceInfo;

class FakeSource extends EventTarget {
  devices = [
    device('audioinput', 'default'),
    device('audioinput', 'desk', 'Desk'),
    device('audiooutput', 'ear'),
    device('videoinput', 'cam'),
  ];
  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.devices;
  }
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('devices', () => {
  it('V4: are listed by kind, without the browser’s names for the system’s choice', async () => {
    expect(await listDevices(new FakeSource() as never)).toEqual({
      microphones: [{ id: 'desk', label: 'Desk' }],
      speakers: [{ id: 'ear', label: 'ear' }],
      cameras: [{ id: 'cam', label: 'cam' }],
    });
  });

  it('V4: are told now, after each change, and no more after stopping', async () => {
    const source = new FakeSource();
    const lists: DeviceList[] = [];
    const stop = watchDevices(source as never, (list) => lists.push(list));
    await settle();
    source.devices = [];
    source.dispatchEvent(new Event('devicechange'));
    await settle();
    source.dispatchEvent(new Event('devicechange'));
    stop();
    await settle();
    source.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(lists.map((list) => list.microphones.length)).toEqual([1, 0]);
  });
});
