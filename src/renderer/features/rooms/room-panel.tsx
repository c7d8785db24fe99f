import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useState } from 'react';
import { privateTalk } from '../../../shared/domain/occupant-address.ts';
import type { Occupant, Room } from '../../../shared/domain/room.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { actionsOn, type OccupantAction, sortedOccupants, standingOf } from './occupants.ts';
import { SearchField } from '../../ui/search-field.tsx';
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
  const [nick, setNick] = useState<string>();
  const chosen = occupants.find((one) => one.nick === nick);
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
      <SearchField
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
          selectedKey={chosen?.nick}
          onActivate={(one) => setNick(one.nick)}
          renderRow={(one) => <Member one={one} />}
        />
      </div>
      {chosen && !chosen.isSelf && <MemberActions one={chosen} room={room} onAct={act} onChat={onChat} />}
    </aside>
  );
}

function Member({ one }: { readonly one: Occupant }) {
  const standing = standingOf(one);
  return (
    <div className={styles['member']}>
      <PersonAvatar name={one.nick} picture={undefined} show={one.show} size={32} />
      <div className={styles['memberText']}>
        <bdi>{one.isSelf ? text('rooms.panel.you', { name: one.nick }) : one.nick}</bdi>
        {(standing || one.hats) && (
          <span>
            {[...(standing ? [text(`rooms.role.${standing}`)] : []), ...(one.hats ?? [])].join(' · ')}
          </span>
        )}
      </div>
    </div>
  );
}

/** What can be done with whoever is chosen: a row of a list can't hold buttons of its own. */
function MemberActions({
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
  return (
    <div className={styles['actions']} role="group" aria-label={text('rooms.panel.actions', { name: nick })}>
      {onChat && address !== undefined && !one.isSelf && (
        <Button size="small" onClick={() => onChat(address)}>
          {text('rooms.panel.chat', { name: nick })}
        </Button>
      )}
      {onChat && (
        <Button size="small" onClick={() => onChat(privateTalk({ room: room.id, nick }))}>
          {text('rooms.panel.private')}
        </Button>
      )}
      {actionsOn(room, one).map((action) => (
        <Button key={action.label} size="small" onClick={() => onAct(action)}>
          {text(`rooms.panel.${action.label}`)}
        </Button>
      ))}
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
