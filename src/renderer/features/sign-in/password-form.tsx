import { Button, Checkbox, Field, Input, Link } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { type FormEvent, useState } from 'react';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { errorText, type TextParams, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './form.module.css';

export interface PasswordFormProps {
  readonly username: string;
  readonly error?: { readonly code: string; readonly params?: TextParams | undefined } | undefined;
  readonly canRemember: boolean;
  readonly onSubmit: (password: string, remember: boolean) => void;
}

/** The password goes to main once and is dropped here at once. */
export function PasswordForm({ username, error, canRemember, onSubmit }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(useWindowRules().staysSignedIn);
  const [isShown, setShown] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(password === '');
    if (password === '') return;
    onSubmit(password, canRemember && remember);
    setPassword('');
  };
  const isWrong = error !== undefined && errorText(error).action === 'enter-password';
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      {error && <ErrorBar failure={error} />}
      <Field
        label={text('sign-in.password-for', { username })}
        {...(isMissing && { validationMessage: text('sign-in.password-empty') })}
        validationState={isMissing || isWrong ? 'error' : 'none'}
      >
        <Input
          size="large"
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(_, data) => setPassword(data.value)}
          contentAfter={
            <Button
              appearance="transparent"
              size="small"
              icon={isShown ? <EyeOffRegular /> : <EyeRegular />}
              aria-label={text(isShown ? 'sign-in.hide-password' : 'sign-in.show-password')}
              onClick={() => setShown(!isShown)}
            />
          }
        />
      </Field>
      {canRemember && (
        <Checkbox
          label={text('sign-in.remember')}
          checked={remember}
          onChange={(_, data) => setRemember(data.checked === true)}
        />
      )}
      <Button type="submit" appearance="primary" size="large">
        {text('sign-in.sign-in')}
      </Button>
      <ForgotPassword />
    </form>
  );
}

/** Where the organisation lets people help themselves. */
function ForgotPassword() {
  const { call } = useBridge();
  const url = useOnly('support')?.links.forgotPassword;
  if (url === undefined) return null;
  return (
    <Link as="button" type="button" onClick={() => void call('links/open-external', { url })}>
      {text('sign-in.forgot-password')}
    </Link>
  );
}
