import type { CiscoUser } from './model.ts';

export interface UserPage {
  readonly page: readonly CiscoUser[];
  readonly start: number;
  readonly requested: number;
  readonly total: number;
}

/** Directory search by the parameters of cisco-uc.md 2.6 [public P1]; undefined for a parameter it refuses (415). */
export function searchUsers(
  all: readonly CiscoUser[],
  query: URLSearchParams,
  limit: number,
): UserPage | undefined {
  const start = Number(query.get('start') ?? 0);
  // Default page 64; the enterprise parameter caps it.
  const requested = Number(query.get('max') ?? 64);
  if (!Number.isInteger(start) || !Number.isInteger(requested) || start < 0 || requested < 0)
    return undefined;
  const tests: ((user: CiscoUser) => boolean)[] = [];
  for (const [name, raw] of query) {
    if (name === 'start' || name === 'max') continue;
    const test = TESTS[name]?.(raw.toLowerCase());
    if (!test) return undefined;
    tests.push(test);
  }
  const found = all.filter((user) => tests.every((test) => test(user)));
  return {
    page: found.slice(start, start + Math.min(requested, limit)),
    start,
    requested,
    total: found.length,
  };
}

const begins = (value: string | undefined, prefix: string): boolean =>
  (value ?? '').toLowerCase().startsWith(prefix);
const digits = (value: string | undefined): string => (value ?? '').replace(/\D/g, '');
const numbersOf = (user: CiscoUser): string[] =>
  [user.phoneNumber, user.homeNumber, user.mobileNumber].map(digits).filter((number) => number !== '');

const TESTS: Record<string, (wanted: string) => ((user: CiscoUser) => boolean) | undefined> = {
  name: byName,
  first: (wanted) => (user) => begins(user.firstName, wanted),
  last: (wanted) => (user) => begins(user.lastName, wanted),
  displayname: (wanted) => (user) => begins(user.displayName, wanted),
  // Blanks, brackets, plus and minus are ignored.
  number: (wanted) => (user) =>
    digits(wanted) !== '' && numbersOf(user).some((number) => number.startsWith(digits(wanted))),
  // Right-most digits, at least 4.
  numberlast: (wanted) =>
    digits(wanted).length < 4
      ? undefined
      : (user) => numbersOf(user).some((number) => number.endsWith(digits(wanted))),
  // Exact, at least 3 characters.
  username: (wanted) => (wanted.length < 3 ? undefined : (user) => user.username.toLowerCase() === wanted),
  email: (wanted) => (user) => user.email?.toLowerCase() === wanted,
  uri: (wanted) => (user) => user.email?.toLowerCase() === wanted.replace(/^(sip|xmpp|im):/, ''),
};

/** No space: begins any name. One space: first and last, in either order. Two: first, middle, last. */
function byName(wanted: string): (user: CiscoUser) => boolean {
  const words = wanted.trim().split(/\s+/);
  const [one = '', two] = words;
  const last = words.at(-1) ?? '';
  return (user) => {
    if (two === undefined)
      return [user.firstName, user.lastName, user.displayName, user.username].some((name) =>
        begins(name, one),
      );
    return (
      (begins(user.firstName, one) && begins(user.lastName, last)) ||
      (begins(user.firstName, last) && begins(user.lastName, one))
    );
  };
}
