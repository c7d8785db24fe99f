import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Mailbox } from '../../../shared/domain/voicemail.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './voicemail.module.css';

const when = dateFormat({ weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** What keeps the list from being right, and the way forward. */
export function MailboxState({ mailbox }: { readonly mailbox: Mailbox }) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  if (mailbox.state === 'password') return <OwnSignIn mailbox={mailbox} />;
  if (mailbox.state !== 'waiting') return null;
  const { readAt } = mailbox;
  return (
    <>
      <MessageBar intent="warning" layout="multiline" role="status">
        <MessageBarBody>
          {readAt === undefined
            ? text('voicemail.out-of-reach')
            : text('voicemail.showing-from', { time: when.format(readAt) })}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => void watch(call('voicemail/refresh'))}>
            {text('app.retry')}
          </Button>
        </MessageBarActions>
      </MessageBar>
      {failure && <ErrorBar failure={failure} />}
    </>
  );
}

/** Mailboxes that don't take the phone's name and password. */
function OwnSignIn({ mailbox }: { readonly mailbox: Mailbox }) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await watch(call('voicemail/sign-in', { username: username.trim(), password }));
    setBusy(false);
    setPassword('');
  };
  const shown = failure ?? mailbox.error;
  return (
    <form className={styles['sign-in']} onSubmit={(event) => void submit(event)}>
      <p>{text('voicemail.sign-in-why')}</p>
      {shown && shown.code !== 'auth.wrong-password' && <ErrorBar failure={shown} />}
      {failure?.code === 'auth.wrong-password' && <ErrorBar failure={failure} />}
      <Field label={text('voicemail.username')}>
        <Input value={username} autoComplete="off" onChange={(_, data) => setUsername(data.value)} />
      </Field>
      <Field label={text('voicemail.password')}>
        <Input
          type="password"
          value={password}
          autoComplete="off"
          onChange={(_, data) => setPassword(data.value)}
        />
      </Field>
      <Button
        type="submit"
        appearance="primary"
        disabled={isBusy || username.trim() === '' || password === ''}
      >
        {text('voicemail.sign-in')}
      </Button>
    </form>
  );
}
