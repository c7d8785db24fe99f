import { useEffect, useEffectEvent } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { useBridge, useOnly } from '../bridge/bridge-context.tsx';
import { connectCallTones } from '../features/calls/call-tones.ts';
import { useHeadsetDesk } from '../features/settings/headset-context.tsx';
import { connectHeadsets } from '../media/headset/connect-headsets.ts';
import { connectPictures } from '../media/connect-pictures.ts';
import { connectSound } from '../media/connect-sound.ts';
import { connectPageNotices } from './page-notices.ts';
import { usePictureBoard } from '../features/calls/pictures.tsx';
import { whileSolePage } from './sole-page.ts';

export interface MediaProps {
  readonly caps: HostCaps;
  readonly onOpenChat: (conversationId: ConversationId) => void;
  readonly onOpenCall: () => void;
}

/**
 * Pictures of calls, headsets, and notices where the host has none of its own; nothing to see. Mounted once. Sound and
 * ringing are the media page's, and this window's only where there is none.
 */
export function Media({ caps, onOpenChat, onOpenCall }: MediaProps) {
  const bridge = useBridge();
  const board = usePictureBoard();
  const headsets = useHeadsetDesk();
  const holdsSound = useOnly('soundPlace')?.page === 'window';
  const openChat = useEffectEvent(onOpenChat);
  const openCall = useEffectEvent(onOpenCall);
  useEffect(
    () =>
      whileSolePage('parlance.pictures', () =>
        together(connectPictures(bridge, board), connectHeadsets(bridge, headsets)),
      ),
    [bridge, board, headsets],
  );
  useEffect(() => {
    if (!holdsSound) return;
    return whileSolePage('parlance.sound', () => together(connectSound(bridge), connectCallTones(bridge)));
  }, [bridge, holdsSound]);
  useEffect(() => {
    if (caps.nativeNotifications) return;
    return connectPageNotices(bridge, { chat: (id) => openChat(id), call: () => openCall() });
  }, [bridge, caps.nativeNotifications]);
  return null;
}

const together =
  (...stops: readonly (() => void)[]) =>
  (): void => {
    for (const stop of stops) stop();
  };
