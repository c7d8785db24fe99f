import { LockClosedRegular } from '@fluentui/react-icons';
import type { Settings } from '../../../shared/domain/settings.ts';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './managed-note.module.css';

/** The parameter by which the organisation decides a setting; `undefined`: the person decides (S3). */
export function useManagedBy(key: keyof Settings): string | undefined {
  return useOnly('support')?.managed[key];
}

/** Who decides, and by what, beside a control that cannot be changed. */
export function ManagedNote({ by }: { readonly by: string }) {
  return (
    <span className={styles['note']} data-managed={by}>
      <LockClosedRegular />
      {text('settings.managed', { parameter: by })}
    </span>
  );
}
