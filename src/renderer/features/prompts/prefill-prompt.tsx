import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { Facts, QuestionFrame, type QuestionProps } from './question.tsx';

type Prefill = Extract<Prompt, { kind: 'chat-prefill' }>;
const LIMIT = 65_536;

/** A message that a link prepared: it becomes a draft, never a message. What is changed here is what the draft says. */
export function PrefillPrompt({
  prompt,
  failure,
  onAnswer,
  onChat,
  onOpenChat,
}: QuestionProps<Prefill> & {
  readonly onChat: (address: string) => void;
  readonly onOpenChat: (id: ConversationId) => void;
}) {
  const { call } = useBridge();
  const { addresses, subject } = prompt;
  const [body, setBody] = useState(prompt.body);
  const answer = async (isAccepted: boolean) => {
    if (!(await onAnswer(isAccepted)) || !isAccepted) return;
    if (addresses.length > 1) {
      const people = [...addresses];
      const made = await call('rooms/create', {
        name: subject ?? '',
        people,
        isPersistent: false,
        isMembersOnly: false,
        draft: body,
      });
      if (made.ok) return onOpenChat(made.value.id);
    }
    // Where there are no rooms, each gets a chat.
    if (addresses.length > 1 || body !== prompt.body)
      for (const address of addresses) {
        const opened = await call('chat/open', { address });
        if (opened.ok) await call('chat/set-draft', { ...opened.value, text: body });
      }
    const [first] = addresses;
    if (first !== undefined) onChat(first);
  };
  return (
    <QuestionFrame
      title={text('prefill.title')}
      accept={{ label: plural('prefill.open', addresses.length), isDisabled: addresses.length === 0 }}
      refuse={text('prefill.cancel')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void answer(isAccepted)}
    >
      <p>{text(prompt.body === '' && subject === undefined ? 'prefill.intro-empty' : 'prefill.intro')}</p>
      <Facts
        facts={[
          { name: text('prefill.to'), value: addresses.join(', ') },
          ...(subject === undefined ? [] : [{ name: text('prefill.subject'), value: subject }]),
        ]}
      />
      {prompt.body !== '' && (
        <Field label={text('prefill.body')}>
          <Textarea
            value={body}
            rows={4}
            maxLength={LIMIT}
            dir="auto"
            onChange={(_, data) => setBody(data.value)}
          />
        </Field>
      )}
    </QuestionFrame>
  );
}
