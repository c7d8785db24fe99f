import type { presence as english } from '../en/presence.ts';
import type { TextsOf } from '../texts-of.ts';

export const presence = {} as const satisfies TextsOf<typeof english>;
