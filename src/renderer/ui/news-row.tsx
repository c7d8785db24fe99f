import type { ReactNode } from 'react';
import styles from './news-row.module.css';
import { PersonAvatar, type PersonAvatarProps } from './person-avatar.tsx';

export interface NewsRowProps extends Pick<PersonAvatarProps, 'picture' | 'show'> {
  /** Whose picture it is. */
  readonly name: string;
  /** What stands there as the name, where that is more than the name. */
  readonly title?: string;
  readonly icon: ReactNode;
  /** Said behind the icon, those that say something. */
  readonly facts: readonly (string | undefined)[];
  readonly time: { readonly short: string; readonly exact: string };
  /** Nobody has seen or heard it. */
  readonly isNew: boolean;
  /** What stands out in red. */
  readonly alarm?: 'icon' | 'facts' | undefined;
  /** For the pointer, in place of the time: with the keyboard the row itself is used. */
  readonly actions?: ReactNode;
}

/** What came of somebody, in one row of a list: who, what, and when. */
export function NewsRow({ name, title = name, icon, facts, time, isNew, alarm, ...shown }: NewsRowProps) {
  return (
    <div className={styles['row']} data-new={isNew} data-alarm={alarm}>
      <PersonAvatar name={name} picture={shown.picture} show={shown.show} size={32} />
      <div className={styles['text']}>
        <bdi className={styles['name']}>{title}</bdi>
        <span className={styles['facts']}>
          <span className={styles['icon']} aria-hidden="true">
            {icon}
          </span>
          <span className={styles['kind']}>{facts.filter(Boolean).join(' · ')}</span>
        </span>
      </div>
      <time className={styles['time']} title={time.exact}>
        {time.short}
      </time>
      {shown.actions && <div className={styles['actions']}>{shown.actions}</div>}
    </div>
  );
}
