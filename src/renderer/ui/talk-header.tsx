import { Button } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import { PersonAvatar, type PersonAvatarProps } from './person-avatar.tsx';
import styles from './talk-header.module.css';

export interface TalkHeaderProps extends Pick<PersonAvatarProps, 'name' | 'picture' | 'show'> {
  /** Behind the name, e.g. that this is private. */
  readonly mark?: ReactNode;
  /** The line below the name. */
  readonly line: ReactNode;
  /** Shown in narrow windows only. */
  readonly onBack: () => void;
  /** What can be done here: buttons at the far end. */
  readonly children?: ReactNode;
}

/** With whom or where one talks: the way back, picture, name and a line, and what can be done. */
export function TalkHeader({ name, picture, show, mark, line, onBack, children }: TalkHeaderProps) {
  return (
    <header className={styles['header']}>
      <Button
        className={styles['back']}
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        aria-label={text('chat.back')}
        onClick={onBack}
      />
      <PersonAvatar name={name} picture={picture} show={show} size={40} />
      <div className={styles['who']}>
        <h2>
          <bdi>{name}</bdi>
          {mark && <> {mark}</>}
        </h2>
        <p>{line}</p>
      </div>
      {children}
    </header>
  );
}
