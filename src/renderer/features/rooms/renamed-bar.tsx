import { Button } from '@fluentui/react-components';
import { privateTalk } from '../../../shared/domain/occupant-address.ts';
import type { Room } from '../../../shared/domain/room.ts';
import { text } from '../../text/text.ts';
import styles from './rooms.module.css';

export interface RenamedBarProps {
  readonly room: Room;
  /** With whom one talks privately. */
  readonly nick: string;
  readonly onChat: ((address: string) => void) | undefined;
}

/** Says that the person is called another thing in this room now, and leads there. */
export function RenamedBar({ room, nick, onChat }: RenamedBarProps) {
  const now = room.renamed?.[nick];
  if (now === undefined || room.state !== 'joined') return null;
  return (
    <div className={styles['bar']}>
      <p role="status">
        <bdi>{text('rooms.private.renamed', { nick, now })}</bdi>
      </p>
      {onChat && (
        <Button onClick={() => onChat(privateTalk({ room: room.id, nick: now }))}>
          {text('rooms.private.go-on', { now })}
        </Button>
      )}
    </div>
  );
}
