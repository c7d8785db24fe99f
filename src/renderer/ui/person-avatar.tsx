import { PersonRegular } from '@fluentui/react-icons';
import { type CSSProperties, useState } from 'react';
import type { PresenceShow } from '../../shared/domain/presence.ts';
import { initialsOf, tintOf } from './initials.ts';
import styles from './person-avatar.module.css';
import { PresenceGlyph } from './presence-glyph.tsx';

export interface PersonAvatarProps {
  readonly name: string;
  /** Picture address, where there is a picture. */
  readonly picture?: string | undefined;
  readonly show?: PresenceShow | undefined;
  /** CSS pixels. */
  readonly size?: 24 | 32 | 40 | 56 | 96;
}

/** A person's picture or initials, with the presence glyph at its corner. The name stands beside it, so the picture is decoration. */
export function PersonAvatar({ name, picture, show, size = 32 }: PersonAvatarProps) {
  const [missing, setMissing] = useState<string>();
  return (
    <span className={styles['avatar']} style={{ '--size': `${size}px` } as CSSProperties}>
      {picture === undefined || picture === missing ? (
        <span className={styles['initials']} data-tint={tintOf(name)} aria-hidden="true">
          {initialsOf(name) || <PersonRegular />}
        </span>
      ) : (
        <img
          className={styles['picture']}
          src={picture}
          alt=""
          draggable={false}
          onError={() => setMissing(picture)}
        />
      )}
      {show !== undefined && (
        <span className={styles['presence']}>
          <PresenceGlyph show={show} size={size >= 56 ? 18 : size >= 32 ? 13 : 11} />
        </span>
      )}
    </span>
  );
}
