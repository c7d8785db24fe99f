import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { ManualPresence } from '../../../shared/domain/presence.ts';
import type { TextKey } from '../../../shared/text/en.ts';
import { createWords, type Words } from '../../app/words.ts';
import type { TrayFace } from '../../ports/host.port.ts';
import type { ElectronApi } from './electron-api.ts';
import { type Bitmap, trayBitmap } from './icon-bitmap.ts';

/** Side of the icon in points; it is drawn for screens of twice as many pixels too. */
const SIDE = 16;

const statuses: readonly (readonly [ManualPresence, TextKey])[] = [
  ['automatic', 'status.automatic'],
  ['away', 'status.away'],
  ['do-not-disturb', 'status.do-not-disturb'],
];

export interface AppTray {
  /** Shows what there is to know; nothing: nobody is signed in. */
  show(face: TrayFace | undefined): void;
}

/** The icon that keeps the app in reach when its window is closed: own presence, unread mark, status to set (X5). */
export function createAppTray(
  electron: Pick<ElectronApi, 'Tray' | 'Menu' | 'nativeImage'>,
  actions: { readonly show: () => void; readonly quit: () => void },
  words: Words = createWords(),
): AppTray {
  const image = (face: TrayFace | undefined) =>
    imageOf(electron, (size) =>
      trayBitmap({ show: face?.show ?? 'unknown', hasUnread: (face?.unread ?? 0) > 0 }, size),
    );
  const tray = new electron.Tray(image(undefined));
  const show = (face: TrayFace | undefined): void => {
    tray.setImage(image(face));
    const unread = face && face.unread > 0 ? ` (${face.unread})` : '';
    tray.setToolTip(`${words('app.name')}${unread}`);
    tray.setContextMenu(
      electron.Menu.buildFromTemplate([
        { label: words('app.show'), click: actions.show },
        ...(face?.setPresence ? statusItems(words, face, face.setPresence) : []),
        { type: 'separator' },
        { label: words('app.quit'), click: actions.quit },
      ]),
    );
  };
  tray.on('click', actions.show);
  show(undefined);
  return { show };
}

function statusItems(
  words: Words,
  { manual }: TrayFace,
  setPresence: (manual: ManualPresence) => void,
): MenuItemConstructorOptions[] {
  return [
    { type: 'separator' },
    ...statuses.map(([value, key]) => ({
      label: words(key),
      type: 'radio' as const,
      checked: value === manual,
      click: () => setPresence(value),
    })),
  ];
}

/** A picture for plain and for sharp screens. */
export function imageOf(
  { nativeImage }: Pick<ElectronApi, 'nativeImage'>,
  draw: (size: number) => Bitmap,
): NativeImage {
  const { size, pixels } = draw(SIDE);
  const image = nativeImage.createFromBitmap(pixels, { width: size, height: size });
  const sharp = draw(SIDE * 2);
  image.addRepresentation({
    ...{ scaleFactor: 2, width: sharp.size, height: sharp.size },
    buffer: sharp.pixels,
  });
  return image;
}
