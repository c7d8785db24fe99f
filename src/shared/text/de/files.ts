import type { files as english } from '../en/files.ts';
import type { TextsOf } from '../texts-of.ts';

export const files = {} as const satisfies TextsOf<typeof english>;
