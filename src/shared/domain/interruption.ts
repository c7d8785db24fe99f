import { isSameNumber } from './phone-number.ts';
import type { Self } from './presence.ts';

/**
 * Whether this caller or author gets through to somebody who does not want to be disturbed (M3). Entries are what an
 * administrator writes: an address, `@company.example` for everybody there, or a number.
 */
export function isLetThrough(exceptions: readonly string[], from: string): boolean {
  const address = plainAddress(from);
  return exceptions.some((entry) => {
    const wanted = plainAddress(entry);
    if (wanted === '') return false;
    if (wanted.startsWith('@')) return address.endsWith(wanted);
    if (wanted === address) return true;
    return isNumber(wanted) && isSameNumber(wanted, address.slice(0, localEnd(address)));
  });
}

/** Whether something of this person may ring, pop up or make a sound. */
export function mayDisturb(
  self: Pick<Self, 'presence' | 'interruptedBy'> | undefined,
  from: string,
): boolean {
  return self?.presence.show !== 'do-not-disturb' || isLetThrough(self.interruptedBy ?? [], from);
}

/** `sip:Bob@Example.test;transport=tcp`, `bob@example.test/desk` → `bob@example.test`. */
function plainAddress(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^(sips?|tel|xmpp|im):/, '')
    .replace(/[;/?].*$/, '');
}

const isNumber = (text: string): boolean => /^\+?[\d\s().-]+$/.test(text);

function localEnd(address: string): number {
  const at = address.indexOf('@');
  return at === -1 ? address.length : at;
}
