import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './question.module.css';

/** What every modal question gets. `onAnswer` tells whether main took the answer. */
export interface QuestionProps<P extends Prompt> {
  readonly prompt: P;
  readonly failure: Failure | undefined;
  /** `choice`: the option that was picked, of a question that has some. */
  readonly onAnswer: (isAccepted: boolean, choice?: string) => Promise<boolean>;
}

export interface QuestionFrameProps {
  readonly title: string;
  readonly accept: { readonly label: string; readonly isDisabled?: boolean } | undefined;
  readonly refuse: string;
  /** Which answer Enter gives and the focus rests on; Escape always refuses. */
  readonly preferred: 'accept' | 'refuse';
  readonly failure: Failure | undefined;
  readonly onAnswer: (isAccepted: boolean) => void;
  readonly children: ReactNode;
}

/** The frame of a modal question: it closes with an answer and in no other way; a click beside it does nothing. */
export function QuestionFrame(props: QuestionFrameProps) {
  const { accept, preferred, onAnswer } = props;
  const preferredButton = useRef<HTMLButtonElement>(null);
  // The dialog itself focuses whatever comes first in it, which may be a link or a text.
  useEffect(() => {
    const frame = requestAnimationFrame(() => preferredButton.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const refuseButton = (
    <Button
      key="refuse"
      appearance={preferred === 'refuse' ? 'primary' : 'secondary'}
      ref={preferred === 'refuse' ? preferredButton : undefined}
      onClick={() => onAnswer(false)}
    >
      {props.refuse}
    </Button>
  );
  return (
    <Dialog open onOpenChange={(_, data) => data.type === 'escapeKeyDown' && onAnswer(false)}>
      <DialogSurface className={styles['surface']}>
        <DialogBody>
          <DialogTitle>{props.title}</DialogTitle>
          <DialogContent className={styles['content']}>
            {props.failure && <ErrorBar failure={props.failure} />}
            {props.children}
          </DialogContent>
          <DialogActions position="end">
            {accept && (
              <Button
                appearance={preferred === 'accept' ? 'primary' : 'secondary'}
                ref={preferred === 'accept' ? preferredButton : undefined}
                disabled={accept.isDisabled ?? false}
                onClick={() => onAnswer(true)}
              >
                {accept.label}
              </Button>
            )}
            {refuseButton}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** Names and values under each other, to be selected and copied. */
export function Facts({
  facts,
}: {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}) {
  return (
    <dl className={styles['facts']}>
      {facts.map((fact, index) => (
        <div key={index}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
