import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useState } from 'react';
import { errorText, type TextParams, text } from '../text/text.ts';
import { useProblemReport } from './problem-report.ts';
import styles from './error-bar.module.css';

export interface ErrorBarProps {
  readonly failure: {
    readonly code: string;
    readonly params?: TextParams | undefined;
    readonly detail?: string | undefined;
  };
  /** The way forward, where there is one to press. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** One sentence, its error ID, the words of whoever refused (as said by them, in their language), technical details on demand, and the way forward. */
export function ErrorBar({ failure, action }: ErrorBarProps) {
  const [isOpen, setOpen] = useState(false);
  const shown = errorText(failure);
  const words = failure.params?.['words'];
  const openReport = useProblemReport();
  const report = shown.action === 'report' ? openReport : undefined;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        {shown.sentence} <span className={styles['id']}>{text('app.error-id', { id: shown.id })}</span>
        {words !== undefined && words !== '' && (
          <span className={styles['words']} dir="auto">
            {text('app.server-words', { words })}
          </span>
        )}
        {isOpen && <span className={styles['detail']}>{shown.detail}</span>}
      </MessageBarBody>
      {(action !== undefined || report !== undefined || shown.detail !== undefined) && (
        <MessageBarActions>
          {shown.detail !== undefined && (
            <Button
              size="small"
              appearance="transparent"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {text('app.details')}
            </Button>
          )}
          {action !== undefined && (
            <Button size="small" onClick={action.run}>
              {action.label}
            </Button>
          )}
          {report !== undefined && (
            <Button size="small" onClick={report}>
              {text('report.open')}
            </Button>
          )}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
