import { Checkbox, Field, Textarea } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import styles from './contacts-pane.module.css';
import { addressesByGroup } from './groups.ts';

/** One message to many, each in their own chat (M9). `group`: chosen from the start. */
export function BroadcastDialog({
  group,
  onClose,
}: {
  readonly group?: string | undefined;
  readonly onClose: () => void;
}) {
  const { call } = useBridge();
  const contacts = useEntities('contacts');
  const groups = useMemo(() => addressesByGroup(contacts.values()), [contacts]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(group === undefined ? [] : groups.get(group)),
  );
  const [body, setBody] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const toggle = (addresses: ReadonlySet<string>, isChosen: boolean) => {
    const others = [...chosen].filter((address) => !addresses.has(address));
    setChosen(new Set(isChosen ? [...others, ...addresses] : others));
  };
  const send = async () => {
    setBusy(true);
    const sent = await call('contacts/broadcast', { to: [...chosen], body: body.trim() });
    setBusy(false);
    if (sent.ok) onClose();
    else setFailure(sent.error);
  };
  return (
    <FormDialog
      title={text('broadcast.title')}
      accept={{
        label: chosen.size === 0 ? text('chat.send') : plural('broadcast.send', chosen.size),
        isDisabled: isBusy || chosen.size === 0 || body.trim() === '',
        run: () => void send(),
      }}
      failure={failure}
      onClose={onClose}
    >
      <p className={styles['help']}>{text('broadcast.help')}</p>
      {groups.size > 0 && (
        <div role="group" aria-label={text('broadcast.groups')} className={styles['groups']}>
          {[...groups].map(([name, addresses]) => (
            <Checkbox
              key={name}
              label={`${name} (${addresses.size})`}
              checked={checkedOf(addresses, chosen)}
              onChange={(_, data) => toggle(addresses, data.checked !== false)}
            />
          ))}
        </div>
      )}
      <PeoplePicker people={contacts} chosen={chosen} onChange={setChosen} />
      <Field label={text('broadcast.body')} required>
        <Textarea value={body} rows={4} dir="auto" onChange={(_, data) => setBody(data.value)} />
      </Field>
    </FormDialog>
  );
}

function checkedOf(group: ReadonlySet<string>, chosen: ReadonlySet<string>): boolean | 'mixed' {
  const count = [...group].filter((address) => chosen.has(address)).length;
  return count === group.size || (count > 0 ? 'mixed' : false);
}
