import { Button, Spinner } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  CircleRegular,
  ErrorCircleFilled,
  SubtractCircleRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { SignInStep } from '../../../shared/domain/session.ts';
import { errorText, text, textOf } from '../../text/text.ts';
import styles from './checklist.module.css';
import { elapsedText } from './elapsed-text.ts';

const icons: Readonly<Record<SignInStep['state'], () => React.ReactNode>> = {
  waiting: () => <CircleRegular className={styles['waiting']} />,
  running: () => <Spinner size="extra-tiny" aria-hidden="true" />,
  done: () => <CheckmarkCircleFilled className={styles['done']} />,
  skipped: () => <SubtractCircleRegular className={styles['waiting']} />,
  failed: () => <ErrorCircleFilled className={styles['failed']} />,
};

export interface ChecklistProps {
  readonly steps: readonly SignInStep[];
  /** The attempt has ended; what never ran is left out. */
  readonly isOver: boolean;
}

/** What signing in is doing: each step with its state, result and time, and the technical facts on demand. */
export function Checklist({ steps, isOver }: ChecklistProps) {
  const [hasDetails, setDetails] = useState(false);
  const shown = isOver ? steps.filter((step) => step.state !== 'waiting') : steps;
  const hasFacts = shown.some((step) => step.details.length > 0);
  return (
    <div className={styles['checklist']}>
      <ol className={styles['steps']} aria-label={text('sign-in.steps')} aria-live="polite">
        {shown.map((step) => (
          <li key={step.id} className={styles['step']} data-state={step.state} data-step={step.id}>
            <span className={styles['icon']} role="img" aria-label={text(`sign-in.step.${step.state}`)}>
              {icons[step.state]()}
            </span>
            <span className={styles['name']}>{text(`step.${step.id}`)}</span>
            <span className={styles['summary']}>{summary(step)}</span>
            <span className={styles['time']}>
              {step.elapsedMs !== undefined && elapsedText(step.elapsedMs)}
            </span>
            {hasDetails && step.details.length > 0 && (
              <dl className={styles['facts']}>
                {step.details.map((fact, index) => (
                  <div key={index}>
                    <dt>{fact.name}</dt>
                    <dd>{fact.value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
      {hasFacts && (
        <Button
          appearance="transparent"
          size="small"
          aria-expanded={hasDetails}
          onClick={() => setDetails(!hasDetails)}
        >
          {text(hasDetails ? 'sign-in.hide-details' : 'sign-in.details')}
        </Button>
      )}
    </div>
  );
}

function summary(step: SignInStep): string {
  if (step.error) return text('sign-in.error-id', { id: errorText(step.error).id });
  return step.summary ? textOf(step.summary) : '';
}
