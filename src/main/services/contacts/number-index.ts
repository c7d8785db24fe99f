import type { ContactId } from '../../../shared/domain/ids.ts';
import { digitsOf, isSameNumber, SUBSCRIBER_DIGITS } from '../../../shared/domain/phone-number.ts';

/** Who has a number (C4), without looking at everybody. */
export interface NumberIndex {
  set(id: ContactId, numbers: readonly string[]): void;
  remove(id: ContactId): void;
  /**
   * The one whose number it is: exactly, else by the longest common end. Nobody when two share the end equally well:
   * a wrong name is worse than none.
   */
  find(number: string): ContactId | undefined;
}

/** Numbers that could be one end alike; short ones must be equal. */
const keyOf = (digits: string): string => digits.slice(-SUBSCRIBER_DIGITS);

export function createNumberIndex(): NumberIndex {
  const byEnd = new Map<string, Map<ContactId, readonly string[]>>();
  const keys = new Map<ContactId, readonly string[]>();

  function remove(id: ContactId): void {
    for (const key of keys.get(id) ?? []) byEnd.get(key)?.delete(id);
    keys.delete(id);
  }

  return {
    set(id, numbers) {
      remove(id);
      const all = numbers.map(digitsOf).filter((digits) => digits !== '');
      if (all.length === 0) return;
      keys.set(id, [...new Set(all.map(keyOf))]);
      for (const digits of all) {
        const key = keyOf(digits);
        const sharers = byEnd.get(key) ?? new Map<ContactId, readonly string[]>();
        byEnd.set(key, sharers.set(id, [...(sharers.get(id) ?? []), digits]));
      }
    },
    remove,
    find(number) {
      const wanted = digitsOf(number);
      let best: { id: ContactId | undefined; length: number } = { id: undefined, length: 0 };
      for (const [id, numbers] of byEnd.get(keyOf(wanted)) ?? []) {
        for (const digits of numbers) {
          if (digits === wanted) return id;
          if (!isSameNumber(digits, wanted)) continue;
          const length = Math.min(digits.length, wanted.length);
          if (length > best.length) best = { id, length };
          else if (length === best.length && best.id !== id) best = { id: undefined, length };
        }
      }
      return best.id;
    },
  };
}
