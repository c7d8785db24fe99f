import { useEffect, useEffectEvent } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { connectCallTones } from '../features/calls/call-tones.ts';
import { useHeadsetDesk } from '../features/settings/headset-context.tsx';
import { connectHeadsets } from '../media/headset/connect-headsets.ts';
import { connectMedia } from '../media/connect-media.ts';
import { connectPageNotices } from './page-notices.ts';
import { usePictureBoard } from '../features/calls/pictures.tsx';
import { whileSolePage } from './sole-page.ts';

export interface MediaProps {
  readonly caps: HostCaps;
  readonly onOpenChat: (conversationId: ConversationId) => void;
  readonly onOpenCall: () => void;
}

/** The sound of calls, ringing, and notices where the host has none of its own; nothing to see. Mounted once. */
export function Media({ caps, onOpenChat, onOpenCall }: MediaProps) {
  const bridge = useBridge();
  const board = usePictureBoard();
  const headsets = useHeadsetDesk();
  const openChat = useEffectEvent(onOpenChat);
  const openCall = useEffectEvent(onOpenCall);
  useEffect(
    () =>
      whileSolePage('parlance.sound', () => {
        const media = connectMedia(bridge, board);
        const stopTones = connectCallTones(bridge);
        const stopHeadsets = connectHeadsets(bridge, headsets);
        return () => {
          stopHeadsets();
          stopTones();
          media.stop();
        };
      }),
    [bridge, board, headsets],
  );
  useEffect(() => {
    if (caps.nativeNotifications) return;
    return connectPageNotices(bridge, { chat: (id) => openChat(id), call: () => openCall() });
  }, [bridge, caps.nativeNotifications]);
  return null;
}
