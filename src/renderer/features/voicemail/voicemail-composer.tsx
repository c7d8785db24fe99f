import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import { DeleteRegular, RecordRegular, StopFilled } from '@fluentui/react-icons';
import { useEffect, useMemo, useState } from 'react';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { type Choosable, PeoplePicker } from '../../ui/people-picker.tsx';
import { type Recorder, useRecorder } from './use-recorder.ts';
import { soundTime } from './voicemail-lists.ts';
import styles from './voicemail.module.css';

export interface VoicemailComposerProps {
  readonly message: Voicemail;
  /** An answer has words and goes to who left the message; passed on, it goes to others, with words before it or without. */
  readonly purpose: 'answer' | 'forward';
  readonly onClose: () => void;
}

/** Speaks a message to somebody's mailbox (V11). */
export function VoicemailComposer({ message, purpose, onClose }: VoicemailComposerProps) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const recorder = useRecorder();
  const [to, setTo] = useState<ReadonlySet<string>>(
    () => new Set(purpose === 'answer' ? [message.from.number] : []),
  );
  const [typed, setTyped] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const [isPrivate, setPrivate] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const name = message.from.name || message.from.number;
  const { recording } = recorder;
  const recipients = [...to, ...typed.split(/[,;]/).map((each) => each.trim())].filter((each) => each !== '');
  const canSend = recording.state === 'done' || (purpose === 'forward' && recording.state === 'none');
  const send = async () => {
    setBusy(true);
    const sent = await watch(
      call('voicemail/send', {
        ...{ to: recipients, isUrgent, isPrivate, subject: text(`voicemail.${purpose}-subject`, { name }) },
        ...(recording.state === 'done' && { sound: base64(recording.wav) }),
        ...(purpose === 'forward' && { forwards: message.id }),
      }),
    );
    setBusy(false);
    if (sent) onClose();
  };
  return (
    <FormDialog
      title={text(`voicemail.${purpose}-title`, { name })}
      accept={{
        label: text('voicemail.send'),
        isDisabled: isBusy || !canSend || recipients.length === 0,
        run: () => void send(),
      }}
      failure={failure}
      onClose={onClose}
    >
      {purpose === 'forward' && <Recipients {...{ to, setTo, typed, setTyped }} />}
      <RecorderBar recorder={recorder} isOptional={purpose === 'forward'} />
      <div className={styles['flags']}>
        <Checkbox
          label={text('voicemail.urgent')}
          checked={isUrgent}
          onChange={(_, { checked }) => setUrgent(checked === true)}
        />
        <Checkbox
          label={text('voicemail.private')}
          checked={isPrivate}
          onChange={(_, { checked }) => setPrivate(checked === true)}
        />
      </div>
    </FormDialog>
  );
}

/** Contacts by their first number, and whatever extension is typed. */
function Recipients({
  to,
  setTo,
  typed,
  setTyped,
}: {
  readonly to: ReadonlySet<string>;
  readonly setTo: (to: ReadonlySet<string>) => void;
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
}) {
  const contacts = useEntities('contacts');
  const people = useMemo(
    () =>
      new Map<string, Choosable>(
        [...contacts.values()].flatMap(({ name, phones: [phone] }) =>
          phone ? [[phone.number, { name, address: phone.number }] as const] : [],
        ),
      ),
    [contacts],
  );
  return (
    <>
      <PeoplePicker people={people} chosen={to} onChange={setTo} />
      <Field label={text('voicemail.extensions')} hint={text('voicemail.extensions-hint')}>
        <Input value={typed} maxLength={500} dir="ltr" onChange={(_, { value }) => setTyped(value)} />
      </Field>
    </>
  );
}

function RecorderBar({
  recorder,
  isOptional,
}: {
  readonly recorder: Recorder;
  readonly isOptional: boolean;
}) {
  const { recording, failure } = recorder;
  return (
    <div className={styles['recorder']} role="group" aria-label={text('voicemail.recording')}>
      {failure && <ErrorBar failure={failure} />}
      {recording.state === 'running' ? (
        <>
          <Button icon={<StopFilled />} appearance="primary" onClick={recorder.end}>
            {text('voicemail.stop-recording')}
          </Button>
          <Elapsed />
        </>
      ) : recording.state === 'done' ? (
        <>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- one's own words, just spoken */}
          <audio controls src={recording.url} aria-label={text('voicemail.recording')} />
          <Button icon={<DeleteRegular />} appearance="subtle" onClick={recorder.clear}>
            {text('voicemail.record-again')}
          </Button>
        </>
      ) : (
        <>
          <Button icon={<RecordRegular />} disabled={recording.state === 'asking'} onClick={recorder.begin}>
            {text('voicemail.record')}
          </Button>
          <span>{text(isOptional ? 'voicemail.record-optional' : 'voicemail.record-hint')}</span>
        </>
      )}
    </div>
  );
}

/** Since it is there. */
function Elapsed() {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const since = Date.now();
    const timer = setInterval(() => setElapsed(Date.now() - since), 500);
    return () => clearInterval(timer);
  }, []);
  return <span role="timer">{soundTime(elapsed)}</span>;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
