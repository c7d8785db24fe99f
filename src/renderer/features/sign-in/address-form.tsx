import { Button, Field, Input } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { text } from '../../text/text.ts';
import styles from './form.module.css';

export interface AddressFormProps {
  readonly initial: string;
  readonly onSubmit: (address: string) => void;
}

/** The only thing asked of a person at first: the work address. */
export function AddressForm({ initial, onSubmit }: AddressFormProps) {
  const [address, setAddress] = useState(initial);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = address.trim();
    setMissing(trimmed === '');
    if (trimmed !== '') onSubmit(trimmed);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <Field
        label={text('sign-in.address')}
        {...(isMissing && { validationMessage: text('sign-in.address-empty') })}
      >
        <Input
          size="large"
          type="email"
          autoComplete="username"
          spellCheck={false}
          autoFocus
          placeholder={text('sign-in.address-hint')}
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
