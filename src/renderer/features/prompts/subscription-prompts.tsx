import { Button } from '@fluentui/react-components';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import type { QuietPrompt } from './prompt-queue.ts';
import styles from './subscription-prompts.module.css';

export interface SubscriptionPromptsProps {
  readonly prompts: readonly QuietPrompt[];
  readonly onAnswer: (id: Prompt['id'], isAccepted: boolean) => void;
}

/** Who wants to see the own status; answered when it suits. */
export function SubscriptionPrompts({ prompts, onAnswer }: SubscriptionPromptsProps) {
  return (
    <section className={styles['region']} aria-label={text('subscription.region')} aria-live="polite">
      {prompts.map(({ id, name, address }) => (
        <article key={id} className={styles['card']} data-prompt-id={id}>
          <PersonAvatar name={name} size={40} />
          <div className={styles['text']}>
            <strong>{text('subscription.title', { name })}</strong>
            <span className={styles['intro']}>{text('subscription.intro', { name, address })}</span>
            <div className={styles['buttons']}>
              <Button size="small" appearance="primary" onClick={() => onAnswer(id, true)}>
                {text('subscription.allow')}
              </Button>
              <Button size="small" onClick={() => onAnswer(id, false)}>
                {text('subscription.decline')}
              </Button>
            </div>
          </div>
        </article>
      ))}
    </section>
  );
}
