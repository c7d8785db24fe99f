import type { signIn as english } from '../en/sign-in.ts';
import type { TextsOf } from '../texts-of.ts';

export const signIn = {} as const satisfies TextsOf<typeof english>;
