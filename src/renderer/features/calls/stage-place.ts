import { createContext, useContext } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';

export interface StagePlace {
  /** The call whose pictures stand in the main place of the window; all others are on their cards. */
  readonly largeCall: CallId | undefined;
  /** There is a main place, and the window is wide enough for it. */
  readonly hasRoom: boolean;
  readonly setLarge: (isLarge: boolean) => void;
  /** There is a main place from now on, until the returned function is called. */
  readonly offerMainPlace: () => () => void;
  /** What a call's stage lies in, wherever that is put: a picture that were drawn anew would be black until the next frame. */
  readonly nodeOf: (callId: CallId) => HTMLElement;
}

export const StagePlaceContext = createContext<StagePlace | undefined>(undefined);

export function useStagePlace(): StagePlace {
  const place = useContext(StagePlaceContext);
  if (!place) throw new Error('StagesProvider is missing');
  return place;
}

/** There is something to look at, or may be at any time. */
export function hasStage({ state, video, slides }: Pick<Call, 'state' | 'video' | 'slides'>): boolean {
  if (state === 'ended') return false;
  const hasVideo = video && (video.isReceiving || video.isSending || video.source !== undefined);
  return hasVideo === true || slides?.isReceiving === true || slides?.isWanted === true;
}

/** The call that is spoken in, of those where something of the other side may be seen. What only we show needs no large place. */
export function callForMainPlace(calls: readonly Call[]): CallId | undefined {
  const seen = calls.filter(
    ({ state, video, slides }) =>
      state !== 'ended' && (video?.isReceiving === true || slides?.isReceiving === true),
  );
  return (seen.find(({ state }) => state === 'connected') ?? seen[0])?.id;
}
