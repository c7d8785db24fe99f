import { Badge, Button } from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons';
import type { OccupantAddress } from '../../../shared/domain/occupant-address.ts';
import { text } from '../../text/text.ts';
import { TalkHeader } from '../../ui/talk-header.tsx';

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
    <TalkHeader
      name={occupant.nick}
      mark={
        <Badge appearance="tint" size="small">
          {text('chats.private')}
        </Badge>
      }
      line={<bdi>{text('rooms.private.where', { room: roomName })}</bdi>}
      onBack={onBack}
    >
      <Button
        icon={<PeopleTeamRegular />}
        aria-label={text('rooms.private.to-room', { room: roomName })}
        title={text('rooms.private.to-room', { room: roomName })}
        onClick={onRoom}
      />
    </TalkHeader>
  );
}
