import type { Notice, Prompt } from '../../shared/domain/prompt.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Questions that are answered by one of their options. */
type ChoicePrompt = Extract<Prompt, { options: unknown }>;

/** Asks the person and tells the person. Implemented over the `prompts` and `notices` topics. */
export interface Prompter {
  /** Resolves with the answer; `false` when `signal` aborts or the session ends first. */
  ask(prompt: WithoutId<Exclude<Prompt, ChoicePrompt>>, signal?: AbortSignal): Promise<boolean>;
  tell(notice: Omit<Notice, 'id' | 'at'>): void;
}

/** Asks the person to pick one of several. */
export interface Chooser {
  /** The value that was picked; nothing when the question is turned down or `signal` aborts. */
  choose(prompt: WithoutId<ChoicePrompt>, signal?: AbortSignal): Promise<string | undefined>;
}
