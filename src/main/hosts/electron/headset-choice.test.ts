import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { HIDDevice, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import type { ElectronApi } from './electron-api.ts';
import { offerHeadsets } from './headset-choice.ts';

const headset = (deviceId: string, productId: number, name = `Headset ${productId}`) =>
  ({ deviceId, productId, vendorId: 1, name, collections: [{ usagePage: 0x0b, usage: 5 }] }) as HIDDevice;
const keyboard = {
  ...headset('k', 9, 'Keyboard'),
  collections: [{ usagePage: 1, usage: 6 }],
} as HIDDevice;
const OURS = 'parlance-app://window';

type Permission = { deviceType: string; origin: string; device: HIDDevice };

/** A session with its devices, and a person who picks this of the menu. */
function desk(path: string, pick: string | undefined) {
  const emitter = new EventEmitter();
  let allows: (details: Permission) => boolean = () => true;
  const session = Object.assign(emitter, {
    setDevicePermissionHandler: (handler: typeof allows) => {
      allows = handler;
    },
  });
  const menus: string[][] = [];
  const Menu = {
    buildFromTemplate: (items: { label: string; click?: () => void }[]) => {
      menus.push(items.map(({ label }) => label));
      return {
        popup({ callback }: { callback: () => void }) {
          callback();
          items.find(({ label }) => label === pick)?.click?.();
        },
      };
    },
  };
  offerHeadsets(
    { Menu } as unknown as Pick<ElectronApi, 'Menu'>,
    session as unknown as Session,
    path,
    () => 'None',
  );
  const select = (deviceList: readonly HIDDevice[], origin = OURS) =>
    new Promise((resolve) =>
      emitter.emit('select-hid-device', { preventDefault() {} }, { deviceList, frame: { origin } }, resolve),
    );
  const isAllowed = (device: HIDDevice, origin = `${OURS}/`, deviceType = 'hid') =>
    allows({ deviceType, origin, device });
  const revoke = (device: HIDDevice) => emitter.emit('hid-device-revoked', {}, { device });
  return { select, isAllowed, revoke, menus };
}

describe('headsets under Electron', () => {
  it('V13: the person picks a headset; nothing else is offered, and no other page gets it', async () => {
    const path = join(temporaryFolder(), 'headsets.json');
    const { select, isAllowed, menus } = desk(path, 'Headset 2');
    const devices = [keyboard, headset('a', 1), headset('b', 2), headset('c', 2)];
    expect(isAllowed(headset('b', 2))).toBe(false);
    expect(await select(devices)).toBe('c');
    expect(menus).toEqual([['Headset 1', 'Headset 2']]);
    expect(isAllowed(headset('later', 2))).toBe(true);
    expect(isAllowed(headset('a', 1))).toBe(false);
    expect(isAllowed(headset('b', 2), 'https://evil.test')).toBe(false);
    expect(isAllowed({ ...keyboard, productId: 2 })).toBe(false);
    expect(isAllowed(headset('b', 2), OURS, 'usb')).toBe(false);
    expect(await select(devices, 'https://evil.test')).toBeNull();
  });

  it('V13: it is allowed the next day too, until it is put out; a menu without headsets says so', async () => {
    const path = join(temporaryFolder(), 'headsets.json');
    await desk(path, 'Headset 2').select([headset('b', 2)]);
    const later = desk(path, undefined);
    expect(later.isAllowed(headset('b', 2))).toBe(true);
    later.revoke(headset('b', 2));
    expect(desk(path, undefined).isAllowed(headset('b', 2))).toBe(false);
    expect(await later.select([keyboard])).toBeNull();
    expect(later.menus).toEqual([['None']]);
  });
});
