import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './service-line.module.css';
import { WebexDialog } from './webex-dialog.tsx';

/** The organisation moves to Webex: shown until the person has looked at it or put it away; Help keeps it (S7). */
export function WebexBar() {
  const { call } = useBridge();
  const webex = useOnly('support')?.webex;
  const [isOpen, setOpen] = useState(false);
  const putAway = () => void call('support/dismiss-webex');
  if (isOpen && webex)
    return (
      <WebexDialog
        webex={webex}
        onClose={() => {
          setOpen(false);
          putAway();
        }}
      />
    );
  if (!webex?.isNew) return null;
  return (
    <div className={styles['news']} role="status" data-news="webex">
      <span>{text('webex.news')}</span>
      <span className={styles['choices']}>
        <Button size="small" appearance="primary" onClick={() => setOpen(true)}>
          {text('webex.look')}
        </Button>
        <Button size="small" onClick={putAway}>
          {text('webex.later')}
        </Button>
      </span>
    </div>
  );
}
