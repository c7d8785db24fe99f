import { expect, vi } from 'vitest';
import { type CiscoHarness, ciscoHarness, type CiscoHarnessOptions } from './cisco-harness.ts';
import type { PageDeed } from './lab-browser.ts';
import { RIGHT } from './session-harness.ts';

export const right = { kind: 'sign-in', user: 'alice', password: RIGHT } as const satisfies PageDeed;
const ADDRESS = 'alice@example.test';

/** Waits for what must come, however busy the machine is. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** A cluster with single sign-on and a person who does these things on the pages. */
export async function start(
  deeds: readonly PageDeed[],
  options: CiscoHarnessOptions = {},
): Promise<CiscoHarness> {
  const harness = await ciscoHarness({ sso: 'enabled', ...options });
  harness.browser.deeds.push(...deeds);
  return harness;
}

/** Types the address, and waits until somebody must act or all is done. */
export async function signIn(harness: CiscoHarness): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await settled(harness);
}

/** Until somebody must act, or all is done. */
export const settled = (harness: CiscoHarness): Promise<void> =>
  eventually(() => {
    const stands = needs(harness)?.isOpen === false || harness.browser.isWaiting;
    if (harness.now().phase === 'signing-in' && !stands) throw new Error('still signing in');
  });

/** Signed in through the page. */
export async function signedIn(options: CiscoHarnessOptions = {}): Promise<CiscoHarness> {
  const harness = await start([right], options);
  await signIn(harness);
  expect(harness.now()).toMatchObject({ phase: 'signed-in' });
  return harness;
}

/** The app ended and started again on the same disk, at the same cluster. */
export async function restarted(before: CiscoHarness): Promise<CiscoHarness> {
  await before.session.stop();
  const { store, lab, ca } = before;
  const after = await ciscoHarness({ session: { store }, lab: { lab, ca } });
  await after.session.start();
  await eventually(() => expect(after.now().phase).not.toBe('starting'));
  return after;
}

/** The visit to the provider, on the sign-in screen. */
export const needs = ({ now }: CiscoHarness) => {
  const session = now();
  const asked = session.phase === 'signing-in' ? session.needs : undefined;
  return asked?.kind === 'single-sign-on' ? asked : undefined;
};
/** The hub's bar. */
export const bar = ({ now }: CiscoHarness) => {
  const session = now();
  return session.phase === 'signed-in' ? session.signInAgain : undefined;
};
/** Time passes here and at the cluster. */
export const pass = ({ clock, lab }: CiscoHarness, ms: number): void => {
  lab.tokens.policy.skewMs += ms;
  clock.advance(ms);
};
/** `node path status` of what was asked. */
export const requests = ({ lab }: CiscoHarness, pattern: RegExp) =>
  lab.counters.requests
    .map(({ node, path, status }) => `${node} ${path} ${status}`)
    .filter((line) => pattern.test(line));
/** The tokens on the disk, unsealed. */
export const stored = async ({ credentials }: CiscoHarness) => {
  const record = await credentials.tokens(ADDRESS);
  return record.ok ? record.value : undefined;
};
