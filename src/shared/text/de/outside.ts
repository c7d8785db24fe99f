import type { outside as english } from '../en/outside.ts';
import type { TextsOf } from '../texts-of.ts';

export const outside = {} as const satisfies TextsOf<typeof english>;
