import type { Person } from '../../../shared/domain/contact.ts';
import { dialNumber } from './dial-number.ts';

/** Somebody, or a number, that a call can be sent to. */
export interface CallTarget {
  readonly key: string;
  readonly name: string;
  /** What is dialled. */
  readonly target: string;
  readonly person?: Person;
}

const MOST = 6;
const isDialable = (typed: string) => /^[+*#]?[\d\s().\-/*#]+$/.test(typed) || typed.includes('@');

/** What a typed text may mean, best first: the number itself, then each number of the people found. */
export function callTargets(typed: string, people: readonly Person[]): readonly CallTarget[] {
  const wish = typed.trim();
  if (wish === '') return [];
  const number = dialNumber(wish);
  const own = isDialable(wish) && number !== '' ? [{ key: 'typed', name: number, target: number }] : [];
  const seen = new Set(own.map(({ target }) => target));
  const found = people.flatMap((person) =>
    [
      ...person.phones.map((phone) => phone.number),
      ...(person.sipUri === undefined ? [] : [person.sipUri]),
    ].map((target) => ({ key: `${person.id} ${target}`, name: person.name, target, person })),
  );
  const fresh = found.filter(({ target }) => {
    if (seen.has(target)) return false;
    seen.add(target);
    return true;
  });
  return [...own, ...fresh].slice(0, MOST);
}
