import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontalRegular, PeopleRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { roomAlertsSchema, type Room } from '../../../shared/domain/room.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { plural, text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { TalkHeader } from '../../ui/talk-header.tsx';
import { type RoomAction, RoomActionDialog } from './room-action-dialog.tsx';
import { listsOf } from './standings.ts';

export interface RoomHeaderProps {
  readonly room: Room;
  readonly name: string;
  /** This deployment has a phone. */
  readonly canCall: boolean;
  readonly isPanelOpen: boolean;
  readonly onPanel: (isOpen: boolean) => void;
  /** Shown in narrow windows only. */
  readonly onBack: () => void;
}

/** What the room is about, who is in it, and what can be done with it. */
export function RoomHeader({ room, name, canCall, isPanelOpen, onPanel, onBack }: RoomHeaderProps) {
  const [action, setAction] = useState<RoomAction>();
  const obstacle = useCallObstacle();
  const rules = useWindowRules();
  const isCallable =
    canCall && (rules.callsRooms || !room.isPersistent) && room.occupantCount <= rules.roomCallLimit;
  return (
    <TalkHeader name={name} line={<RoomLine room={room} />} onBack={onBack}>
      {isCallable && room.state === 'joined' && (
        <CallButton
          obstacle={obstacle}
          aria-label={text('rooms.header.call')}
          title={text('rooms.header.call')}
          onClick={() => setAction('call')}
        />
      )}
      <Button
        icon={<PeopleRegular />}
        aria-label={text('rooms.header.members')}
        title={text('rooms.header.members')}
        aria-pressed={isPanelOpen}
        onClick={() => onPanel(!isPanelOpen)}
      />
      <RoomMenu room={room} onAction={setAction} />
      {action && (
        <RoomActionDialog action={action} room={room} name={name} onClose={() => setAction(undefined)} />
      )}
    </TalkHeader>
  );
}

/** How many are here, and what it is about. */
function RoomLine({ room: { state, occupantCount, subject } }: Pick<RoomHeaderProps, 'room'>) {
  return (
    <>
      {state === 'joined' && plural('rooms.header.occupants', occupantCount)}
      {state === 'joined' && subject !== '' && ' · '}
      <bdi title={subject}>{subject}</bdi>
    </>
  );
}

/** What `xmpp:` links of other programs look like; the address is the room's. */
function roomLink(address: string): string {
  return `xmpp:${address.split('@').map(encodeURIComponent).join('@')}?join`;
}

function RoomMenu({
  room,
  onAction,
}: {
  readonly room: Room;
  readonly onAction: (action: RoomAction) => void;
}) {
  const { call } = useBridge();
  const { hasLastingRooms } = useWindowRules();
  const isInside = room.state === 'joined';
  return (
    <Menu
      positioning="below-end"
      checkedValues={{ alerts: [room.alerts] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const alerts = roomAlertsSchema.safeParse(checkedItems[0]);
        if (alerts.success) void call('rooms/set-alerts', { id: room.id, alerts: alerts.data });
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<MoreHorizontalRegular />} aria-label={text('rooms.header.more')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {isInside && <MenuItem onClick={() => onAction('invite')}>{text('rooms.header.invite')}</MenuItem>}
          {isInside && room.role !== 'visitor' && (
            <MenuItem onClick={() => onAction('subject')}>{text('rooms.header.subject')}</MenuItem>
          )}
          {isInside && hasLastingRooms && !room.isPersistent && room.affiliation === 'owner' && (
            <MenuItem onClick={() => onAction('keep')}>{text('rooms.header.keep')}</MenuItem>
          )}
          {isInside && listsOf(room).length > 0 && (
            <MenuItem onClick={() => onAction('standings')}>{text('rooms.header.standings')}</MenuItem>
          )}
          {isInside && <MenuDivider />}
          <MenuGroup>
            <MenuGroupHeader>{text('rooms.header.alerts')}</MenuGroupHeader>
            {roomAlertsSchema.options.map((alerts) => (
              <MenuItemRadio key={alerts} name="alerts" value={alerts}>
                {text(`rooms.alerts.${alerts}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void navigator.clipboard.writeText(roomLink(room.id))}>
            {text('rooms.header.copy-link')}
          </MenuItem>
          {room.state !== 'outside' && (
            <MenuItem onClick={() => void call('rooms/leave', { id: room.id })}>
              {text('rooms.header.leave')}
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
