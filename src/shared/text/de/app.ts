import type { app as english } from '../en/app.ts';
import type { TextsOf } from '../texts-of.ts';

export const app = {} as const satisfies TextsOf<typeof english>;
