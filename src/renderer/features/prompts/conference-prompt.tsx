import type { Prompt } from '../../../shared/domain/prompt.ts';
import { plural, text } from '../../text/text.ts';
import styles from './question.module.css';
import { QuestionFrame, type QuestionProps } from './question.tsx';

/** Everybody who would be called, before anything rings. */
export function ConferencePrompt({
  prompt,
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'conference' }>>) {
  return (
    <QuestionFrame
      title={plural('conference-prompt.title', prompt.targets.length)}
      accept={{ label: text('dial-prompt.call') }}
      refuse={text('dial-prompt.cancel')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      {prompt.targets.map((target) => (
        <bdi key={target} className={styles['number']}>
          {target.replace(/^sips?:/, '')}
        </bdi>
      ))}
      <p className={styles['quiet']}>{text('conference-prompt.from-link')}</p>
    </QuestionFrame>
  );
}
