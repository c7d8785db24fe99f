import { vi } from 'vitest';
import type { SignInStep } from '../../src/shared/domain/session.ts';
import type { CiscoHarness } from './cisco-harness.ts';
import { RIGHT } from './session-harness.ts';

/** What of a harness a person has to do with. */
type Seat = Pick<CiscoHarness, 'session' | 'begin' | 'givePassword' | 'now'>;

/** Types the address and gives the password when asked. */
export async function signIn(harness: Seat, password = RIGHT, address = 'alice@example.test'): Promise<void> {
  await harness.session.start();
  await harness.begin(address);
  await settled(harness);
  if (needsPassword(harness)) {
    await harness.givePassword(password);
    await settled(harness);
  }
}

const needsPassword = ({ now }: Pick<Seat, 'now'>): boolean => {
  const session = now();
  return session.phase === 'signing-in' && session.needs !== undefined;
};

/** Until the person must do something, or is in. */
export const settled = (harness: Pick<Seat, 'now'>): Promise<void> =>
  vi.waitFor(
    () => {
      const isBusy = harness.now().phase === 'signing-in' && !needsPassword(harness);
      if (isBusy) throw new Error('still signing in');
    },
    { timeout: 15_000, interval: 5 },
  );

export const step = ({ now }: Pick<CiscoHarness, 'now'>, id: SignInStep['id']): SignInStep | undefined => {
  const session = now();
  return 'steps' in session ? session.steps.find((each) => each.id === id) : undefined;
};
