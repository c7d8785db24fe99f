import { Button } from '@fluentui/react-components';
import { text as words } from '../text/text.ts';
import { useProblemReport } from '../ui/problem-report.ts';
import styles from './message-screen.module.css';

export interface MessageScreenProps {
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Something of ours broke: the way to a report is shown. */
  readonly isFault?: boolean;
}

/** A whole window that can only say one thing. */
export function MessageScreen({ title, text, action, isFault = false }: MessageScreenProps) {
  const report = useProblemReport();
  return (
    <main className={styles['screen']} role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      {action && (
        <Button appearance="primary" onClick={action.run}>
          {action.label}
        </Button>
      )}
      {isFault && report && <Button onClick={report}>{words('report.open')}</Button>}
    </main>
  );
}
