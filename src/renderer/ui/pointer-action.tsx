import type { ReactNode } from 'react';
import type { CallObstacle } from '../../shared/domain/call-obstacle.ts';
import { text } from '../text/text.ts';
import styles from './pointer-action.module.css';

export interface PointerActionProps {
  /** Shown when the pointer rests on it. */
  readonly label: string;
  readonly onPress: () => void;
  /** Why it can't be done now; shown instead of the label. */
  readonly obstacle?: CallObstacle | undefined;
  readonly children: ReactNode;
}

/**
 * What a key does in a list's row, for the pointer. A row is one thing to the keyboard and to screen readers (an option
 * may hold no buttons), so this is neither in the tab order nor in the accessibility tree.
 */
export function PointerAction({ label, onPress, obstacle, children }: PointerActionProps) {
  return (
    <span
      className={styles['action']}
      title={obstacle === undefined ? label : text(`call.obstacle.${obstacle}`)}
      data-hindered={obstacle !== undefined}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        // The second half of a double click: the row may be another one by now, and nobody means to ring twice.
        if (event.detail <= 1 && obstacle === undefined) onPress();
      }}
    >
      {children}
    </span>
  );
}
