import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import type { Failure } from '../../shared/errors/result.ts';
import { text } from '../text/text.ts';
import { ErrorBar } from './error-bar.tsx';
import styles from './form-dialog.module.css';

export interface FormDialogProps {
  readonly title: string;
  /** Absent: there is nothing to do but to close. */
  readonly accept?: { readonly label: string; readonly isDisabled: boolean; readonly run: () => void };
  readonly failure: Failure | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame of a small dialog: what is asked, one way on, one way out. */
export function FormDialog({ title, accept, failure, onClose, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (accept && !accept.isDisabled) accept.run();
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles['surface']}>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles['form']}>
              {failure && <ErrorBar failure={failure} />}
              {children}
            </DialogContent>
            <DialogActions>
              {accept && (
                <Button type="submit" appearance="primary" disabled={accept.isDisabled}>
                  {accept.label}
                </Button>
              )}
              <Button onClick={onClose}>{text(accept ? 'dialog.cancel' : 'dialog.close')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
