import {
  CallCheckmarkRegular,
  CallDismissRegular,
  CallInboundRegular,
  CallMissedRegular,
  CallOutboundRegular,
  CallProhibitedRegular,
  CallRegular,
  ChatRegular,
  VoicemailRegular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { CallObstacle } from '../../../shared/domain/call-obstacle.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { NewsRow } from '../../ui/news-row.tsx';
import { PointerAction } from '../../ui/pointer-action.tsx';
import { durationText, exactTime, historyTime } from './call-times.ts';
import type { HistoryKind, HistoryRow } from './merge-history.ts';

const icons: Readonly<Record<HistoryKind, ReactNode>> = {
  outgoing: <CallOutboundRegular />,
  incoming: <CallInboundRegular />,
  missed: <CallMissedRegular />,
  declined: <CallProhibitedRegular />,
  'to-voicemail': <VoicemailRegular />,
  'answered-elsewhere': <CallCheckmarkRegular />,
  failed: <CallDismissRegular />,
};

export interface HistoryRowViewProps {
  readonly row: HistoryRow;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onCall: () => void;
  /** Why no call can begin now. */
  readonly obstacle: CallObstacle | undefined;
  /** Absent for people without a chat address. */
  readonly onChat: (() => void) | undefined;
}

/** How long they spoke, or why they did not. */
function endText({ ending, durationMs }: HistoryRow): string {
  return ending ? text(`calls.ended.${ending}`) : durationText(durationMs);
}

/** Only what was not good is worth a word. */
function qualityText({ quality }: HistoryRow): string {
  if (quality === undefined || quality === 'good') return '';
  return text('quality.in-history', { level: text(`quality.${quality}`) });
}

/** Who, how, how long and when. Keys: Enter calls back, Shift+Enter chats. */
export function HistoryRowView({ row, pictureOf, onCall, obstacle, onChat }: HistoryRowViewProps) {
  const { peer, kind, count } = row;
  const contact = useEntity('contacts', peer.contactId ?? '');
  const name = peer.name || peer.address || text('call.unknown-caller');
  return (
    <NewsRow
      name={name}
      title={count > 1 ? text('calls.name-count', { name, count }) : name}
      picture={pictureOf(contact?.avatarHash ?? peer.avatarHash)}
      show={contact?.presence.show}
      icon={icons[kind]}
      facts={[
        text(`calls.kind.${kind}`),
        endText(row),
        qualityText(row),
        row.line && text('call.line', { line: row.line }),
      ]}
      time={{ short: historyTime(row.at), exact: exactTime(row.at) }}
      isNew={row.isUnseen}
      alarm={kind === 'missed' ? 'facts' : kind === 'failed' ? 'icon' : undefined}
      // Reached with the keyboard by Enter and Shift+Enter on the row.
      actions={
        <>
          {onChat && (
            <PointerAction label={text('calls.chat', { name })} onPress={onChat}>
              <ChatRegular />
            </PointerAction>
          )}
          <PointerAction label={text('calls.call-back', { name })} obstacle={obstacle} onPress={onCall}>
            <CallRegular />
          </PointerAction>
        </>
      }
    />
  );
}
