import type { contacts as english } from '../en/contacts.ts';
import type { TextsOf } from '../texts-of.ts';

export const contacts = {} as const satisfies TextsOf<typeof english>;
