import type { settings as english } from '../en/settings.ts';
import type { TextsOf } from '../texts-of.ts';

export const settings = {} as const satisfies TextsOf<typeof english>;
