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
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { PointerAction } from '../../ui/pointer-action.tsx';
import { durationText, exactTime, historyTime } from './call-times.ts';
import styles from './calls-pane.module.css';
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
    <div className={styles['row']} data-kind={kind} data-unseen={row.isUnseen}>
      <PersonAvatar
        name={name}
        picture={pictureOf(contact?.avatarHash ?? peer.avatarHash)}
        show={contact?.presence.show}
        size={32}
      />
      <div className={styles['text']}>
        <bdi className={styles['name']}>{count > 1 ? text('calls.name-count', { name, count }) : name}</bdi>
        <span className={styles['facts']}>
          <span className={styles['icon']} aria-hidden="true">
            {icons[kind]}
          </span>
          <span className={styles['kind']}>
            {[
              text(`calls.kind.${kind}`),
              endText(row),
              qualityText(row),
              row.line && text('call.line', { line: row.line }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </div>
      <time className={styles['time']} title={exactTime(row.at)}>
        {historyTime(row.at)}
      </time>
      {/* Reached with the keyboard by Enter and Shift+Enter on the row; these are for the pointer. */}
      <div className={styles['actions']}>
        {onChat && (
          <PointerAction label={text('calls.chat', { name })} onPress={onChat}>
            <ChatRegular />
          </PointerAction>
        )}
        <PointerAction label={text('calls.call-back', { name })} obstacle={obstacle} onPress={onCall}>
          <CallRegular />
        </PointerAction>
      </div>
    </div>
  );
}
