import type { Prompt } from '../../../shared/domain/prompt.ts';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { Facts, QuestionFrame, type QuestionProps } from './question.tsx';
import styles from './question.module.css';

type Provision = Extract<Prompt, { kind: 'provision' }>;

/** What a set-up link would change. Nothing is stored before it is accepted; somebody who is signed in has to mean it. */
export function ProvisionPrompt({ prompt, failure, onAnswer }: QuestionProps<Provision>) {
  const session = useOnly('session');
  const isSignedIn = session?.phase === 'signed-in';
  return (
    <QuestionFrame
      title={text('provision.title', { domain: prompt.domain })}
      accept={{ label: text('provision.accept') }}
      refuse={text('provision.cancel')}
      preferred={isSignedIn ? 'refuse' : 'accept'}
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p>{text('provision.intro')}</p>
      <Facts facts={[{ name: text('provision.domain'), value: prompt.domain }, ...prompt.keys]} />
      {isSignedIn && <p className={styles['warning']}>{text('provision.replaces')}</p>}
    </QuestionFrame>
  );
}
