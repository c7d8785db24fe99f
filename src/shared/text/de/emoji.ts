import type { emoji as english } from '../en/emoji.ts';
import type { TextsOf } from '../texts-of.ts';

export const emoji = {} as const satisfies TextsOf<typeof english>;
