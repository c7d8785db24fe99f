import type { Session } from '../../../shared/domain/session.ts';

type SignedOut = Extract<Session, { phase: 'signed-out' }>;

/** An attempt that never came to a step has no list to show. */
export const hasBegun = ({ steps }: Pick<SignedOut, 'steps'>): boolean =>
  steps.some(({ state }) => state !== 'waiting');

/** What was typed can't be an address: nothing was tried, so there is nothing to report. */
export const isTypingMistake = ({ code }: { readonly code: string }): boolean =>
  code === 'discovery.bad-address';
