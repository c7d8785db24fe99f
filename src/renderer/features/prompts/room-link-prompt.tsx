import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { Facts, QuestionFrame, type QuestionProps } from './question.tsx';

/** A link leads into a room: who goes in is seen there, so it is asked first. */
export function RoomLinkPrompt({
  prompt,
  failure,
  onAnswer,
  onOpenChat,
}: QuestionProps<Extract<Prompt, { kind: 'room-link' }>> & {
  readonly onOpenChat: (id: ConversationId) => void;
}) {
  const { call } = useBridge();
  const { room, password } = prompt;
  const answer = async (isAccepted: boolean) => {
    if (!(await onAnswer(isAccepted)) || !isAccepted) return;
    const joined = await call('rooms/join', { address: room, ...(password !== undefined && { password }) });
    if (joined.ok) onOpenChat(joined.value.id);
  };
  return (
    <QuestionFrame
      title={text('room-link.title')}
      accept={{ label: text('room-link.accept') }}
      refuse={text('room-link.refuse')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void answer(isAccepted)}
    >
      <p>{text('room-link.intro')}</p>
      <Facts facts={[{ name: text('rooms.invitation.room'), value: room }]} />
    </QuestionFrame>
  );
}
