import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { QuestionFrame, type QuestionProps } from './question.tsx';
import styles from './question.module.css';

/** The organisation's log-on notice in its own words; refusing it signs out. */
export function BannerPrompt({
  prompt,
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'banner' }>>) {
  return (
    <QuestionFrame
      title={text('banner.title')}
      accept={{ label: text('banner.accept') }}
      refuse={text('banner.refuse')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p className={styles['banner']} dir="auto">
        {prompt.text}
      </p>
    </QuestionFrame>
  );
}
