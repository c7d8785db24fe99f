import { Button } from '@fluentui/react-components';
import styles from './message-screen.module.css';

export interface MessageScreenProps {
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A whole window that can only say one thing. */
export function MessageScreen({ title, text, action }: MessageScreenProps) {
  return (
    <main className={styles['screen']} role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      {action && (
        <Button appearance="primary" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </main>
  );
}
