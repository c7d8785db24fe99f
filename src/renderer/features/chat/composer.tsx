import { Button, Textarea } from '@fluentui/react-components';
import { DismissRegular, SendFilled } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { text } from '../../text/text.ts';
import { ComposerTools } from './composer-tools.tsx';
import styles from './composer.module.css';
import { type Format, formatted, inserted } from './format-text.ts';
import { AnsweredLine } from './message-body.tsx';
import { isTooLongToSend, LONGEST_FIELD } from './longest-text.ts';
import { useDraft } from './use-draft.ts';
import { useSelectionChange } from './use-selection-change.ts';
import { useTyping } from './use-typing.ts';
import { MentionList } from './mention-list.tsx';
import { type NamesSource, useMentions } from './use-mentions.ts';
import { AttachButtons, StagingTray } from './staging-tray.tsx';
import type { Staging } from './use-staging.ts';

export interface ComposerProps {
  readonly name: string;
  readonly initialDraft: string;
  readonly enterSends: boolean;
  readonly isOffline: boolean;
  readonly editing: Message | undefined;
  /** What the next message answers. */
  readonly answering: { readonly id: string; readonly name: string; readonly quote: string } | undefined;
  readonly onCancelAnswer: () => void;
  /** The newest own message, for the up-arrow. */
  readonly lastOwn: Message | undefined;
  /** Tells whether it was taken; what was not comes back into the field. */
  readonly onSend: (body: string) => Promise<boolean>;
  readonly onSaveEdit: (message: Message, body: string) => void;
  readonly onEdit: (message: Message | undefined) => void;
  readonly onTyping: (isTyping: boolean) => void;
  readonly onDraft: (text: string) => void;
  /** What is staged goes with the next Send. */
  readonly staging: Staging;
  /** Who is suggested after an `@`, in a room. */
  readonly names?: NamesSource | undefined;
}

/** Where a message is written. What stands here is kept: as a draft, through restarts, and when an edit is cancelled. */
export function Composer(props: ComposerProps) {
  const { editing, answering, onDraft, onTyping } = props;
  const answeringId = answering?.id;
  const { checksSpelling } = useWindowRules();
  const { draft, setDraft, clear, giveBack } = useDraft(props.initialDraft, onDraft);
  const [edit, setEdit] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(onTyping);
  const body = editing ? edit : draft;
  const isTooLong = isTooLongToSend(body);

  useEffect(() => {
    if (editing) setEdit(editing.body);
    input.current?.focus();
  }, [editing, answeringId]);

  const hasFiles = !editing && props.staging.isReady;
  const submit = () => {
    const trimmed = body.trim();
    if (hasFiles && !isTooLong) props.staging.send();
    if (trimmed === '' || isTooLong) return;
    typing.stop();
    if (editing) {
      if (trimmed !== editing.body) props.onSaveEdit(editing, trimmed);
      props.onEdit(undefined);
    } else {
      void props.onSend(trimmed).then((isTaken) => isTaken || giveBack(trimmed));
      clear();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method's Enter picks a word; it is not ours.
    if (event.nativeEvent.isComposing || mentions.onKey(event)) return;
    const isEnter = event.key === 'Enter';
    if (isEnter && (props.enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && body === '' && !editing && props.lastOwn) {
      event.preventDefault();
      props.onEdit(props.lastOwn);
    } else if (event.key === 'Escape' && editing) props.onEdit(undefined);
    else if (event.key === 'Escape' && answering) props.onCancelAnswer();
    else if (event.ctrlKey || event.metaKey) {
      const format = SHORTCUTS[event.key.toLowerCase()];
      if (format === undefined || event.shiftKey || event.altKey) return;
      event.preventDefault();
      change((selected) => formatted(selected, format));
    }
  };
  const setBody = editing ? setEdit : setDraft;
  const change = useSelectionChange(input, setBody);
  const mentions = useMentions(input, props.names, change);

  return (
    <footer className={styles['composer']}>
      <Banners {...props} isTooLong={isTooLong} />
      <ComposerTools
        onFormat={(format) => change((selected) => formatted(selected, format))}
        onInsert={(words) => change((selected) => inserted(selected, words))}
      >
        {!editing && <AttachButtons staging={props.staging} />}
      </ComposerTools>
      {!editing && <StagingTray staging={props.staging} />}
      <div className={styles['row']}>
        <MentionList mentions={mentions} />
        <Textarea
          ref={input}
          className={styles['input']}
          rows={1}
          resize="none"
          dir="auto"
          {...(checksSpelling !== undefined && { spellCheck: checksSpelling })}
          value={body}
          maxLength={LONGEST_FIELD}
          aria-label={text('chat.composer', { name: props.name })}
          placeholder={text('chat.composer-hint')}
          onChange={(_, data) => {
            setBody(data.value);
            typing.touch(data.value !== '');
            mentions.look();
          }}
          onSelect={mentions.look}
          onKeyDown={onKeyDown}
          onBlur={() => {
            typing.stop();
            mentions.close();
          }}
          {...mentions.aria}
        />
        <Button
          appearance="primary"
          icon={<SendFilled />}
          disabled={(body.trim() === '' && !hasFiles) || isTooLong}
          aria-label={text(editing ? 'chat.edit-save' : 'chat.send')}
          onClick={submit}
        />
      </div>
    </footer>
  );
}

const SHORTCUTS: Readonly<Record<string, Format>> = { b: 'strong', i: 'emphasis' };

/** What is being done, and what stands in its way. */
function Banners({ answering, isTooLong, ...props }: ComposerProps & { readonly isTooLong: boolean }) {
  return (
    <>
      {props.editing && (
        <Banner cancelLabel={text('chat.edit-cancel')} onCancel={() => props.onEdit(undefined)}>
          {text('chat.edit-banner')}
        </Banner>
      )}
      {answering && (
        <Banner cancelLabel={text('chat.reply.cancel')} onCancel={props.onCancelAnswer}>
          <AnsweredLine name={answering.name} quote={answering.quote} />
        </Banner>
      )}
      {props.isOffline && <p className={styles['hint']}>{text('chat.queued-hint')}</p>}
      {isTooLong && (
        <p className={styles['hint']} role="alert">
          {text('chat.too-long')}
        </p>
      )}
    </>
  );
}

function Banner({
  cancelLabel,
  onCancel,
  children,
}: {
  readonly cancelLabel: string;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['banner']}>
      {children}
      <Button
        size="small"
        appearance="transparent"
        icon={<DismissRegular />}
        aria-label={cancelLabel}
        onClick={onCancel}
      />
    </div>
  );
}
