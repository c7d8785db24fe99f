import type { support as english } from '../en/support.ts';
import type { TextsOf } from '../texts-of.ts';

export const support = {} as const satisfies TextsOf<typeof english>;
