import { Checkbox, Field, Input, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** A group on the spot, or a room that stays. */
export function NewRoomDialog({
  onOpen,
  onClose,
}: {
  readonly onOpen: (id: ConversationId) => void;
  readonly onClose: () => void;
}) {
  const { call } = useBridge();
  const contacts = useEntities('contacts');
  const [name, setName] = useState('');
  const [people, setPeople] = useState<ReadonlySet<string>>(new Set());
  const [isPersistent, setPersistent] = useState(false);
  const [isMembersOnly, setMembersOnly] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const services = useServices();
  const [service, setService] = useState<string>();
  const create = async () => {
    setBusy(true);
    const made = await call('rooms/create', {
      name,
      people: [...people],
      isPersistent,
      isMembersOnly,
      ...(service !== undefined && { service }),
    });
    setBusy(false);
    if (made.ok) onOpen(made.value.id);
    else setFailure(made.error);
  };
  const isNamed = name.trim() !== '' || (people.size > 0 && !isPersistent);
  return (
    <FormDialog
      title={text('rooms.new.title')}
      accept={{
        label: text(isBusy ? 'rooms.new.creating' : 'rooms.new.create'),
        isDisabled: isBusy || !isNamed,
        run: () => void create(),
      }}
      failure={failure}
      onClose={onClose}
    >
      <Field
        label={text('rooms.new.name')}
        hint={isPersistent ? undefined : text('rooms.new.name-hint')}
        required={isPersistent}
      >
        <Input value={name} maxLength={200} dir="auto" onChange={(_, data) => setName(data.value)} />
      </Field>
      <PeoplePicker people={contacts} chosen={people} onChange={setPeople} />
      <Checkbox
        label={text('rooms.new.keep')}
        checked={isPersistent}
        onChange={(_, data) => setPersistent(data.checked === true)}
      />
      <Checkbox
        label={text('rooms.new.members-only')}
        checked={isMembersOnly}
        onChange={(_, data) => setMembersOnly(data.checked === true)}
      />
      {services.length > 1 && (
        <Field label={text('rooms.new.service')}>
          <Select value={service ?? services[0] ?? ''} onChange={(_, data) => setService(data.value)}>
            {services.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      )}
    </FormDialog>
  );
}

/** Where rooms can be made: a service of several names, or several services. */
function useServices(): readonly string[] {
  const { call } = useBridge();
  const [services, setServices] = useState<readonly string[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    void call('rooms/services', undefined, { signal: controller.signal }).then((found) => {
      if (found.ok && !controller.signal.aborted) setServices(found.value);
    });
    return () => controller.abort();
  }, [call]);
  return services;
}
