import type { Call, PictureSource } from '../../../shared/domain/call.ts';
import { usePictureBoard } from './pictures.tsx';
import type { CallCommands } from './use-call-commands.ts';

/** Shows this of ourselves, or stops showing it. */
export type ShowPicture = (source: PictureSource) => void;

/** A screen is chosen first: the system asks for it only right after a click or key. */
export function useShowPicture(call: Call, commands: CallCommands): ShowPicture {
  const board = usePictureBoard();
  return (source) => {
    if (!call.can.includes(source === 'screen' ? 'share' : 'video')) return;
    if (call.video?.source === source) return commands.showPicture(call.id);
    if (source === 'camera') return commands.showPicture(call.id, source);
    void board.chooseScreen().then((isChosen) => isChosen && commands.showPicture(call.id, source));
  };
}
