import { Button } from '@fluentui/react-components';
import { CheckmarkCircleFilled, ErrorCircleFilled } from '@fluentui/react-icons';
import type {
  SeenCertificate,
  ServiceTestResult,
  TestedService,
} from '../../../shared/domain/service-test.ts';
import { errorText, text, textOf } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { type AdvancedDraft, neededField, settingsOf } from './advanced-draft.ts';
import styles from './service-test.module.css';
import { elapsedText } from './elapsed-text.ts';
import { useServiceTest } from './use-service-test.ts';

export interface ServiceTestProps {
  readonly service: TestedService;
  readonly draft: AdvancedDraft;
}

/** The button that tries one service of the form as it stands, and what each of its servers said. */
export function ServiceTest({ service, draft }: ServiceTestProps) {
  const { state, run, stop } = useServiceTest();
  const isRunning = state.kind === 'running';
  const settings = settingsOf(draft);
  const isReady = draft[neededField[service]].trim() !== '' && settings.ok;
  const what = text('test.run-what', { service: text(`test.service.${service}`) });
  return (
    <div className={styles['test']} data-test={service}>
      <Button
        size="small"
        disabled={!isReady && !isRunning}
        aria-label={isRunning ? `${text('test.cancel')}: ${what}` : what}
        onClick={() =>
          isRunning ? stop() : settings.ok && void run({ service, settings: settings.settings })
        }
      >
        {text(isRunning ? 'test.cancel' : 'test.run')}
      </Button>
      <div className={styles['told']} role="status">
        {isRunning && <span className={styles['quiet']}>{text('test.running')}</span>}
        {state.kind === 'told' &&
          state.results.map((result) => <ResultLine key={result.server} result={result} />)}
      </div>
      {state.kind === 'failed' && <ErrorBar failure={state.error} />}
    </div>
  );
}

function ResultLine({ result }: { readonly result: ServiceTestResult }) {
  const { server, said, error, certificate, elapsedMs } = result;
  const failed = error && errorText(error);
  const time = elapsedText(elapsedMs);
  const answer = failed
    ? `${failed.sentence} ${text('app.error-id', { id: failed.id })}`
    : said
      ? textOf(said)
      : '';
  return (
    <div className={styles['line']} data-outcome={failed ? 'failed' : 'well'}>
      <span className={styles['icon']} role="img" aria-label={text(failed ? 'test.failed' : 'test.well')}>
        {failed ? <ErrorCircleFilled /> : <CheckmarkCircleFilled />}
      </span>
      <div className={styles['words']}>
        {text('test.result', { server, said: answer, time })}
        {certificate && <CertificateLines certificate={certificate} />}
      </div>
    </div>
  );
}

function CertificateLines({ certificate }: { readonly certificate: SeenCertificate }) {
  const { subject, issuer, validTo, fingerprint, isTrusted } = certificate;
  return (
    <div className={styles['quiet']}>
      {text(isTrusted ? 'test.certificate' : 'test.certificate-untrusted', {
        subject,
        issuer,
        until: validTo,
      })}
      {!isTrusted && <div className={styles['long']}>{text('test.fingerprint', { fingerprint })}</div>}
    </div>
  );
}
