import { readFileSync, writeFileSync } from 'node:fs';
import type { HIDDevice, Session } from 'electron';
import * as z from 'zod/mini';
import { createWords, type Words } from '../../app/words.ts';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_ORIGIN } from './window-page.ts';

/** HID page of telephones: nothing else is ever offered, or allowed. */
const TELEPHONY_PAGE = 0x0b;
/** So many headsets are remembered, those chosen last. */
const MOST = 20;

const chosenSchema = z.array(z.string());

/**
 * Headsets of our page (V13): the person picks one from a menu, which is the consent; the model is remembered, so that it works
 * the next day too. `path`: the small file of the machine's own folder that keeps them.
 */
export function offerHeadsets(
  electron: Pick<ElectronApi, 'Menu'>,
  session: Session,
  path: string,
  words: Words = createWords(),
): void {
  let chosen = read(path);
  const keep = (next: readonly string[]): void => {
    chosen = next.slice(-MOST);
    // What cannot be kept is asked for again.
    try {
      writeFileSync(path, JSON.stringify(chosen), { mode: 0o600 });
    } catch {}
  };
  session.setDevicePermissionHandler(
    ({ deviceType, origin, device }) =>
      deviceType === 'hid' &&
      origin.replace(/\/$/, '') === PAGE_ORIGIN &&
      isHeadset(device as HIDDevice) &&
      chosen.includes(modelOf(device as HIDDevice)),
  );
  session.on('select-hid-device', (event, { deviceList, frame }, answer) => {
    event.preventDefault();
    const headsets = deviceList.filter(isHeadset);
    if (frame?.origin !== PAGE_ORIGIN) return answer(null);
    choose(electron, headsets, words('headset.none'), (device) => {
      if (device) keep([...chosen.filter((model) => model !== modelOf(device)), modelOf(device)]);
      answer(device?.deviceId ?? null);
    });
  });
  session.on('hid-device-revoked', (_event, { device }) =>
    keep(chosen.filter((model) => model !== modelOf(device))),
  );
}

function choose(
  { Menu }: Pick<ElectronApi, 'Menu'>,
  headsets: readonly HIDDevice[],
  none: string,
  answer: (device?: HIDDevice) => void,
): void {
  let isAnswered = false;
  const once = (device?: HIDDevice): void => {
    if (isAnswered) return;
    isAnswered = true;
    answer(device);
  };
  // A headset with several interfaces is one thing to the person.
  const named = [...new Map(headsets.map((device) => [device.name, device])).values()];
  const items = named.map((device) => ({ label: device.name, click: () => once(device) }));
  const menu = Menu.buildFromTemplate(items.length > 0 ? items : [{ label: none, enabled: false }]);
  // The menu tells that it is closed before it tells what was clicked.
  menu.popup({ callback: () => setTimeout(() => once(), 100) });
}

function isHeadset({ collections }: HIDDevice): boolean {
  return collections?.some(({ usagePage }) => usagePage === TELEPHONY_PAGE) ?? false;
}

const modelOf = ({ vendorId, productId }: HIDDevice): string => `${vendorId}:${productId}`;

function read(path: string): readonly string[] {
  try {
    return chosenSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
