import type { chat as english } from '../en/chat.ts';
import type { TextsOf } from '../texts-of.ts';

export const chat = {} as const satisfies TextsOf<typeof english>;
