import { Button, Skeleton, SkeletonItem, Tab, TabList } from '@fluentui/react-components';
import { CallMissedRegular, DialpadRegular, DismissRegular, HistoryRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './calls-pane.module.css';
import { DeskPhoneBar } from './desk-phone-bar.tsx';
import { DialPad } from './dial-pad.tsx';
import { HistoryRowView } from './history-row.tsx';
import type { HistoryRow } from './merge-history.ts';
import { PhoneOptions } from './phone-options.tsx';
import { useCallHistory } from './use-call-history.ts';

export interface CallsPaneProps {
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** From the first line, unless another is named. */
  readonly onCall: (target: string, line?: string) => void;
  /** Absent where this deployment has no chat. */
  readonly onChat: ((address: string) => void) | undefined;
}

/** The call history with its filter, and the dial pad. */
export function CallsPane({ pictureOf, onCall, onChat }: CallsPaneProps) {
  const [missedOnly, setMissedOnly] = useState(false);
  const { showsRecents } = useWindowRules();
  const [isDialPadOpen, setDialPad] = useState(false);
  // Without a history there is nothing else to see here.
  const hasDialPad = isDialPadOpen || !showsRecents;
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const pilot = useOnly('voicemail')?.pilot;
  const obstacle = useCallObstacle();
  return (
    <div className={styles['pane']} data-dial-pad={hasDialPad}>
      {showsRecents && <Bar {...{ missedOnly, setMissedOnly, hasDialPad, setDialPad }} />}
      <DeskPhoneBar />
      {hasDialPad && <DialPad pictureOf={pictureOf} onCall={onCall} />}
      {hasDialPad && pilot !== undefined && (
        <CallButton
          obstacle={obstacle}
          size="small"
          className={styles['older']}
          onClick={() => onCall(pilot)}
        >
          {text('voicemail.call-mailbox')}
        </CallButton>
      )}
      {hasDialPad && <PhoneOptions onCall={onCall} />}
      {showsRecents && (
        <>
          <SearchField
            className={styles['search']}
            size="small"
            maxLength={200}
            placeholder={text('calls.search')}
            aria-label={text('calls.search')}
            value={typed}
            onChange={(_, data) => setTyped(data.value)}
          />
          <History
            key={`${missedOnly} ${search}`}
            search={search}
            missedOnly={missedOnly}
            pictureOf={pictureOf}
            onCall={onCall}
            onChat={onChat}
          />
        </>
      )}
    </div>
  );
}

/** Which calls are shown, and the way to the dial pad. */
function Bar({
  missedOnly,
  setMissedOnly,
  hasDialPad,
  setDialPad,
}: {
  readonly missedOnly: boolean;
  readonly setMissedOnly: (missedOnly: boolean) => void;
  readonly hasDialPad: boolean;
  readonly setDialPad: (isOpen: boolean) => void;
}) {
  return (
    <div className={styles['bar']}>
      <TabList
        size="small"
        aria-label={text('calls.filter')}
        selectedValue={missedOnly ? 'missed' : 'all'}
        onTabSelect={(_, data) => setMissedOnly(data.value === 'missed')}
      >
        <Tab value="all">{text('calls.filter.all')}</Tab>
        <Tab value="missed">{text('calls.filter.missed')}</Tab>
      </TabList>
      <Button
        size="small"
        appearance={hasDialPad ? 'subtle' : 'secondary'}
        icon={hasDialPad ? <DismissRegular /> : <DialpadRegular />}
        aria-expanded={hasDialPad}
        onClick={() => setDialPad(!hasDialPad)}
      >
        {text(hasDialPad ? 'calls.close-dial-pad' : 'calls.open-dial-pad')}
      </Button>
    </div>
  );
}

function History(props: CallsPaneProps & { readonly missedOnly: boolean; readonly search: string }) {
  const { failure, reload, loadOlder, rows, hasOlder } = useCallHistory(props.missedOnly, props.search);
  return (
    <>
      {failure && <ErrorBar failure={failure} action={{ label: text('app.retry'), run: reload }} />}
      {(rows || !failure) && <HistoryList {...props} rows={rows} hasOlder={hasOlder} onOlder={loadOlder} />}
    </>
  );
}

interface HistoryListProps extends CallsPaneProps {
  readonly rows: readonly HistoryRow[] | undefined;
  readonly hasOlder: boolean;
  readonly missedOnly: boolean;
  readonly search: string;
  readonly onOlder: () => void;
}

function HistoryList({
  rows,
  hasOlder,
  missedOnly,
  search,
  pictureOf,
  onCall,
  onChat,
  onOlder,
}: HistoryListProps) {
  const obstacle = useCallObstacle();
  if (!rows) return <LoadingRows />;
  if (rows.length === 0)
    return (
      <EmptyState
        icon={missedOnly ? <CallMissedRegular /> : <HistoryRegular />}
        text={text(search !== '' ? 'calls.none-found' : missedOnly ? 'calls.empty-missed' : 'calls.empty')}
      />
    );
  const chatOf = ({ peer }: HistoryRow) => {
    const address = peer.contactId;
    if (!onChat || !address?.includes('@') || /^(tel|sips?):/.test(address)) return undefined;
    return () => onChat(address);
  };
  const onKey = (event: KeyboardEvent, row: HistoryRow): boolean => {
    if (event.key !== 'Enter') return false;
    if (event.shiftKey) chatOf(row)?.();
    else onCall(row.peer.address, row.line);
    return true;
  };
  return (
    <>
      <VirtualList
        items={rows}
        rowHeight={56}
        label={text('calls.history')}
        keyOf={(row) => row.key}
        nameOf={(row) => row.peer.name}
        onKey={onKey}
        // A click only selects: a slip of the hand must not ring somebody.
        onActivate={() => undefined}
        renderRow={(row) => (
          <HistoryRowView
            row={row}
            obstacle={obstacle}
            pictureOf={pictureOf}
            onCall={() => onCall(row.peer.address, row.line)}
            onChat={chatOf(row)}
          />
        )}
      />
      {hasOlder && (
        <Button appearance="subtle" className={styles['older']} onClick={onOlder}>
          {text('calls.older')}
        </Button>
      )}
    </>
  );
}

function LoadingRows() {
  return (
    <Skeleton className={styles['loading']} aria-label={text('calls.loading')}>
      {[70, 45, 60].map((width) => (
        <div key={width} className={styles['loading-row']}>
          <SkeletonItem shape="circle" size={32} />
          <SkeletonItem style={{ width: `${width}%` }} />
        </div>
      ))}
    </Skeleton>
  );
}
