import { ToggleButton } from '@fluentui/react-components';
import { AlertRegular, PersonProhibitedRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './people-watch-actions.module.css';

/** On a contact card: being told when this person is available, and keeping them away (M3, M4). */
export function PeopleWatchActions({ contact }: { readonly contact: Contact }) {
  const { call } = useBridge();
  const watch = useOnly('peopleWatch');
  const [failure, setFailure] = useState<Failure>();
  const { address, presence } = contact;
  if (!watch || address === undefined || contact.isLocal) return null;
  const isBlocked = watch.blocked.includes(address);
  const isWaitedFor = watch.alerts.includes(address);
  const canWait = watch.canAlert && !isBlocked && (isWaitedFor || presence.show !== 'available');
  const change = async (name: 'people/alert' | 'people/block') => {
    const result =
      name === 'people/alert'
        ? await call(name, { address, isOn: !isWaitedFor })
        : await call(name, { address, isBlocked: !isBlocked });
    setFailure(result.ok ? undefined : result.error);
  };
  if (!canWait && !watch.canBlock) return null;
  return (
    <div className={styles['actions']}>
      {failure && <ErrorBar failure={failure} />}
      {isBlocked && <p className={styles['note']}>{text('people.blocked')}</p>}
      {canWait && (
        <ToggleButton
          size="small"
          icon={<AlertRegular />}
          checked={isWaitedFor}
          onClick={() => void change('people/alert')}
        >
          {text('people.alert')}
        </ToggleButton>
      )}
      {watch.canBlock && (
        <ToggleButton
          size="small"
          icon={<PersonProhibitedRegular />}
          checked={isBlocked}
          onClick={() => void change('people/block')}
        >
          {text(isBlocked ? 'people.unblock' : 'people.block')}
        </ToggleButton>
      )}
    </div>
  );
}
