import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import styles from './desk-phone-bar.module.css';

/** A number or address to be kept; saving an empty one takes it away. */
export function NumberField({
  label,
  hint,
  value,
  choices = [],
  onSave,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** Numbers that are known already, to be taken by one press. */
  readonly choices?: readonly { readonly name: string; readonly number: string }[];
  readonly onSave: (typed: string) => Promise<void>;
}) {
  const [typed, setTyped] = useState(value);
  return (
    <>
      {choices.length > 0 && (
        <div className={styles['row']}>
          {choices.map(({ name, number }) => (
            <Button
              key={number}
              size="small"
              disabled={number === value}
              onClick={() => {
                setTyped(number);
                void onSave(number);
              }}
            >
              <bdi>{name === number ? number : `${name} · ${number}`}</bdi>
            </Button>
          ))}
        </div>
      )}
      <form
        className={styles['field']}
        onSubmit={(event) => {
          event.preventDefault();
          void onSave(typed.trim());
        }}
      >
        <Field size="small" className={styles['typed']} label={label} hint={hint}>
          <Input
            size="small"
            value={typed}
            maxLength={200}
            dir="ltr"
            onChange={(_, data) => setTyped(data.value)}
          />
        </Field>
        <Button size="small" type="submit" disabled={typed.trim() === value}>
          {text('desk-phone.save')}
        </Button>
      </form>
    </>
  );
}
