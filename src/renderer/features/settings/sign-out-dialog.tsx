import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Link,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './sign-out-dialog.module.css';

export interface SignOutDialogProps {
  readonly onClose: () => void;
}

/** Signing out, and behind a link the way back to a Parlance that has never been used. */
export function SignOutDialog({ onClose }: SignOutDialogProps) {
  const { call } = useBridge();
  const calls = useEntities('calls');
  const [isReset, setReset] = useState(false);
  const [keepHistory, setKeepHistory] = useState(true);
  const [failure, setFailure] = useState<Failure>();
  const [isLeaving, setLeaving] = useState(false);
  const isInCall = [...calls.values()].some((one) => one.state !== 'ended');
  const leave = async (running: Promise<Result<unknown>>) => {
    setLeaving(true);
    const result = await running;
    // Done, it goes with the window that it stands before: what is half gone behind it is nothing to look at.
    if (result.ok) return;
    setLeaving(false);
    setFailure(result.error);
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !isLeaving && onClose()}>
      <DialogSurface className={styles['surface']}>
        <DialogBody>
          <DialogTitle>{text(isReset ? 'sign-out.reset-now' : 'sign-out.title')}</DialogTitle>
          <DialogContent className={styles['content']}>
            {failure && <ErrorBar failure={failure} />}
            <p>{text(isReset ? 'sign-out.reset-text' : 'sign-out.text')}</p>
            {isInCall && <p className={styles['warning']}>{text('sign-out.call-running')}</p>}
            {isReset ? (
              <Checkbox
                checked={keepHistory}
                label={text('sign-out.keep-history')}
                onChange={(_, data) => setKeepHistory(data.checked === true)}
              />
            ) : (
              <Link as="button" className={styles['reset']} onClick={() => setReset(true)}>
                {text('sign-out.reset')}
              </Link>
            )}
          </DialogContent>
          <DialogActions className={styles['actions']}>
            <Button disabled={isLeaving} onClick={onClose}>
              {text('sign-out.stay')}
            </Button>
            <Button
              appearance="primary"
              disabledFocusable={isLeaving}
              onClick={() =>
                void leave(isReset ? call('session/reset', { keepHistory }) : call('session/sign-out'))
              }
            >
              {text(isLeaving ? 'sign-out.leaving' : isReset ? 'sign-out.reset-now' : 'sign-out.sign-out')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
