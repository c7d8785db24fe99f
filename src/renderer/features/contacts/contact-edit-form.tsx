import { Button, Field, Input } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import { text } from '../../text/text.ts';
import styles from './contact-card.module.css';
import { groupsOf } from './contact-form.tsx';

/** Name and groups of somebody on the list. */
export function ContactEditForm({
  contact,
  onSave,
  onCancel,
}: {
  readonly contact: Contact;
  readonly onSave: (change: { name: string; groups: string[] }) => void;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState(contact.name);
  const [groups, setGroups] = useState(contact.groups.join(', '));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ name: name.trim(), groups: groupsOf(groups) });
  };
  return (
    <form className={styles['edit']} onSubmit={submit}>
      <Field label={text('card.name')}>
        <Input value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label={text('card.groups')} hint={text('card.groups-hint')}>
        <Input value={groups} onChange={(_, data) => setGroups(data.value)} />
      </Field>
      <div className={styles['buttons']}>
        <Button type="submit" appearance="primary">
          {text('card.save')}
        </Button>
        <Button onClick={onCancel}>{text('card.cancel')}</Button>
      </div>
    </form>
  );
}
