import { Button, Field, Input } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { text } from '../../text/text.ts';
import styles from './form.module.css';

/** What is asked of a person: the work address, or less where the domain is known already (D2). */
export type AddressKind = 'address' | 'user-name' | 'email';

const wording = {
  address: { label: 'sign-in.address', empty: 'sign-in.address-empty', hint: 'sign-in.address-hint' },
  'user-name': { label: 'sign-in.user-name', empty: 'sign-in.user-name-empty', hint: undefined },
  email: { label: 'sign-in.email', empty: 'sign-in.address-empty', hint: 'sign-in.address-hint' },
} as const;

export interface AddressFormProps {
  readonly kind: AddressKind;
  readonly initial: string;
  readonly onSubmit: (address: string) => void;
}

/** The only thing asked of a person at first. */
export function AddressForm({ kind, initial, onSubmit }: AddressFormProps) {
  const { label, empty, hint } = wording[kind];
  const [address, setAddress] = useState(initial);
  const [isMissing, setMissing] = useState(false);
  const { isUserNameFixed } = useWindowRules();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = address.trim();
    setMissing(trimmed === '');
    if (trimmed !== '') onSubmit(trimmed);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <Field label={text(label)} {...(isMissing && { validationMessage: text(empty) })}>
        <Input
          size="large"
          type={kind === 'user-name' ? 'text' : 'email'}
          autoComplete="username"
          spellCheck={false}
          autoFocus
          readOnly={isUserNameFixed && initial !== ''}
          {...(hint && { placeholder: text(hint) })}
          value={address}
          onChange={(_, data) => setAddress(data.value)}
        />
      </Field>
      <Button type="submit" appearance="primary" size="large">
        {text('sign-in.continue')}
      </Button>
    </form>
  );
}
