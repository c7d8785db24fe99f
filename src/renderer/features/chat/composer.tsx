import { Button, Textarea } from '@fluentui/react-components';
import { DismissRegular, SendFilled } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { LONGEST_BODY_BYTES, type Message } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import { ComposerTools } from './composer-tools.tsx';
import styles from './composer.module.css';
import { type Format, formatted, inserted } from './format-text.ts';
import { AnsweredLine } from './message-body.tsx';
import { useSelectionChange } from './use-selection-change.ts';
import { MentionList } from './mention-list.tsx';
import { type NamesSource, useMentions } from './use-mentions.ts';
import { AttachButtons, StagingTray } from './staging-tray.tsx';
import type { Staging } from './use-staging.ts';

const TYPING_PAUSE_MS = 5000;
const DRAFT_SAVE_MS = 400;

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
  const [draft, setDraft] = useState(props.initialDraft);
  const saveDraft = useSavedDraft(props.initialDraft, draft === '' ? setDraft : undefined, onDraft);
  const [edit, setEdit] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(onTyping);
  const body = editing ? edit : draft;
  const isTooLong = new TextEncoder().encode(body.trim()).length > LONGEST_BODY_BYTES;

  useEffect(() => {
    if (editing) setEdit(editing.body);
    input.current?.focus();
  }, [editing, answeringId]);
  useEffect(() => {
    const timer = setTimeout(() => saveDraft(draft), DRAFT_SAVE_MS);
    return () => clearTimeout(timer);
  }, [draft, saveDraft]);

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
      const giveBack = (since: string) => (since === '' ? trimmed : `${trimmed}\n${since}`);
      void props.onSend(trimmed).then((isTaken) => isTaken || setDraft(giveBack));
      setDraft('');
      saveDraft('');
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
          value={body}
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

/**
 * Saves the draft, and takes up one that came from elsewhere (a link) while nothing is written here. What comes back of
 * our own saving is known by its text, however late it comes: a message just sent must not reappear in the field.
 */
function useSavedDraft(
  stored: string,
  adopt: ((text: string) => void) | undefined,
  onDraft: (text: string) => void,
): (text: string) => void {
  const own = useRef<readonly string[]>([stored]);
  useEffect(() => {
    if (adopt && !own.current.includes(stored)) adopt(stored);
  }, [stored, adopt]);
  return useCallback(
    (text) => {
      own.current = [text, ...own.current].slice(0, 4);
      onDraft(text);
    },
    [onDraft],
  );
}

/** Says «typing» once when it begins and «not typing» after a pause, not a stanza for every key (XEP-0085). */
function useTyping(onTyping: (isTyping: boolean) => void): {
  touch: (hasText: boolean) => void;
  stop: () => void;
} {
  const isTyping = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (value: boolean) => {
    if (isTyping.current !== value) onTyping(value);
    isTyping.current = value;
  };
  const stop = () => {
    clearTimeout(timer.current);
    set(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    touch(hasText) {
      clearTimeout(timer.current);
      set(hasText);
      timer.current = setTimeout(stop, TYPING_PAUSE_MS);
    },
    stop,
  };
}
