import { Button } from '@fluentui/react-components';
import type { UpdateState } from '../../../shared/domain/support.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './about.module.css';

/** Where updating stands, and what the person can do about it (S4). */
export function HelpUpdate({ update }: { readonly update: UpdateState }) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  if (update.kind === 'off') return null;
  const canLook = ['current', 'told', 'failed'].includes(update.kind);
  return (
    <section className={styles['part']} aria-labelledby="help-update">
      <h3 id="help-update">{text('update.title')}</h3>
      {failure && <ErrorBar failure={failure} />}
      {update.kind === 'failed' ? (
        <ErrorBar failure={update.error} />
      ) : (
        <p role="status">{wordsOf(update)}</p>
      )}
      {'message' in update && update.message !== undefined && (
        <p className={styles['note']}>{update.message}</p>
      )}
      <div className={styles['actions']}>
        {update.kind === 'ready' && (
          <Button
            appearance="primary"
            disabled={update.waitsForCall}
            onClick={() => void watch(call('support/install-update'))}
          >
            {text('update.install')}
          </Button>
        )}
        {update.kind === 'told' && update.downloadUrl !== undefined && (
          <Button onClick={() => void watch(call('links/open-external', { url: update.downloadUrl ?? '' }))}>
            {text('update.get')}
          </Button>
        )}
        {canLook && (
          <Button onClick={() => void watch(call('support/check-update'))}>{text('update.look')}</Button>
        )}
      </div>
    </section>
  );
}

function wordsOf(update: Exclude<UpdateState, { kind: 'off' | 'failed' }>): string {
  switch (update.kind) {
    case 'current':
    case 'checking':
      return text(`update.${update.kind}`);
    case 'downloading':
      return text('update.downloading', { version: update.version, percent: update.percent });
    case 'told':
      return text('update.told', { version: update.version });
    case 'ready':
      return text(update.waitsForCall ? 'update.ready-on-call' : 'update.ready', { version: update.version });
  }
}
