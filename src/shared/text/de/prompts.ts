import type { prompts as english } from '../en/prompts.ts';
import type { TextsOf } from '../texts-of.ts';

export const prompts = {} as const satisfies TextsOf<typeof english>;
