import type { calendar as english } from '../en/calendar.ts';
import type { TextsOf } from '../texts-of.ts';

export const calendar = {} as const satisfies TextsOf<typeof english>;
