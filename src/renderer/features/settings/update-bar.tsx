import { Button } from '@fluentui/react-components';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './service-line.module.css';

/** An update lies ready: now, or tomorrow. Calm, and nothing to press during a call (S4). */
export function UpdateBar() {
  const { call } = useBridge();
  const update = useOnly('support')?.update;
  const { failure, watch } = useLastFailure();
  if (update?.kind !== 'ready' || update.postponedUntil !== undefined) return null;
  const { version, isMandatory, waitsForCall } = update;
  return (
    <div className={styles['news']} role="status" data-news="update">
      <span>{text(waitsForCall ? 'update.ready-on-call' : 'update.ready', { version })}</span>
      {!waitsForCall && (
        <span className={styles['choices']}>
          <Button
            size="small"
            appearance="primary"
            onClick={() => void watch(call('support/install-update'))}
          >
            {text('update.install')}
          </Button>
          {!isMandatory && (
            <Button size="small" onClick={() => void watch(call('support/postpone-update'))}>
              {text('update.later')}
            </Button>
          )}
        </span>
      )}
      {failure && <ErrorBar failure={failure} />}
    </div>
  );
}
