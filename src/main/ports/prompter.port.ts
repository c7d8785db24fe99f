import type { Notice, Prompt } from '../../shared/domain/prompt.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Asks the person and tells the person. Implemented over the `prompts` and `notices` topics. */
export interface Prompter {
  /** Resolves with the answer; `false` when `signal` aborts or the session ends first. */
  ask(prompt: WithoutId<Prompt>, signal?: AbortSignal): Promise<boolean>;
  tell(notice: Omit<Notice, 'id' | 'at'>): void;
}
