import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
} from '@fluentui/react-components';
import { DismissRegular, MoreHorizontalRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useState } from 'react';
import type { Occupant, Room } from '../../../shared/domain/room.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { actionsOn, type OccupantAction, sortedOccupants, standingOf } from './occupants.ts';
import styles from './rooms.module.css';

export interface RoomPanelProps {
  readonly room: Room;
  readonly onChat: ((address: string) => void) | undefined;
  readonly onClose: () => void;
}

/** Who is in the room and as what; the thousandth row costs nothing until it is scrolled to. */
export function RoomPanel({ room, onChat, onClose }: RoomPanelProps) {
  const occupants = useOccupants(room);
  const [query, setQuery] = useState('');
  const { failure, watch, dismiss } = useLastFailure();
  const shown = useMemo(() => sortedOccupants(occupants, query), [occupants, query]);
  const { call } = useBridge();
  const act = (action: OccupantAction) =>
    void watch(
      action.kind === 'role'
        ? call('rooms/set-role', { id: room.id, nick: action.nick, role: action.role })
        : call('rooms/set-affiliation', {
            id: room.id,
            address: action.address,
            affiliation: action.affiliation,
          }),
    );
  return (
    <aside className={styles['panel']} aria-label={text('rooms.panel.title')}>
      <div className={styles['panelHead']}>
        <h3>{text('rooms.panel.title')}</h3>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={text('rooms.close')}
          onClick={onClose}
        />
      </div>
      {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
      <SearchBox
        className={styles['search']}
        value={query}
        placeholder={text('rooms.panel.search')}
        aria-label={text('rooms.panel.search')}
        onChange={(_, data) => setQuery(data.value)}
      />
      <div className={styles['members']}>
        <VirtualList
          items={shown}
          rowHeight={44}
          label={text('rooms.panel.title')}
          keyOf={(one) => one.nick}
          nameOf={(one) => one.nick}
          onActivate={(one) => one.address !== undefined && !one.isSelf && onChat?.(one.address)}
          renderRow={(one) => <Member one={one} room={room} onAct={act} onChat={onChat} />}
        />
      </div>
    </aside>
  );
}

function Member({
  one,
  room,
  onAct,
  onChat,
}: {
  readonly one: Occupant;
  readonly room: Room;
  readonly onAct: (action: OccupantAction) => void;
  readonly onChat: ((address: string) => void) | undefined;
}) {
  const { nick, address } = one;
  const actions = actionsOn(room, one);
  const standing = standingOf(one);
  const canChat = onChat !== undefined && address !== undefined && !one.isSelf;
  return (
    <div className={styles['member']}>
      <PersonAvatar name={nick} picture={undefined} show={one.show} size={32} />
      <div className={styles['memberText']}>
        <bdi>{one.isSelf ? text('rooms.panel.you', { name: nick }) : nick}</bdi>
        {standing && <span>{text(`rooms.role.${standing}`)}</span>}
      </div>
      {(actions.length > 0 || canChat) && (
        <Menu positioning="below-end">
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              size="small"
              icon={<MoreHorizontalRegular />}
              aria-label={text('rooms.panel.actions', { name: nick })}
              onClick={(event) => event.stopPropagation()}
            />
          </MenuTrigger>
          <MenuPopover onClick={(event) => event.stopPropagation()}>
            <MenuList>
              {canChat && (
                <MenuItem onClick={() => onChat(address)}>
                  {text('rooms.panel.chat', { name: nick })}
                </MenuItem>
              )}
              {actions.map((action) => (
                <MenuItem key={action.label} onClick={() => onAct(action)}>
                  {text(`rooms.panel.${action.label}`)}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}

/** The list as main has it, read again when it changed; one reading at a time, however fast people come and go. */
function useOccupants({ id, occupantsRevision }: Room): readonly Occupant[] {
  const { call } = useBridge();
  const [occupants, setOccupants] = useState<readonly Occupant[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    void call('rooms/occupants', { id }, { signal: controller.signal }).then((result) => {
      if (result.ok && !controller.signal.aborted) setOccupants(result.value);
    });
    return () => controller.abort();
  }, [call, id, occupantsRevision]);
  return occupants;
}
