import type { errors as english } from '../en/errors.ts';
import type { TextsOf } from '../texts-of.ts';

export const errors = {} as const satisfies TextsOf<typeof english>;
