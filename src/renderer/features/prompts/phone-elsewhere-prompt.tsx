import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { QuestionFrame, type QuestionProps } from './question.tsx';

/** Another client has the line. Taking it over ends what it does there, so it has to be meant. */
export function PhoneElsewherePrompt({
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'phone-elsewhere' }>>) {
  return (
    <QuestionFrame
      title={text('phone-elsewhere.title')}
      accept={{ label: text('phone-elsewhere.accept') }}
      refuse={text('phone-elsewhere.refuse')}
      preferred="refuse"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p>{text('phone-elsewhere.intro')}</p>
    </QuestionFrame>
  );
}
