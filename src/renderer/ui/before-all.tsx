import { Portal, useModalAttributes } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import styles from './before-all.module.css';

const mountNode = { className: styles['before'] ?? '' };

/**
 * What stands before everything, questions too, and can be pressed, focused and read while one waits. It never takes the
 * focus, and F6 leads out of it again.
 */
export function BeforeAll({ children }: { readonly children: ReactNode }) {
  const { modalAttributes } = useModalAttributes({ trapFocus: true, alwaysFocusable: true });
  return (
    <Portal mountNode={mountNode}>
      <div {...modalAttributes} data-before-all="">
        {children}
      </div>
    </Portal>
  );
}
