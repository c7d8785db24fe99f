import { Button, ProgressBar } from '@fluentui/react-components';
import {
  ArrowDownloadRegular,
  DismissRegular,
  DocumentRegular,
  FolderOpenRegular,
  ImageRegular,
  OpenRegular,
} from '@fluentui/react-icons';
import type { Message } from '../../../shared/domain/conversation.ts';
import type { SharedFile, Transfer } from '../../../shared/domain/file.ts';
import { isDangerousFile } from '../../../shared/domain/file-name.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useHost } from '../../bridge/host-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { sizeText } from './file-size.ts';
import styles from './files.module.css';

/** A file that a message carries: what it is, where it is, and what can be done with it now. */
export function FileBubble({ message, file }: { readonly message: Message; readonly file: SharedFile }) {
  const { call } = useBridge();
  const { caps, files } = useHost();
  const transfer = useEntity('transfers', file.id);
  const { failure, watch, dismiss } = useLastFailure();
  const size = transfer?.size ?? file.size;
  const { showsInlineImages } = useWindowRules();
  const isHere =
    transfer?.state.kind === 'done' && (transfer.direction === 'out' || transfer.savedAs !== undefined);
  const at = { messageId: message.id };
  return (
    <div className={styles['bubble']} data-file-id={file.id}>
      {isHere && transfer.isPicture && showsInlineImages && (
        <img className={styles['picture']} src={files.addressOf(file.id)} alt={file.name} loading="lazy" />
      )}
      <div className={styles['file']}>
        {transfer?.isPicture === true ? (
          <ImageRegular className={styles['icon']} aria-hidden />
        ) : (
          <DocumentRegular className={styles['icon']} aria-hidden />
        )}
        <span className={styles['words']}>
          <bdi className={styles['name']}>{transfer?.savedAs ?? file.name}</bdi>
          <span className={styles['note']} role="status">
            {noteOf(message, file, transfer, size)}
          </span>
        </span>
        <Actions
          message={message}
          file={file}
          transfer={transfer}
          isHere={isHere}
          opensFiles={caps.opensFiles}
          address={files.addressOf(file.id)}
          onFetch={() => void watch(call('files/fetch', at))}
          onDecline={() => void watch(call('files/decline', at))}
          onStop={() => void watch(call('files/stop', { id: file.id }))}
          onOpen={() => void watch(call('files/open', at))}
          onShow={() => void watch(call('files/show-in-folder', at))}
        />
      </div>
      {transfer?.state.kind === 'moving' && (
        <ProgressBar
          aria-label={text('files.progress', { name: file.name })}
          {...(size !== undefined && size > 0 && { value: transfer.state.done / size })}
        />
      )}
      {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
    </div>
  );
}

interface ActionsProps {
  readonly message: Message;
  readonly file: SharedFile;
  readonly transfer: Transfer | undefined;
  readonly isHere: boolean;
  readonly opensFiles: boolean;
  readonly address: string;
  readonly onFetch: () => void;
  readonly onDecline: () => void;
  readonly onStop: () => void;
  readonly onOpen: () => void;
  readonly onShow: () => void;
}

function Actions(props: ActionsProps) {
  const { message, file, transfer, isHere } = props;
  const isAllowed = useOnly('fileOptions')?.isEnabled !== false;
  const { name } = file;
  const kind = transfer?.state.kind;
  if (isHere) return <OpenActions {...props} />;
  if (kind === 'moving' || kind === 'waiting')
    return (
      <Button
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={text('files.stop', { name })}
        title={text('files.stop', { name })}
        onClick={props.onStop}
      />
    );
  const isMine = message.direction === 'out';
  if (!isAllowed || kind === 'declined' || (isMine && file.url === undefined)) return null;
  const action = text(
    kind === 'stopped' ? 'files.go-on' : kind === 'failed' ? 'files.again' : 'files.download',
  );
  const isOffer = file.url === undefined && transfer === undefined;
  return (
    <>
      <Button
        appearance={isMine ? 'subtle' : 'primary'}
        icon={<ArrowDownloadRegular />}
        aria-label={text('files.named', { action, name })}
        onClick={props.onFetch}
      >
        {action}
      </Button>
      {isOffer && (
        <Button appearance="subtle" onClick={props.onDecline}>
          {text('files.decline')}
        </Button>
      )}
    </>
  );
}

/** What would run is not opened from here: the person does that, in the folder. */
function OpenActions({ file, transfer, opensFiles, address, onOpen, onShow }: ActionsProps) {
  const { name } = file;
  // What we sent is where it was.
  const isSaved = transfer?.savedAs !== undefined;
  if (!opensFiles)
    return (
      <a className={styles['save']} href={address} download={transfer?.savedAs ?? name}>
        <ArrowDownloadRegular aria-hidden /> {text('files.save-copy')}
      </a>
    );
  if (!isSaved) return null;
  return (
    <>
      {!isDangerousFile(name) && (
        <Button
          appearance="subtle"
          icon={<OpenRegular />}
          aria-label={text('files.open', { name })}
          title={text('files.open', { name })}
          onClick={onOpen}
        />
      )}
      <Button
        appearance="subtle"
        icon={<FolderOpenRegular />}
        aria-label={text('files.show', { name })}
        title={text('files.show', { name })}
        onClick={onShow}
      />
    </>
  );
}

function noteOf(
  message: Message,
  file: SharedFile,
  transfer: Transfer | undefined,
  size: number | undefined,
): string {
  const sized = size === undefined ? '' : sizeText(size);
  switch (transfer?.state.kind) {
    case 'moving':
      return size === undefined
        ? text('files.moving', { done: sizeText(transfer.state.done) })
        : text('files.moving-of', { done: sizeText(transfer.state.done), size: sized });
    case 'reading':
    case 'waiting':
      return text('files.waiting');
    case 'stopped':
      return text('files.stopped');
    case 'failed':
      return errorText(transfer.state.error).sentence;
    case 'declined':
      return text('files.declined');
    case 'done':
      return transfer.direction === 'in' ? text('files.saved', { size: sized }) : sized;
    default:
      return file.url === undefined && message.direction === 'in'
        ? text('files.offered', { size: sized })
        : sized;
  }
}
