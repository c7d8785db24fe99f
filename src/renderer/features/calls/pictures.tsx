import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import type { CallId } from '../../../shared/domain/ids.ts';
import { createPictureBoard, type PictureBoard, type Pictures } from '../../media/picture-board.ts';

const Board = createContext<PictureBoard | undefined>(undefined);

/** Below this the pictures of calls can be put up and drawn. */
export function PicturesProvider({ children }: { readonly children: ReactNode }) {
  const [board] = useState(() => createPictureBoard());
  return <Board.Provider value={board}>{children}</Board.Provider>;
}

export function usePictureBoard(): PictureBoard {
  const board = useContext(Board);
  if (!board) throw new Error('PicturesProvider is missing');
  return board;
}

export function usePictures(callId: CallId): Pictures {
  const board = usePictureBoard();
  return useSyncExternalStore(board.subscribe, () => board.of(callId));
}
