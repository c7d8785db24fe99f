import { Button, Spinner, Switch } from '@fluentui/react-components';
import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import type { Watch } from './desk-phone-bar.tsx';
import styles from './desk-phone-bar.module.css';
import { NumberField } from './number-field.tsx';

/** The phone that is under full control, and whether it is. */
export function ControlledPhone({
  control: { address, state, error, forward, isSilent = false },
  watch,
  onChange,
}: {
  readonly control: NonNullable<DeskPhone['control']>;
  readonly watch: Watch;
  readonly onChange: () => void;
}) {
  const { call } = useBridge();
  return (
    <>
      <div className={styles['row']}>
        <bdi className={styles['address']}>{address}</bdi>
        <Button size="small" appearance="subtle" className={styles['change']} onClick={onChange}>
          {text('desk-phone.change')}
        </Button>
      </div>
      {state === 'connecting' ? (
        <Spinner size="extra-tiny" className={styles['more']} label={text('desk-phone.control.connecting')} />
      ) : (
        <span role="status">{text(`desk-phone.control.${state}`)}</span>
      )}
      {error && <ErrorBar failure={error} />}
      {state === 'ready' && (
        <>
          <Switch
            label={text('desk-phone.silence')}
            checked={isSilent}
            onChange={(_, { checked }) => watch(call('desk-phone/set-silence', { isSilent: checked }))}
          />
          <NumberField
            key={forward?.kind === 'to' ? forward.target : ''}
            label={text('desk-phone.forward')}
            hint={text('desk-phone.forward-hint')}
            value={forward?.kind === 'to' ? forward.target : ''}
            onSave={async (number) => watch(call('desk-phone/set-forward', { number }))}
          />
        </>
      )}
      <p className={styles['note']}>{text('desk-phone.control-note')}</p>
    </>
  );
}
