import type { doctor as english } from '../en/doctor.ts';
import type { TextsOf } from '../texts-of.ts';

export const doctor = {} as const satisfies TextsOf<typeof english>;
