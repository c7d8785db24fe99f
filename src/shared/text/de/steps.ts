import type { steps as english } from '../en/steps.ts';
import type { TextsOf } from '../texts-of.ts';

export const steps = {} as const satisfies TextsOf<typeof english>;
