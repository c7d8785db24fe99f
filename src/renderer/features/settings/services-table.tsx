import {
  ArrowSyncRegular,
  CheckmarkCircleFilled,
  ClockRegular,
  ErrorCircleFilled,
  SubtractCircleRegular,
} from '@fluentui/react-icons';
import { Button } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';
import type { ServiceStatus } from '../../../shared/domain/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { dateFormat } from '../../text/formats.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './connection-status.module.css';
import { inOrder, isChatWaiting } from './service-summary.ts';

const icons: Readonly<Record<ServiceStatus['state'], ReactNode>> = {
  off: <SubtractCircleRegular />,
  connecting: <ArrowSyncRegular />,
  online: <CheckmarkCircleFilled />,
  waiting: <ClockRegular />,
  offline: <ErrorCircleFilled />,
  stopped: <ErrorCircleFilled />,
};
const clock = dateFormat({ timeStyle: 'short' });
const columns = ['service', 'state', 'server', 'protocol', 'encryption', 'since'] as const;

/** A row for each service; under it what is wrong and what to try. */
export function ServicesTable({ services }: { readonly services: readonly ServiceStatus[] }) {
  if (services.length === 0) return <p className={styles['note']}>{text('connection.none')}</p>;
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {text(`connection.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inOrder(services).map((service) => (
          <ServiceRows key={service.name} service={service} />
        ))}
      </tbody>
    </table>
  );
}

function ServiceRows({ service }: { readonly service: ServiceStatus }) {
  const { name, state, server, protocol, isEncrypted, since, retryAt, error, standIn } = service;
  const { call } = useBridge();
  const retry =
    state === 'waiting' && retryAt !== undefined
      ? text('connection.retry-at', { time: clock.format(retryAt) })
      : undefined;
  return (
    <Fragment>
      <tr data-service={name} data-state={state}>
        <td>{text(`service.${name}`)}</td>
        <td>
          <span className={styles['state']} data-state={state}>
            {icons[state]}
            {text(`service.state.${state}`)}
          </span>
          {retry && <div className={styles['quiet']}>{retry}</div>}
          {standIn && <div className={styles['quiet']}>{text(`connection.stand-in.${standIn}`)}</div>}
        </td>
        <td className={styles['long']}>{server}</td>
        <td>{protocol}</td>
        <td>
          {isEncrypted !== undefined &&
            text(isEncrypted ? 'connection.encrypted' : 'connection.not-encrypted')}
        </td>
        <td>{since !== undefined && clock.format(since)}</td>
      </tr>
      {error && (
        <tr className={styles['problem']}>
          <td colSpan={columns.length}>
            <ErrorBar failure={error} />
            {isChatWaiting(service) ? (
              <Button size="small" onClick={() => void call('chat/sign-in-again')}>
                {text('service.sign-in-again')}
              </Button>
            ) : (
              <Advice action={errorText(error).action} />
            )}
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Advice({ action }: { readonly action: ReturnType<typeof errorText>['action'] }) {
  if (action === 'none') return null;
  return (
    <p className={styles['try']}>{text('connection.try', { what: text(`connection.try.${action}`) })}</p>
  );
}
