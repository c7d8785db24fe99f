import {
  ArrowSyncRegular,
  CheckmarkCircleRegular,
  ErrorCircleRegular,
  WarningRegular,
  WifiOffRegular,
} from '@fluentui/react-icons';
import { Button } from '@fluentui/react-components';
import { useBridge, useEntities, useOnly } from '../../bridge/bridge-context.tsx';
import { dateFormat, listFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import { NewConfigurationBar } from './new-configuration-bar.tsx';
import { SignInAgainBar } from './sign-in-again-bar.tsx';
import styles from './service-line.module.css';
import { UpdateBar } from './update-bar.tsx';
import { WebexBar } from './webex-bar.tsx';
import { isChatResting, type ServiceSummary, serviceSummary } from './service-summary.ts';

export interface ServiceLineProps {
  readonly onOpen: () => void;
}

/** The foot of the window: how the services stand, in one line; a click tells more. */
export function ServiceLine({ onOpen }: ServiceLineProps) {
  const services = useEntities('services');
  const session = useOnly('session');
  const { call } = useBridge();
  const summary = serviceSummary(services.values());
  const signedIn = session?.phase === 'signed-in' ? session : undefined;
  const isUpdating = signedIn?.isFromCache === true && summary.tone !== 'problem';
  return (
    <footer className={styles['line']}>
      {signedIn?.signInAgain && <SignInAgainBar bar={signedIn.signInAgain} />}
      {signedIn?.hasNewConfiguration && <NewConfigurationBar />}
      <UpdateBar />
      {signedIn && <WebexBar />}
      <button
        type="button"
        className={styles['button']}
        data-tone={isUpdating ? 'busy' : summary.tone}
        title={text('service.line')}
        onClick={onOpen}
      >
        {isUpdating ? <ArrowSyncRegular /> : iconOf(summary)}
        <span role="status">{isUpdating ? text('service.updating') : wordsOf(summary)}</span>
      </button>
      {isChatResting(summary) && (
        <Button size="small" className={styles['again']} onClick={() => void call('chat/sign-in-again')}>
          {text('service.sign-in-again')}
        </Button>
      )}
    </footer>
  );
}

function iconOf({ kind, tone }: ServiceSummary) {
  if (kind === 'no-network') return <WifiOffRegular />;
  if (kind === 'stand-in') return <WarningRegular />;
  if (tone === 'problem') return <ErrorCircleRegular />;
  return tone === 'busy' ? <ArrowSyncRegular /> : <CheckmarkCircleRegular />;
}

const list = listFormat({ type: 'conjunction' });
const clock = dateFormat({ timeStyle: 'short' });
/** A wait that is longer than this is told with its end. */
const SOON_MS = 45_000;

function wordsOf(summary: ServiceSummary): string {
  if (summary.kind === 'connected') return text('service.connected');
  if (summary.kind === 'no-network') return text('service.offline');
  if (summary.kind === 'stand-in') return text(`service.stand-in.${summary.standIn}`);
  const { name, state, retryAt } = summary.service;
  if (summary.others.length > 0) {
    const names = [summary.service, ...summary.others].map((one) => text(`service.${one.name}`));
    const key = summary.tone === 'problem' ? 'service.several-down' : 'service.several-pending';
    return text(key, { services: list.format(names) });
  }
  if (state === 'waiting' && retryAt !== undefined && retryAt - Date.now() > SOON_MS)
    return text('service.waiting-until', { service: text(`service.${name}`), time: clock.format(retryAt) });
  return text('service.problem', { service: text(`service.${name}`), state: text(`service.state.${state}`) });
}
