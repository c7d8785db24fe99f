import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular, PlugDisconnectedRegular } from '@fluentui/react-icons';
import type { Accessories } from '../../../shared/domain/accessories.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './calendar-accounts.module.css';

/** The programs that were let in (V13), and the way to put them out. */
export function AccessoryList() {
  const accessories = useOnly('accessories');
  if (!accessories || (accessories.state === 'off' && accessories.clients.length === 0)) return null;
  const { state, address, error, clients } = accessories;
  return (
    <section aria-labelledby="accessories" className={styles['section']} data-accessories={state}>
      <h3 id="accessories" className={styles['title']}>
        {text('accessories.title')}
      </h3>
      {state === 'failed' && error && (
        <>
          <p className={styles['note']}>{text('accessories.failed')}</p>
          <ErrorBar failure={error} />
        </>
      )}
      {state === 'off' && <p className={styles['note']}>{text('accessories.off')}</p>}
      {address !== undefined && <p className={styles['note']}>{text('accessories.address', { address })}</p>}
      {clients.length === 0 ? (
        <p className={styles['note']}>{text('accessories.none')}</p>
      ) : (
        <ul className={styles['list']} aria-labelledby="accessories">
          {clients.map((client) => (
            <Client key={client.id} {...client} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Client({ id, name, maySend, isConnected }: Accessories['clients'][number]) {
  const { call } = useBridge();
  const Icon = isConnected ? PlugConnectedRegular : PlugDisconnectedRegular;
  return (
    <li className={styles['account']}>
      <Icon className={styles['icon']} />
      <span className={styles['words']}>
        <bdi className={styles['place']}>{name}</bdi>
        <span className={styles['note']}>
          {text(isConnected ? 'accessories.connected' : 'accessories.not-connected')}
          {' · '}
          {text(maySend ? 'accessories.calls-and-messages' : 'accessories.calls')}
        </span>
      </span>
      <Button
        appearance="subtle"
        size="small"
        aria-label={text('accessories.revoke-label', { name })}
        onClick={() => void call('accessories/revoke', { id })}
      >
        {text('accessories.revoke')}
      </Button>
    </li>
  );
}
