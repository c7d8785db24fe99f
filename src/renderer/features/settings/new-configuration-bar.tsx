import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './service-line.module.css';

/**
 * The organisation changed something that counts (D11): sign in again now, or later. Not offered during a call; nothing is
 * typed, and what is open in the hub stays open.
 */
export function NewConfigurationBar() {
  const { call } = useBridge();
  const calls = useEntities('calls');
  const { failure, watch } = useLastFailure();
  const [isPutOff, putOff] = useState(false);
  if (isPutOff) return null;
  const isOnCall = [...calls.values()].some(({ state }) => state !== 'ended');
  return (
    <div className={styles['news']} role="status" data-news="configuration">
      <span>{text(isOnCall ? 'service.new-configuration-on-call' : 'service.new-configuration')}</span>
      {!isOnCall && (
        <span className={styles['choices']}>
          <Button size="small" appearance="primary" onClick={() => void watch(call('session/take-over'))}>
            {text('service.sign-in-again')}
          </Button>
          <Button size="small" onClick={() => putOff(true)}>
            {text('service.later')}
          </Button>
        </span>
      )}
      {failure && <ErrorBar failure={failure} />}
    </div>
  );
}
