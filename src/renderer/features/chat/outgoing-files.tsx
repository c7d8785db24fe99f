import { Button, ProgressBar } from '@fluentui/react-components';
import { ArrowClockwiseRegular, ArrowUploadRegular, DismissRegular } from '@fluentui/react-icons';
import type { Transfer } from '../../../shared/domain/file.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { errorText, text } from '../../text/text.ts';
import { sizeText } from './file-size.ts';
import styles from './files.module.css';

/** Files of ours that are on their way and have no message yet; they stay until they are through, or taken out. */
export function OutgoingFiles({ conversationId }: { readonly conversationId: ConversationId }) {
  const transfers = useEntities('transfers');
  const shown = [...transfers.values()]
    .filter(
      (one) => one.direction === 'out' && one.conversationId === conversationId && one.state.kind !== 'done',
    )
    .toSorted((one, other) => one.at - other.at);
  if (shown.length === 0) return null;
  return (
    <ul className={styles['outgoing']} aria-label={text('files.outgoing')}>
      {shown.map((one) => (
        <Outgoing key={one.id} transfer={one} />
      ))}
    </ul>
  );
}

function Outgoing({ transfer }: { readonly transfer: Transfer }) {
  const { call } = useBridge();
  const { id, name, size = 0, state } = transfer;
  const isHeld = state.kind === 'stopped' || state.kind === 'failed' || state.kind === 'declined';
  // What the window did not hand over whole can't be tried again: the app does not have it.
  const canGoOn = isHeld && !(state.kind === 'failed' && state.error.code === 'files.not-read');
  return (
    <li className={styles['staged']} data-problem={state.kind === 'failed'}>
      <ArrowUploadRegular className={styles['icon']} aria-hidden />
      <span className={styles['words']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['note']} role="status">
          {noteOf(transfer)}
        </span>
        {(state.kind === 'moving' || state.kind === 'reading') && (
          <ProgressBar
            aria-label={text('files.progress', { name })}
            value={size === 0 ? 1 : state.done / size}
          />
        )}
      </span>
      {canGoOn && (
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowClockwiseRegular />}
          aria-label={text('files.send-again', { name })}
          onClick={() => void call('files/go-on', { id })}
        />
      )}
      <Button
        size="small"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={text('files.take-out', { name })}
        onClick={() => void call('files/discard', { id })}
      />
    </li>
  );
}

function noteOf({ state, size = 0 }: Transfer): string {
  switch (state.kind) {
    case 'reading':
      return text('files.reading');
    case 'moving':
      return text('files.moving-of', { done: sizeText(state.done), size: sizeText(size) });
    case 'waiting':
    case 'done':
      return text('files.waiting');
    case 'stopped':
      return text('files.stopped');
    case 'declined':
      return text('error.files.declined');
    default:
      return errorText(state.error).sentence;
  }
}
