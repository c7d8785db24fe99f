import type { people as english } from '../en/people.ts';
import type { TextsOf } from '../texts-of.ts';

export const people = {} as const satisfies TextsOf<typeof english>;
