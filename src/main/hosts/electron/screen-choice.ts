import type { DesktopCapturerSource, Session } from 'electron';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_ORIGIN } from './window-page.ts';

const thumbnailSize = { width: 160, height: 90 };

/**
 * Lets the person choose what our page may capture (V9, M10): by the system's own picker where it has one, else by a menu of
 * screens and windows with small pictures. Nothing is captured that wasn't chosen, and no other page is heard.
 */
export function offerScreens(
  electron: Pick<ElectronApi, 'desktopCapturer' | 'Menu'>,
  session: Pick<Session, 'setDisplayMediaRequestHandler'>,
): void {
  session.setDisplayMediaRequestHandler(
    (request, answer) => {
      const isOurs = request.securityOrigin.replace(/\/$/, '') === PAGE_ORIGIN;
      // An answer without a stream refuses.
      const refuse = () => answer({});
      if (!isOurs || !request.videoRequested) return refuse();
      electron.desktopCapturer
        .getSources({ types: ['screen', 'window'], thumbnailSize })
        .then((sources) => choose(electron, sources, answer), refuse);
    },
    { useSystemPicker: true },
  );
}

function choose(
  { Menu }: Pick<ElectronApi, 'Menu'>,
  sources: readonly DesktopCapturerSource[],
  answer: (streams: { video?: DesktopCapturerSource }) => void,
): void {
  let isAnswered = false;
  const once = (streams: { video?: DesktopCapturerSource }): void => {
    if (isAnswered) return;
    isAnswered = true;
    answer(streams);
  };
  const menu = Menu.buildFromTemplate(
    sources.map((source) => ({
      label: source.name,
      icon: source.thumbnail,
      click: () => once({ video: source }),
    })),
  );
  // The menu tells that it is closed before it tells what was clicked.
  menu.popup({ callback: () => setTimeout(() => once({}), 100) });
}
