import { useEffect, useState } from 'react';
import type { Occupant, Room } from '../../../shared/domain/room.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { type Choosable, PeoplePicker } from '../../ui/people-picker.tsx';

/** A conference has five people, the person at this computer included (V4). */
const MOST_OTHERS = 4;

/** Who of a room is called, all in one conference (V15). The first ones are chosen already. */
export function CallRoomDialog({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const { call, store } = useBridge();
  const [people, setPeople] = useState<ReadonlyMap<string, Choosable>>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    void call('rooms/occupants', { id: room.id }).then((result) => {
      if (!result.ok) return setFailure(result.error);
      const others = othersOf(result.value, (address) => store.get('contacts', address)?.name);
      setPeople(others);
      setChosen(new Set([...others.keys()].slice(0, MOST_OTHERS)));
    });
    // Read once: who comes in meanwhile doesn't change what is being chosen.
  }, [call, store, room.id]);
  const begin = async () => {
    const targets = [...chosen].map(
      (address) => store.get('contacts', address)?.phones[0]?.number ?? address,
    );
    const done = await call('calls/conference', { targets });
    if (done.ok) onClose();
    else setFailure(done.error);
  };
  const isEmpty = people?.size === 0;
  const isTooMany = chosen.size > MOST_OTHERS;
  return (
    <FormDialog
      title={text('rooms.call.title')}
      {...(!isEmpty && {
        accept: {
          label: text('rooms.call.begin'),
          isDisabled: chosen.size === 0 || isTooMany,
          run: () => void begin(),
        },
      })}
      failure={failure}
      onClose={onClose}
    >
      <p role={isTooMany ? 'alert' : undefined}>{text(isEmpty ? 'rooms.call.nobody' : 'rooms.call.intro')}</p>
      {people && !isEmpty && (
        <PeoplePicker
          people={people}
          chosen={chosen}
          search={text('rooms.call.search')}
          onChange={setChosen}
        />
      )}
    </FormDialog>
  );
}

/** Everybody else whose address the room shows, once, by the name that the person knows. */
function othersOf(
  occupants: readonly Occupant[],
  nameOf: (address: string) => string | undefined,
): ReadonlyMap<string, Choosable> {
  const own = occupants.find(({ isSelf }) => isSelf)?.address;
  return new Map(
    occupants.flatMap(({ address, nick }) =>
      address === undefined || address === own
        ? []
        : [[address, { address, name: nameOf(address) ?? nick }] as const],
    ),
  );
}
