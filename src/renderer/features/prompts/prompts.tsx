import { useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { AccessoryPrompt } from './accessory-prompt.tsx';
import { BannerPrompt } from './banner-prompt.tsx';
import { CertificatePrompt } from './certificate-prompt.tsx';
import { ChooseDevicePrompt } from './choose-device-prompt.tsx';
import { ConferencePrompt } from './conference-prompt.tsx';
import { DialPrompt } from './dial-prompt.tsx';
import { PhoneElsewherePrompt } from './phone-elsewhere-prompt.tsx';
import { PrefillPrompt } from './prefill-prompt.tsx';
import { type ModalPrompt, promptQueue } from './prompt-queue.ts';
import { ProvisionPrompt } from './provision-prompt.tsx';
import type { QuestionProps } from './question.tsx';
import { RoomInvitationPrompt } from './room-invitation-prompt.tsx';
import { RoomLinkPrompt } from './room-link-prompt.tsx';
import { SubscriptionPrompts } from './subscription-prompts.tsx';

export interface PromptsProps {
  /** Opens the chat with this address; main has put the prepared text there as its draft. */
  readonly onChat: (address: string) => void;
  /** Opens a conversation that is there: the group of several people. */
  readonly onOpenChat: (id: ConversationId) => void;
}

/** Every question from main; at most one is modal at a time. */
export function Prompts({ onChat, onOpenChat }: PromptsProps) {
  const { call } = useBridge();
  const prompts = useEntities('prompts');
  const [current, setCurrent] = useState<string>();
  const [failed, setFailed] = useState<{ readonly id: string; readonly failure: Failure }>();
  const { modal, quiet } = promptQueue(prompts.values(), current);
  const shown = modal?.id;
  if (shown !== current) setCurrent(shown);
  const answer = async (id: Prompt['id'], isAccepted: boolean, choice?: string): Promise<boolean> => {
    const result = await call('prompts/answer', { id, isAccepted, choice });
    setFailed(result.ok ? undefined : { id, failure: result.error });
    return result.ok;
  };
  return (
    <>
      {modal && (
        <ModalQuestion
          key={modal.id}
          prompt={modal}
          failure={failed?.id === modal.id ? failed.failure : undefined}
          onAnswer={(isAccepted, choice) => answer(modal.id, isAccepted, choice)}
          onChat={onChat}
          onOpenChat={onOpenChat}
        />
      )}
      <SubscriptionPrompts prompts={quiet} onAnswer={(id, isAccepted) => void answer(id, isAccepted)} />
    </>
  );
}

function ModalQuestion(props: QuestionProps<ModalPrompt> & PromptsProps) {
  const { prompt, onChat, onOpenChat, ...rest } = props;
  switch (prompt.kind) {
    case 'certificate':
      return <CertificatePrompt prompt={prompt} {...rest} />;
    case 'dial':
      return <DialPrompt prompt={prompt} {...rest} />;
    case 'conference':
      return <ConferencePrompt prompt={prompt} {...rest} />;
    case 'chat-prefill':
      return <PrefillPrompt prompt={prompt} {...rest} onChat={onChat} onOpenChat={onOpenChat} />;
    case 'provision':
      return <ProvisionPrompt prompt={prompt} {...rest} />;
    case 'room-invitation':
      return <RoomInvitationPrompt prompt={prompt} {...rest} />;
    case 'room-link':
      return <RoomLinkPrompt prompt={prompt} {...rest} onOpenChat={onOpenChat} />;
    case 'banner':
      return <BannerPrompt prompt={prompt} {...rest} />;
    case 'choose-device':
      return <ChooseDevicePrompt prompt={prompt} {...rest} />;
    case 'phone-elsewhere':
      return <PhoneElsewherePrompt prompt={prompt} {...rest} />;
    case 'accessory':
      return <AccessoryPrompt prompt={prompt} {...rest} />;
    default:
      return assertNever(prompt);
  }
}
