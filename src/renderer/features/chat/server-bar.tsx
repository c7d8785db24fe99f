import { text } from '../../text/text.ts';
import styles from './conversation-pane.module.css';

/** In the composer's place where a server speaks: announcements, welcome messages. */
export function ServerBar() {
  return <p className={styles['ofServer']}>{text('chat.of-server')}</p>;
}
