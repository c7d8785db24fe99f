import type { SignInStep } from '../../../shared/domain/session.ts';
import { text, textOf } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './connection-status.module.css';

/** The steps of the last sign-in with everything that was found on the way. */
export function SignInSteps({ steps }: { readonly steps: readonly SignInStep[] }) {
  return (
    <ol className={styles['steps']} aria-label={text('sign-in.steps')}>
      {steps.map((step) => (
        <li key={step.id} className={styles['step']} data-step={step.id}>
          <div className={styles['step-head']}>
            <span className={styles['step-name']}>{text(`step.${step.id}`)}</span>
            <span className={step.state === 'failed' ? styles['failed'] : styles['quiet']}>
              {text(`sign-in.step.${step.state}`)}
            </span>
            {step.summary && <span>{textOf(step.summary)}</span>}
            {step.elapsedMs !== undefined && (
              <span className={styles['time']}>
                {text('connection.trace-ms', { milliseconds: Math.round(step.elapsedMs) })}
              </span>
            )}
          </div>
          {step.error && <ErrorBar failure={step.error} />}
          {step.details.length > 0 && (
            <dl className={styles['facts']}>
              {step.details.map((fact, index) => (
                <div key={index} style={{ display: 'contents' }}>
                  <dt>{fact.name}</dt>
                  <dd>{fact.value}</dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
