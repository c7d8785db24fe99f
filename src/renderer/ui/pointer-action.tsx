import type { ReactNode } from 'react';
import styles from './pointer-action.module.css';

export interface PointerActionProps {
  /** Shown when the pointer rests on it. */
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/**
 * What a key does in a list's row, for the pointer. A row is one thing to the keyboard and to screen readers (an option
 * may hold no buttons), so this is neither in the tab order nor in the accessibility tree.
 */
export function PointerAction({ label, onPress, children }: PointerActionProps) {
  return (
    <span
      className={styles['action']}
      title={label}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        // The second half of a double click: the row may be another one by now, and nobody means to ring twice.
        if (event.detail <= 1) onPress();
      }}
    >
      {children}
    </span>
  );
}
