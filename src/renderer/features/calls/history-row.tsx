import { Button, Tooltip } from '@fluentui/react-components';
import {
  CallCheckmarkRegular,
  CallDismissRegular,
  CallInboundRegular,
  CallMissedRegular,
  CallOutboundRegular,
  CallProhibitedRegular,
  CallRegular,
  ChatRegular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { durationText, exactTime, historyTime } from './call-times.ts';
import styles from './calls-pane.module.css';
import type { HistoryKind, HistoryRow } from './merge-history.ts';

const icons: Readonly<Record<HistoryKind, ReactNode>> = {
  outgoing: <CallOutboundRegular />,
  incoming: <CallInboundRegular />,
  missed: <CallMissedRegular />,
  declined: <CallProhibitedRegular />,
  'answered-elsewhere': <CallCheckmarkRegular />,
  failed: <CallDismissRegular />,
};

export interface HistoryRowViewProps {
  readonly row: HistoryRow;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onCall: () => void;
  /** Absent for people without a chat address. */
  readonly onChat: (() => void) | undefined;
}

/** Who, how, how long and when. Keys: Enter calls back, Shift+Enter chats. */
export function HistoryRowView({ row, pictureOf, onCall, onChat }: HistoryRowViewProps) {
  const { peer, kind, count } = row;
  const contact = useEntity('contacts', peer.contactId ?? '');
  const name = peer.name || peer.address || text('call.unknown-caller');
  const stop = (event: { stopPropagation(): void }, run: () => void) => {
    event.stopPropagation();
    run();
  };
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
            {[text(`calls.kind.${kind}`), durationText(row.durationMs)].filter(Boolean).join(' · ')}
          </span>
        </span>
      </div>
      <time className={styles['time']} title={exactTime(row.at)}>
        {historyTime(row.at)}
      </time>
      {/* Reached with the keyboard by Enter and Shift+Enter on the row; these are for the pointer. */}
      <div className={styles['actions']} aria-hidden="true">
        {onChat && (
          <Tooltip content={text('calls.chat', { name })} relationship="label">
            <Button
              tabIndex={-1}
              size="small"
              appearance="subtle"
              icon={<ChatRegular />}
              onClick={(event) => stop(event, onChat)}
            />
          </Tooltip>
        )}
        <Tooltip content={text('calls.call-back', { name })} relationship="label">
          <Button
            tabIndex={-1}
            size="small"
            appearance="subtle"
            icon={<CallRegular />}
            onClick={(event) => stop(event, onCall)}
          />
        </Tooltip>
      </div>
    </div>
  );
}
