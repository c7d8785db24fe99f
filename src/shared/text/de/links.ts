import type { links as english } from '../en/links.ts';
import type { TextsOf } from '../texts-of.ts';

export const links = {} as const satisfies TextsOf<typeof english>;
