import type { Call, PictureSource } from '../../../shared/domain/call.ts';
import { usePictureBoard } from './pictures.tsx';
import type { CallCommands } from './use-call-commands.ts';

/** Shows this of ourselves, or stops showing it. */
export type ShowPicture = (source: PictureSource) => void;

/** Our screen is shown, or about to be: beside the camera, or in its place. */
export function isSharing({ slides, video }: Pick<Call, 'slides' | 'video'>): boolean {
  return slides?.isWanted === true || video?.source === 'screen';
}

/** A screen is chosen first: the system asks for it only right after a click or key. */
export function useShowPicture(call: Call, commands: CallCommands): ShowPicture {
  const board = usePictureBoard();
  return (source) => {
    // What runs can be ended whatever the phone may do now.
    if (source === 'screen' && isSharing(call)) return commands.share(call.id, false);
    if (!call.can.includes(source === 'screen' ? 'share' : 'video')) return;
    if (source === 'screen')
      return void board.chooseScreen().then((isChosen) => isChosen && commands.share(call.id, true));
    if (call.video?.source === source) return commands.showPicture(call.id);
    return commands.showPicture(call.id, source);
  };
}
