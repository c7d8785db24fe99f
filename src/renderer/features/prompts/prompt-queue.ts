import type { Prompt } from '../../../shared/domain/prompt.ts';

export type QuietPrompt = Extract<Prompt, { kind: 'subscription' }>;
export type ModalPrompt = Exclude<Prompt, QuietPrompt>;

export interface PromptQueue {
  /** The one question that stands before everything else. */
  readonly modal: ModalPrompt | undefined;
  /** Questions that can wait: they stand aside and take no focus. */
  readonly quiet: readonly QuietPrompt[];
}

/** First asked, first shown. The order is that of the topic's map; a question that is already up is never pushed aside. */
export function promptQueue(prompts: Iterable<Prompt>, current: string | undefined): PromptQueue {
  const all = [...prompts];
  const modals = all.filter((prompt): prompt is ModalPrompt => prompt.kind !== 'subscription');
  return {
    modal: modals.find((prompt) => prompt.id === current) ?? modals[0],
    quiet: all.filter((prompt): prompt is QuietPrompt => prompt.kind === 'subscription'),
  };
}
