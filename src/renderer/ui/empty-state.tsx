import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  readonly icon: ReactNode;
  /** One sentence. */
  readonly text: string;
  /** What can be done about it, at most one button. */
  readonly children?: ReactNode;
}

/** A list that holds nothing: a small sign, why, and the way on. */
export function EmptyState({ icon, text, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
      <p>{text}</p>
      {children}
    </div>
  );
}
