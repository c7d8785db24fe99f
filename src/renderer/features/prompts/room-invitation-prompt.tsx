import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { Facts, QuestionFrame, type QuestionProps } from './question.tsx';

/** Somebody asks the person into a room. Nothing of it is entered before the answer. */
export function RoomInvitationPrompt({
  prompt,
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'room-invitation' }>>) {
  const { name, from, roomName, room, reason } = prompt;
  return (
    <QuestionFrame
      title={text('rooms.invitation.title')}
      accept={{ label: text('rooms.invitation.accept') }}
      refuse={text('rooms.invitation.refuse')}
      preferred="refuse"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p>
        <bdi>{text('rooms.invitation.intro', { name, room: roomName })}</bdi>
      </p>
      <Facts
        facts={[
          { name: text('rooms.invitation.from'), value: from },
          { name: text('rooms.invitation.room'), value: room },
          ...(reason === undefined ? [] : [{ name: text('rooms.invitation.reason'), value: reason }]),
        ]}
      />
    </QuestionFrame>
  );
}
