import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { QuestionFrame, type QuestionProps } from './question.tsx';

/** A program of this computer wants in: refusing is what Enter does. */
export function AccessoryPrompt({
  prompt: { name, wantsMessages },
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'accessory' }>>) {
  return (
    <QuestionFrame
      title={text('accessory-prompt.title', { name })}
      accept={{ label: text('accessory-prompt.accept') }}
      refuse={text('accessory-prompt.refuse')}
      preferred="refuse"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p>{text('accessory-prompt.intro', { name })}</p>
      {wantsMessages && <p>{text('accessory-prompt.messages')}</p>}
      <p>{text('accessory-prompt.advice')}</p>
    </QuestionFrame>
  );
}
