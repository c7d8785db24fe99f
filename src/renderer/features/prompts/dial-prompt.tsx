import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import styles from './question.module.css';
import { QuestionFrame, type QuestionProps } from './question.tsx';

type Dial = Extract<Prompt, { kind: 'dial' }>;

/** The number as it will really be dialled, before anything rings. */
export function DialPrompt({ prompt, failure, onAnswer }: QuestionProps<Dial>) {
  const { target, shown, name, isEmergency, origin } = prompt;
  return (
    <QuestionFrame
      title={text('dial-prompt.title', { name: name ?? shown })}
      accept={{ label: text('dial-prompt.call') }}
      refuse={text('dial-prompt.cancel')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <bdi className={styles['number']}>{target}</bdi>
      {isEmergency && <p className={styles['danger']}>{text('dial-prompt.emergency')}</p>}
      <p className={styles['quiet']}>
        {text(origin === undefined ? 'dial-prompt.from-link' : 'dial-prompt.from-selection')}
      </p>
    </QuestionFrame>
  );
}
