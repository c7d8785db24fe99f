import { Field, Input, Select } from '@fluentui/react-components';
import type { TestedService } from '../../../shared/domain/service-test.ts';
import type { TextKey } from '../../../shared/text/en.ts';
import { text } from '../../text/text.ts';
import type { AdvancedDraft } from './advanced-draft.ts';
import styles from './form.module.css';
import { ServiceTest } from './service-test.tsx';

export interface AdvancedFieldsProps {
  readonly draft: AdvancedDraft;
  readonly onChange: (change: Partial<AdvancedDraft>) => void;
}

type TextField = Exclude<keyof AdvancedDraft, 'kind' | 'xmppTls' | 'sipTransport'>;

/** The fields of the chosen server type, each service with its Test button. */
export function AdvancedFields(props: AdvancedFieldsProps) {
  switch (props.draft.kind) {
    case 'automatic':
      return <p className={styles['hint']}>{text('advanced.automatic-hint')}</p>;
    case 'cucm-imp':
      return (
        <Service {...props} service="presence">
          <TextInput {...props} name="server" label={text('advanced.server')} hint="advanced.imp-hint" />
        </Service>
      );
    case 'webex':
      return (
        <Service {...props} service="webex">
          <TextInput {...props} name="casUrl" label={text('advanced.cas-url')} hint="advanced.webex-hint" />
        </Service>
      );
    case 'cucm':
      return (
        <>
          <Service {...props} service="tftp" legend="advanced.tftp">
            <Pair {...props} names={['tftp1', 'tftp2']} what="TFTP" />
          </Service>
          <Service {...props} service="ccmcip" legend="advanced.ccmcip">
            <Pair {...props} names={['ccmcip1', 'ccmcip2']} what="CCMCIP" />
          </Service>
          <Service {...props} service="cti" legend="advanced.cti">
            <Pair {...props} names={['cti1', 'cti2']} what="CTI" />
          </Service>
        </>
      );
    case 'standards':
      return (
        <>
          <Chat {...props} />
          <Phone {...props} />
        </>
      );
  }
}

function Chat(props: AdvancedFieldsProps) {
  const { draft, onChange } = props;
  return (
    <Service {...props} service="xmpp" legend="advanced.xmpp">
      <TextInput {...props} name="xmppAddress" label={text('advanced.xmpp-address')} />
      <div className={styles['row']}>
        <TextInput {...props} name="xmppHost" label={text('advanced.xmpp-host')} />
        <TextInput {...props} name="xmppPort" label={text('advanced.xmpp-port')} />
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
    </Service>
  );
}

function Phone(props: AdvancedFieldsProps) {
  const { draft, onChange } = props;
  return (
    <Service {...props} service="sip" legend="advanced.sip">
      <TextInput {...props} name="sipAddress" label={text('advanced.sip-address')} />
      <div className={styles['row']}>
        <TextInput {...props} name="sipRegistrar" label={text('advanced.sip-registrar')} />
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
      <TextInput {...props} name="sipAuthUser" label={text('advanced.sip-auth-user')} />
    </Service>
  );
}

/** One service: its fields, and the button that tries them. */
function Service({
  service,
  legend,
  draft,
  children,
}: AdvancedFieldsProps & {
  readonly service: TestedService;
  readonly legend?: TextKey;
  readonly children: React.ReactNode;
}) {
  return (
    <fieldset className={styles['fieldset']}>
      {legend && <legend className={styles['legend']}>{text(legend)}</legend>}
      {children}
      <ServiceTest service={service} draft={draft} />
    </fieldset>
  );
}

function Pair(
  props: AdvancedFieldsProps & { readonly names: readonly [TextField, TextField]; readonly what: string },
) {
  const { what } = props;
  const [first, second] = props.names;
  return (
    <>
      <TextInput {...props} name={first} label={text('advanced.first', { what })} />
      <TextInput {...props} name={second} label={text('advanced.second', { what })} />
    </>
  );
}

function TextInput({
  draft,
  onChange,
  name,
  label,
  hint,
}: AdvancedFieldsProps & { readonly name: TextField; readonly label: string; readonly hint?: TextKey }) {
  return (
    <Field label={label} {...(hint && { hint: text(hint) })}>
      <Input
        value={draft[name]}
        spellCheck={false}
        onChange={(_, data) => onChange({ [name]: data.value })}
      />
    </Field>
  );
}
