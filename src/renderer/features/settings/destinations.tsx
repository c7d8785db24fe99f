import { Button, Field, Input, Switch } from '@fluentui/react-components';
import { AddRegular, EditRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { type Destination, LONGEST_DESTINATION } from '../../../shared/domain/phone.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import styles from './hot-key-list.module.css';

type Draft = Pick<Destination, 'name' | 'number' | 'rings'> & { readonly id?: string };
const NEW: Draft = { name: '', number: '', rings: true };

/** The person's other phones, as the server keeps them (V8); nothing where it keeps none. */
export function Destinations() {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const destinations = useOnly('phone')?.destinations;
  const [draft, setDraft] = useState<Draft>();
  if (!destinations || destinations.length === 0) return null;
  return (
    <section aria-labelledby="settings-destinations" className={styles['list']}>
      <h3 id="settings-destinations" className={styles['title']}>
        {text('destinations.title')}
      </h3>
      <p className={styles['help']}>{text('destinations.help')}</p>
      {failure && <ErrorBar failure={failure} />}
      {destinations.map((each) => (
        <div key={each.id} className={styles['row']}>
          <Switch
            checked={each.rings}
            label={each.name === each.number ? each.number : `${each.name} · ${each.number}`}
            onChange={(_, { checked }) =>
              void watch(call('phone/save-destination', { ...textsOf(each), rings: checked }))
            }
          />
          <Button
            size="small"
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={text('destinations.edit', { name: each.name })}
            onClick={() => setDraft(each)}
          />
        </div>
      ))}
      <Button size="small" className={styles['add']} icon={<AddRegular />} onClick={() => setDraft(NEW)}>
        {text('destinations.add')}
      </Button>
      {draft && <EditDialog initial={draft} onClose={() => setDraft(undefined)} />}
    </section>
  );
}

const textsOf = ({ id, name, number }: Draft) => ({ ...(id !== undefined && { id }), name, number });

function EditDialog({ initial, onClose }: { readonly initial: Draft; readonly onClose: () => void }) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const [draft, setDraft] = useState(initial);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const saved = await watch(call('phone/save-destination', { ...textsOf(draft), rings: draft.rings }));
    setBusy(false);
    if (saved) onClose();
  };
  return (
    <FormDialog
      title={
        initial.id === undefined
          ? text('destinations.new')
          : text('destinations.edit', { name: initial.name })
      }
      accept={{
        label: text('desk-phone.save'),
        isDisabled: isBusy || draft.number.trim() === '',
        run: () => void save(),
      }}
      failure={failure}
      onClose={onClose}
    >
      <Field label={text('destinations.name')}>
        <Input
          value={draft.name}
          maxLength={LONGEST_DESTINATION}
          dir="auto"
          onChange={(_, { value }) => setDraft({ ...draft, name: value })}
        />
      </Field>
      <Field label={text('destinations.number')}>
        <Input
          value={draft.number}
          maxLength={LONGEST_DESTINATION}
          type="tel"
          dir="ltr"
          onChange={(_, { value }) => setDraft({ ...draft, number: value })}
        />
      </Field>
      <Switch
        checked={draft.rings}
        label={text('destinations.rings')}
        onChange={(_, { checked }) => setDraft({ ...draft, rings: checked })}
      />
    </FormDialog>
  );
}
