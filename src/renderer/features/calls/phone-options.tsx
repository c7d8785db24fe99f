import { Button, Field, Input, Switch } from '@fluentui/react-components';
import { type FormEvent, useId, useState } from 'react';
import type { Forward } from '../../../shared/domain/phone.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { dialNumber } from './dial-number.ts';
import styles from './phone-options.module.css';

/** The server's own services for it (cisco-uc 12.7). */
const PICKUP = { own: 'x-cisco-serviceuri-pickup', other: 'x-cisco-serviceuri-gpickup' } as const;

/** Where all calls go instead of ringing, and whether hunt groups ring here; nothing where the server has neither. */
export function PhoneOptions({ onCall }: { readonly onCall: (target: string) => void }) {
  const { call } = useBridge();
  const phone = useOnly('phone');
  const [failure, setFailure] = useState<Failure>();
  const heading = useId();
  const obstacle = useCallObstacle();
  const pickupCode = useOnly('settings')?.featureCodes.pickup ?? '';
  // A plain SIP server has codes for what a call manager has services for.
  if (!phone || (!phone.canForward && phone.hunt === undefined && phone.pickups.length === 0))
    return pickupCode === '' ? null : (
      <div className={styles['options']}>
        <div className={styles['row']}>
          <CallButton obstacle={obstacle} size="small" onClick={() => onCall(pickupCode)}>
            {text('forward.pickup-own')}
          </CallButton>
        </div>
      </div>
    );
  return (
    <section className={styles['options']} aria-labelledby={heading}>
      <h3 id={heading} className={styles['heading']}>
        {text('forward.heading')}
      </h3>
      {phone.canForward && (
        <ForwardForm
          isForwarded={phone.lines.some((line) => line.forward && line.forward.kind !== 'off')}
          onFailure={setFailure}
        />
      )}
      {phone.hunt !== undefined && (
        <Switch
          label={text('forward.hunt')}
          checked={phone.hunt === 'in'}
          onChange={(_, { checked }) =>
            void call('phone/set-hunt', { isIn: checked }).then((result) =>
              setFailure(result.ok ? undefined : result.error),
            )
          }
        />
      )}
      <Pickups groups={phone.pickups} obstacle={obstacle} onCall={onCall} />
      {failure && <ErrorBar failure={failure} />}
    </section>
  );
}

/** Where all calls go: a number, voicemail, or the phone itself again. */
function ForwardForm({
  isForwarded,
  onFailure,
}: {
  readonly isForwarded: boolean;
  readonly onFailure: (failure: Failure | undefined) => void;
}) {
  const { call } = useBridge();
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const set = (forward: Forward) => {
    setBusy(true);
    void call('phone/set-forward', { forward }).then((result) => {
      setBusy(false);
      onFailure(result.ok ? undefined : result.error);
      if (result.ok) setTyped('');
    });
  };
  const number = dialNumber(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number !== '') set({ kind: 'to', target: number });
  };
  return (
    <form className={styles['row']} onSubmit={submit}>
      <Field className={styles['field']} label={text('forward.number')} size="small">
        <Input
          size="small"
          type="tel"
          dir="ltr"
          autoComplete="off"
          value={typed}
          disabled={isBusy}
          onChange={(_, data) => setTyped(data.value)}
        />
      </Field>
      <Button type="submit" size="small" appearance="primary" disabled={isBusy || number === ''}>
        {text('forward.set')}
      </Button>
      <Button size="small" disabled={isBusy} onClick={() => set({ kind: 'voicemail' })}>
        {text('forward.set-voicemail')}
      </Button>
      {isForwarded && (
        <Button size="small" disabled={isBusy} onClick={() => set({ kind: 'off' })}>
          {text('forward.stop')}
        </Button>
      )}
    </form>
  );
}

/** Takes a call that rings at somebody else's. */
function Pickups({
  groups,
  obstacle,
  onCall,
}: {
  readonly groups: readonly (keyof typeof PICKUP)[];
  readonly obstacle: ReturnType<typeof useCallObstacle>;
  readonly onCall: (target: string) => void;
}) {
  if (groups.length === 0) return null;
  return (
    <div className={styles['row']}>
      {groups.map((group) => (
        <CallButton key={group} obstacle={obstacle} size="small" onClick={() => onCall(PICKUP[group])}>
          {text(`forward.pickup-${group}`)}
        </CallButton>
      ))}
    </div>
  );
}
