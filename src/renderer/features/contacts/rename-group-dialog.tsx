import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** A new name for a group, or none: then it is dissolved (M2). */
export function RenameGroupDialog({
  group,
  onClose,
}: {
  readonly group: string;
  readonly onClose: () => void;
}) {
  const { call } = useBridge();
  const [name, setName] = useState(group);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const rename = async () => {
    setBusy(true);
    const renamed = await call('contacts/rename-group', { group, name: name.trim() });
    setBusy(false);
    if (renamed.ok) onClose();
    else setFailure(renamed.error);
  };
  return (
    <FormDialog
      title={text('contacts.group.rename-title')}
      accept={{
        label: text('contacts.save'),
        isDisabled: isBusy || name.trim() === group,
        run: () => void rename(),
      }}
      failure={failure}
      onClose={onClose}
    >
      <Field label={text('contacts.group.name')} hint={text('contacts.group.rename-hint')}>
        <Input value={name} maxLength={200} dir="auto" onChange={(_, data) => setName(data.value)} />
      </Field>
    </FormDialog>
  );
}
