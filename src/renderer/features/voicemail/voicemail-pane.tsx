import { Link, Skeleton, SkeletonItem, Tab, TabList } from '@fluentui/react-components';
import { VoicemailRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { useBridge, useEntities, useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { MailboxState } from './mailbox-state.tsx';
import { voicemailList } from './voicemail-lists.ts';
import { VoicemailPlayer } from './voicemail-player.tsx';
import { VoicemailRow } from './voicemail-row.tsx';
import styles from './voicemail.module.css';

export interface VoicemailPaneProps {
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onCall: (number: string) => void;
}

interface Chosen {
  readonly id: string;
  readonly isAutomatic: boolean;
}

interface BarProps {
  readonly isDeleted: boolean;
  readonly onShow: (isDeleted: boolean) => void;
  readonly onCall: (() => void) | undefined;
}

/** Which of the two lists is shown, and the way to the mailbox by phone. */
function Bar({ isDeleted, onShow, onCall }: BarProps) {
  const obstacle = useCallObstacle();
  return (
    <div className={styles['bar']}>
      <TabList
        size="small"
        aria-label={text('voicemail.filter')}
        selectedValue={isDeleted ? 'deleted' : 'inbox'}
        onTabSelect={(_, data) => onShow(data.value === 'deleted')}
      >
        <Tab value="inbox">{text('voicemail.inbox')}</Tab>
        <Tab value="deleted">{text('voicemail.deleted')}</Tab>
      </TabList>
      {onCall && (
        <CallButton obstacle={obstacle} size="small" onClick={onCall}>
          {text('voicemail.call-mailbox')}
        </CallButton>
      )}
    </div>
  );
}

/** The mailbox: what was left, what was deleted, the player of the chosen message, and the number to call. */
export function VoicemailPane({ pictureOf, onCall }: VoicemailPaneProps) {
  const mailbox = useOnly('voicemail');
  const all = useEntities('voicemails');
  const [isDeleted, setDeleted] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  const [undo, setUndo] = useState<Voicemail>();
  const verbs = useVerbs((gone) => {
    setUndo(gone);
    // Brought back, it does not begin to speak by itself.
    if (gone) setChosen(undefined);
  });
  const messages = useMemo(() => voicemailList(all.values(), isDeleted), [all, isDeleted]);
  const message = messages.find(({ id }) => id === chosen?.id);
  if (!mailbox) return null;
  const { pilot } = mailbox;
  const onKey = (event: KeyboardEvent, each: Voicemail): boolean => {
    if (event.key !== 'Delete' || each.isDeleted) return false;
    void verbs.remove(each);
    return true;
  };
  return (
    <div className={styles['pane']}>
      <Bar
        isDeleted={isDeleted}
        onShow={setDeleted}
        onCall={pilot === undefined ? undefined : () => onCall(pilot)}
      />
      <MailboxState mailbox={mailbox} />
      {verbs.failure && <ErrorBar failure={verbs.failure} />}
      <Undo message={undo} onUndo={verbs.restore} />
      {messages.length > 0 ? (
        <VirtualList
          items={messages}
          rowHeight={56}
          label={text('nav.voicemail')}
          keyOf={({ id }) => id}
          nameOf={({ from }) => from.name || from.number}
          selectedKey={message?.id}
          onKey={onKey}
          onActivate={({ id }) => setChosen({ id, isAutomatic: true })}
          renderRow={(each) => <VoicemailRow message={each} pictureOf={pictureOf} />}
        />
      ) : (
        <Nothing state={mailbox.state} isDeleted={isDeleted} isKnown={mailbox.readAt !== undefined} />
      )}
      {message && chosen && (
        <VoicemailPlayer
          key={message.id}
          message={message}
          isAutomatic={chosen.isAutomatic}
          onCallBack={message.from.number === '' ? undefined : () => onCall(message.from.number)}
          onMark={(isRead) => verbs.mark(message, isRead)}
          onDelete={() => verbs.remove(message)}
          onRestore={() => verbs.restore(message)}
        />
      )}
    </div>
  );
}

function useVerbs(setUndo: (message: Voicemail | undefined) => void) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  return {
    failure,
    mark: ({ id }: Voicemail, isRead: boolean) => void watch(call('voicemail/mark-read', { id, isRead })),
    async remove(message: Voicemail) {
      setUndo(undefined);
      if (await watch(call('voicemail/delete', { id: message.id }))) setUndo(message);
    },
    restore({ id }: Voicemail) {
      setUndo(undefined);
      void watch(call('voicemail/restore', { id }));
    },
  };
}

/** Deleting asks nothing: it can be taken back. */
function Undo({
  message,
  onUndo,
}: {
  readonly message: Voicemail | undefined;
  readonly onUndo: (message: Voicemail) => void;
}) {
  return (
    <div role="status" className={styles['undo']}>
      {message && (
        <>
          <span>{text('voicemail.was-deleted', { name: message.from.name || message.from.number })}</span>
          <Link as="button" onClick={() => onUndo(message)}>
            {text('voicemail.undo')}
          </Link>
        </>
      )}
    </div>
  );
}

function Nothing({
  state,
  isDeleted,
  isKnown,
}: {
  readonly state: string;
  readonly isDeleted: boolean;
  readonly isKnown: boolean;
}) {
  if (state === 'reading' && !isKnown)
    return (
      <Skeleton className={styles['loading']} aria-label={text('voicemail.loading')}>
        {[60, 75, 50].map((width) => (
          <SkeletonItem key={width} style={{ width: `${width}%` }} />
        ))}
      </Skeleton>
    );
  if (!isKnown && state !== 'none') return null;
  const words = !isKnown ? 'only-by-call' : isDeleted ? 'none-deleted' : 'none';
  return <EmptyState icon={<VoicemailRegular />} text={text(`voicemail.${words}`)} />;
}
