import { Field, Input, Select } from '@fluentui/react-components';
import type { TextKey } from '../../../shared/text/en.ts';
import { text } from '../../text/text.ts';
import type { AdvancedDraft } from './advanced-draft.ts';
import styles from './form.module.css';

export interface AdvancedFieldsProps {
  readonly draft: AdvancedDraft;
  readonly onChange: (change: Partial<AdvancedDraft>) => void;
}

type TextField = Exclude<keyof AdvancedDraft, 'kind' | 'xmppTls' | 'sipTransport'>;

/** The fields of the chosen server type. */
export function AdvancedFields({ draft, onChange }: AdvancedFieldsProps) {
  const input = (name: TextField, label: TextKey, hint?: TextKey) => (
    <Field key={name} label={text(label)} {...(hint && { hint: text(hint) })}>
      <Input
        value={draft[name]}
        spellCheck={false}
        onChange={(_, data) => onChange({ [name]: data.value })}
      />
    </Field>
  );
  if (draft.kind === 'automatic') return <p className={styles['hint']}>{text('advanced.automatic-hint')}</p>;
  if (draft.kind === 'cucm-imp') return input('server', 'advanced.server');
  if (draft.kind === 'cucm') {
    return (
      <fieldset className={styles['fieldset']}>
        {input('tftp', 'advanced.tftp', 'advanced.several')}
        {input('ccmcip', 'advanced.ccmcip', 'advanced.several')}
        {input('cti', 'advanced.cti', 'advanced.several')}
      </fieldset>
    );
  }
  return (
    <fieldset className={styles['fieldset']}>
      {input('xmppAddress', 'advanced.xmpp-address')}
      <div className={styles['row']}>
        {input('xmppHost', 'advanced.xmpp-host')}
        {input('xmppPort', 'advanced.xmpp-port')}
      </div>
      <Field label={text('advanced.xmpp-tls')}>
        <Select
          value={draft.xmppTls}
          onChange={(_, data) => onChange({ xmppTls: data.value as AdvancedDraft['xmppTls'] })}
        >
          <option value="starttls">{text('advanced.tls-starttls')}</option>
          <option value="direct">{text('advanced.tls-direct')}</option>
        </Select>
      </Field>
      {input('sipAddress', 'advanced.sip-address')}
      <div className={styles['row']}>
        {input('sipRegistrar', 'advanced.sip-registrar')}
        <Field label={text('advanced.sip-transport')}>
          <Select
            value={draft.sipTransport}
            onChange={(_, data) => onChange({ sipTransport: data.value as AdvancedDraft['sipTransport'] })}
          >
            {(['udp', 'tcp', 'tls', 'wss'] as const).map((transport) => (
              <option key={transport} value={transport}>
                {transport.toUpperCase()}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {input('sipAuthUser', 'advanced.sip-auth-user')}
    </fieldset>
  );
}
