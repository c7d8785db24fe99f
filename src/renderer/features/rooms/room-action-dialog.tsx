import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { Room } from '../../../shared/domain/room.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { CallRoomDialog } from './call-room-dialog.tsx';
import { StandingsDialog } from './standings-dialog.tsx';

export type RoomAction = 'call' | 'invite' | 'subject' | 'keep' | 'standings';

export interface RoomActionDialogProps {
  readonly action: RoomAction;
  readonly room: Room;
  readonly name: string;
  readonly onClose: () => void;
}

/** One thing done with a room that needs a word or a choice. */
export function RoomActionDialog(props: RoomActionDialogProps) {
  if (props.action === 'call') return <CallRoomDialog {...props} />;
  if (props.action === 'standings') return <StandingsDialog {...props} />;
  return props.action === 'invite' ? <InviteDialog {...props} /> : <WordsDialog {...props} />;
}

function InviteDialog({ room, onClose }: RoomActionDialogProps) {
  const { call } = useBridge();
  const contacts = useEntities('contacts');
  const [people, setPeople] = useState<ReadonlySet<string>>(new Set());
  const { failure, run } = useDone(onClose);
  return (
    <FormDialog
      title={text('rooms.invite.title')}
      accept={{
        label: text('rooms.invite.send'),
        isDisabled: people.size === 0,
        run: () => void run(call('rooms/invite', { id: room.id, people: [...people] })),
      }}
      failure={failure}
      onClose={onClose}
    >
      <PeoplePicker people={contacts} chosen={people} onChange={setPeople} />
    </FormDialog>
  );
}

function WordsDialog({ action, room, name, onClose }: RoomActionDialogProps) {
  const { call } = useBridge();
  const isKeep = action === 'keep';
  const [words, setWords] = useState(isKeep ? name : room.subject);
  const { failure, run } = useDone(onClose);
  const save = () =>
    isKeep
      ? call('rooms/make-persistent', { id: room.id, name: words.trim() })
      : call('rooms/set-subject', { id: room.id, subject: words });
  const label = text(isKeep ? 'rooms.new.name' : 'rooms.subject.title');
  return (
    <FormDialog
      title={text(isKeep ? 'rooms.keep.title' : 'rooms.subject.title')}
      accept={{
        label: text('rooms.subject.save'),
        isDisabled: isKeep && words.trim() === '',
        run: () => void run(save()),
      }}
      failure={failure}
      onClose={onClose}
    >
      {isKeep && <p>{text('rooms.keep.intro')}</p>}
      <Field label={label}>
        <Input value={words} maxLength={200} dir="auto" onChange={(_, data) => setWords(data.value)} />
      </Field>
    </FormDialog>
  );
}

function useDone(onClose: () => void) {
  const [failure, setFailure] = useState<Failure>();
  const run = async (work: Promise<Result<unknown>>) => {
    const done = await work;
    if (done.ok) onClose();
    else setFailure(done.error);
  };
  return { failure, run };
}
