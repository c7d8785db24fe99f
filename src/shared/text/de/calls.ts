import type { calls as english } from '../en/calls.ts';
import type { TextsOf } from '../texts-of.ts';

export const calls = {} as const satisfies TextsOf<typeof english>;
