import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { CustomContact } from '../../../shared/contract/contact-commands.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

type PhoneKind = Contact['phones'][number]['kind'];
const PHONES: readonly PhoneKind[] = ['work', 'mobile', 'home', 'other'];
const FACTS = ['email', 'sipUri', 'title', 'department', 'company'] as const;
type Fact = (typeof FACTS)[number];
const labels = {
  email: 'custom.email',
  sipUri: 'custom.sip',
  title: 'custom.title',
  department: 'custom.department',
  company: 'custom.company',
} as const satisfies Readonly<Record<Fact, string>>;

interface Draft extends Partial<Record<Fact, string>> {
  readonly kind: 'chat' | 'local';
  readonly name: string;
  readonly address: string;
  readonly groups: string;
  readonly numbers: Partial<Record<PhoneKind, string>>;
  readonly postalAddress: string;
}

export interface ContactFormProps {
  /** One of this computer, to change; absent: a new one. */
  readonly contact?: Contact;
  /** Absent chat leaves contacts of this computer only. */
  readonly hasChat: boolean;
  readonly onClose: () => void;
}

/** A new contact, by chat address or with numbers only, or a change to one of this computer (C5). */
export function ContactForm({ contact, hasChat, onClose }: ContactFormProps) {
  const { call } = useBridge();
  const [draft, setDraft] = useState<Draft>(() => draftOf(contact, hasChat));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const change = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const isChat = draft.kind === 'chat';
  const save = async () => {
    setBusy(true);
    const saved = isChat
      ? await call('contacts/add', {
          address: draft.address.trim(),
          name: draft.name.trim(),
          groups: groupsOf(draft.groups),
        })
      : await call('contacts/save-custom', {
          ...(contact && { id: contact.id }),
          contact: customOf(draft, contact),
        });
    setBusy(false);
    if (saved.ok) onClose();
    else setFailure(saved.error);
  };
  const isEnough = isChat ? draft.address.trim() !== '' : draft.name.trim() !== '';
  return (
    <FormDialog
      title={text(contact ? 'custom.edit' : 'custom.new')}
      accept={{ label: text('contacts.save'), isDisabled: isBusy || !isEnough, run: () => void save() }}
      failure={failure}
      onClose={onClose}
    >
      {!contact && hasChat && (
        <Field label={text('custom.kind')}>
          <RadioGroup
            value={draft.kind}
            onChange={(_, data) => change({ kind: data.value === 'chat' ? 'chat' : 'local' })}
          >
            <Radio value="chat" label={text('custom.chat')} />
            <Radio value="local" label={text('custom.local')} />
          </RadioGroup>
        </Field>
      )}
      {isChat && (
        <Field label={text('custom.address')} hint={text('custom.chat-hint')} required>
          <Input
            value={draft.address}
            maxLength={1000}
            onChange={(_, data) => change({ address: data.value })}
          />
        </Field>
      )}
      <Field label={text('custom.name')} required={!isChat}>
        <Input
          value={draft.name}
          maxLength={200}
          dir="auto"
          onChange={(_, data) => change({ name: data.value })}
        />
      </Field>
      {!isChat && <LocalFields draft={draft} onChange={change} />}
      <Field label={text('card.groups')} hint={text('card.groups-hint')}>
        <Input value={draft.groups} onChange={(_, data) => change({ groups: data.value })} />
      </Field>
    </FormDialog>
  );
}

function LocalFields({
  draft,
  onChange,
}: {
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}) {
  return (
    <>
      {PHONES.map((kind) => (
        <Field key={kind} label={text(`card.phone.${kind}`)}>
          <Input
            type="tel"
            value={draft.numbers[kind] ?? ''}
            maxLength={64}
            onChange={(_, data) => onChange({ numbers: { ...draft.numbers, [kind]: data.value } })}
          />
        </Field>
      ))}
      {FACTS.map((fact) => (
        <Field key={fact} label={text(labels[fact])}>
          <Input
            value={draft[fact] ?? ''}
            maxLength={200}
            dir="auto"
            onChange={(_, data) => onChange({ [fact]: data.value })}
          />
        </Field>
      ))}
      <Field label={text('custom.postal-address')}>
        <Textarea
          value={draft.postalAddress}
          maxLength={1000}
          onChange={(_, data) => onChange({ postalAddress: data.value })}
        />
      </Field>
    </>
  );
}

function draftOf(contact: Contact | undefined, hasChat: boolean): Draft {
  const numbers = Object.fromEntries((contact?.phones ?? []).map(({ kind, number }) => [kind, number]));
  return {
    kind: contact || !hasChat ? 'local' : 'chat',
    name: contact?.name ?? '',
    address: '',
    groups: contact?.groups.join(', ') ?? '',
    numbers,
    postalAddress: contact?.postalAddress ?? '',
    ...Object.fromEntries(FACTS.map((fact) => [fact, contact?.[fact] ?? ''])),
  };
}

export function groupsOf(typed: string): string[] {
  const parted = typed.split(',').map((group) => group.trim());
  return [...new Set(parted.filter((group) => group !== ''))];
}

/** Numbers beyond the form's one of each kind stay as they were. */
function customOf(draft: Draft, before: Contact | undefined): CustomContact {
  const typed = PHONES.flatMap((kind) => {
    const number = draft.numbers[kind]?.trim() ?? '';
    return number === '' ? [] : [{ kind, number }];
  });
  const shown = new Map((before?.phones ?? []).map(({ kind, number }) => [kind, number]));
  const others = (before?.phones ?? []).filter(({ kind, number }) => shown.get(kind) !== number);
  const facts = FACTS.map((fact) => [fact, draft[fact]?.trim() ?? ''] as const).filter(([, told]) => told);
  return {
    name: draft.name.trim(),
    phones: [...typed, ...others],
    groups: groupsOf(draft.groups),
    ...Object.fromEntries(facts),
    ...(draft.postalAddress.trim() !== '' && { postalAddress: draft.postalAddress.trim() }),
  };
}
