import { Button, Field, Input, Spinner, Tab, TabList } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { type Room, type RoomList, roomListSchema, type RoomStanding } from '../../../shared/domain/room.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './rooms.module.css';
import { listsOf, type OfferedList } from './standings.ts';

export interface StandingsDialogProps {
  readonly room: Room;
  readonly onClose: () => void;
}

/** Who is a member, decides, or is banned, whether they are inside or not. */
export function StandingsDialog({ room, onClose }: StandingsDialogProps) {
  const lists = listsOf(room);
  const [chosen, setChosen] = useState(lists[0]?.list);
  const offered = lists.find(({ list }) => list === chosen) ?? lists[0];
  const [failure, setFailure] = useState<Failure>();
  return (
    <FormDialog title={text('rooms.standings.title')} failure={failure} onClose={onClose}>
      <TabList
        selectedValue={offered?.list}
        onTabSelect={(_, { value }) => {
          setFailure(undefined);
          setChosen(roomListSchema.safeParse(value).data);
        }}
      >
        {lists.map(({ list }) => (
          <Tab key={list} value={list}>
            {text(`rooms.standings.${list}`)}
          </Tab>
        ))}
      </TabList>
      {offered && <Standings key={offered.list} room={room} offered={offered} onFailure={setFailure} />}
    </FormDialog>
  );
}

function Standings({
  room,
  offered: { list, isOurs },
  onFailure,
}: {
  readonly room: Room;
  readonly offered: OfferedList;
  readonly onFailure: (failure: Failure | undefined) => void;
}) {
  const { call } = useBridge();
  const contacts = useEntities('contacts');
  const [found, setFound] = useState<readonly RoomStanding[]>();
  const [selected, setSelected] = useState<string>();
  const read = useCallback(async () => {
    const result = await call('rooms/standings', { id: room.id, list });
    onFailure(result.ok ? undefined : result.error);
    setFound(result.ok ? result.value : []);
  }, [call, room.id, list, onFailure]);
  useEffect(() => void read(), [read]);
  const set = async (address: string, affiliation: typeof list | 'none') => {
    const done = await call('rooms/set-affiliation', { id: room.id, address, affiliation });
    if (!done.ok) {
      onFailure(done.error);
      return false;
    }
    setSelected(undefined);
    await read();
    return true;
  };
  const nameOf = ({ address, nick }: RoomStanding) => contacts.get(address)?.name ?? nick ?? address;
  const title = text(`rooms.standings.${list}`);
  return (
    <>
      {!found && <Spinner size="tiny" label={text('rooms.standings.reading')} />}
      {found?.length === 0 && <p role="status">{text('rooms.standings.none')}</p>}
      {found && found.length > 0 && (
        <div className={styles['list']}>
          <VirtualList
            items={found}
            rowHeight={48}
            label={title}
            keyOf={(one) => one.address}
            nameOf={nameOf}
            selectedKey={selected}
            onActivate={(one) => setSelected(one.address)}
            renderRow={(one) => (
              <div className={styles['room']}>
                <bdi>{nameOf(one)}</bdi>
                <span>
                  {nameOf(one) !== one.address && <bdi>{one.address}</bdi>}
                  {one.reason !== undefined && <bdi> {one.reason}</bdi>}
                </span>
              </div>
            )}
          />
        </div>
      )}
      {isOurs && (
        <>
          <Button
            className={styles['aside']}
            disabled={selected === undefined}
            onClick={() => selected && void set(selected, 'none')}
          >
            {text('rooms.standings.remove')}
          </Button>
          <AddAddress list={list} onAdd={(address) => set(address, list)} />
        </>
      )}
    </>
  );
}

function AddAddress({
  list,
  onAdd,
}: {
  readonly list: RoomList;
  /** Tells whether it was taken. */
  readonly onAdd: (address: string) => Promise<boolean>;
}) {
  const [typed, setTyped] = useState('');
  const isEmpty = typed.trim() === '';
  const add = () => void onAdd(typed).then((isTaken) => isTaken && setTyped(''));
  return (
    <Field label={text('rooms.standings.address')}>
      <div className={styles['add']}>
        <Input
          value={typed}
          maxLength={1000}
          dir="ltr"
          placeholder={text('rooms.standings.hint')}
          onChange={(_, data) => setTyped(data.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || isEmpty) return;
            event.preventDefault();
            add();
          }}
        />
        <Button disabled={isEmpty} onClick={add}>
          {text(list === 'outcast' ? 'rooms.standings.ban' : 'rooms.standings.add')}
        </Button>
      </div>
    </Field>
  );
}
