import { Badge, Button } from '@fluentui/react-components';
import { ArrowLeftRegular, PeopleTeamRegular } from '@fluentui/react-icons';
import type { OccupantAddress } from '../../../shared/domain/occupant-address.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './rooms.module.css';

export interface PrivateHeaderProps {
  readonly occupant: OccupantAddress;
  readonly roomName: string;
  /** Shown in narrow windows only. */
  readonly onBack: () => void;
  readonly onRoom: () => void;
}

/** With whom one talks privately, in which room, and the way back to everybody. */
export function PrivateHeader({ occupant, roomName, onBack, onRoom }: PrivateHeaderProps) {
  return (
    <header className={styles['header']}>
      <Button
        className={styles['back']}
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        aria-label={text('chat.back')}
        onClick={onBack}
      />
      <PersonAvatar name={occupant.nick} picture={undefined} show={undefined} size={40} />
      <div className={styles['who']}>
        <h2>
          <bdi>{occupant.nick}</bdi>{' '}
          <Badge appearance="tint" size="small">
            {text('chats.private')}
          </Badge>
        </h2>
        <p>
          <bdi>{text('rooms.private.where', { room: roomName })}</bdi>
        </p>
      </div>
      <Button
        icon={<PeopleTeamRegular />}
        aria-label={text('rooms.private.to-room', { room: roomName })}
        title={text('rooms.private.to-room', { room: roomName })}
        onClick={onRoom}
      />
    </header>
  );
}
