/** One place of a pattern: which keys it takes, and how often. */
interface Place {
  readonly keys: string;
  readonly least: number;
  readonly most: number;
}

/** A digit expression of RFC 4730 section 5.1 (`x{7}|…` has no alternatives: a request lists several). */
export type DigitPattern = readonly Place[];

export type Match = 'none' | 'partial' | 'complete' | 'may-grow';

const KEYS = '0123456789*#ABCD';
/** More would be no dial plan but work for us. */
const [MOST_PLACES, MOST_TIMES] = [60, 60];

/** `x`, `[1-4*]`, `[^0]`, keys, each with `.` (any number of times) or `{2}`, `{2,}`, `{,3}`, `{2,3}`; undefined: not understood. */
export function readDigitPattern(text: string): DigitPattern | undefined {
  const places: Place[] = [];
  let rest = text.replace(/\s+/g, '').toUpperCase();
  while (rest !== '') {
    const found = /^(?:L?([0-9*#A-DX])|L?\[(\^?)([0-9*#A-DX-]{1,40})\])(\.|\{\d{0,2},?\d{0,2}\})?/.exec(rest);
    if (!found || places.length === MOST_PLACES) return undefined;
    const [whole, key, isNot, selector = '', times] = found;
    const keys = key === undefined ? selected(selector, isNot === '^') : selected(key, false);
    const count = timesOf(times);
    if (keys === '' || !count) return undefined;
    places.push({ keys, ...count });
    rest = rest.slice(whole.length);
  }
  return places.length > 0 ? places : undefined;
}

function selected(selector: string, isNot: boolean): string {
  const named = selector
    .replaceAll('X', '0-9')
    .replace(/([0-9])-([0-9])|([A-D])-([A-D])/g, (_range, a?: string, b?: string, c?: string, d?: string) =>
      [...KEYS].filter((key) => key >= (a ?? c ?? '') && key <= (b ?? d ?? '')).join(''),
    );
  return [...KEYS].filter((key) => named.includes(key) !== isNot).join('');
}

function timesOf(times: string | undefined): { least: number; most: number } | undefined {
  if (times === undefined) return { least: 1, most: 1 };
  if (times === '.') return { least: 0, most: MOST_TIMES };
  const [from = '', to] = times.slice(1, -1).split(',');
  const least = Number(from);
  const most = to === undefined ? least : to === '' ? MOST_TIMES : Number(to);
  return least <= most && most > 0 && most <= MOST_TIMES ? { least, most } : undefined;
}

/** How far the digits get in a pattern. Walks all ways at once, so that no pattern takes longer than its length times theirs. */
export function matchDigits(pattern: DigitPattern, digits: string): Match {
  let at = ahead(pattern, new Set([0]));
  for (const digit of digits) {
    const next = new Set<number>();
    for (const state of at) {
      const [place, times] = [Math.floor(state / STRIDE), state % STRIDE];
      const here = pattern[place];
      if (here && times < here.most && here.keys.includes(digit)) next.add(state + 1);
    }
    if (next.size === 0) return 'none';
    at = ahead(pattern, next);
  }
  const isWhole = at.has(pattern.length * STRIDE);
  const mayGrow = [...at].some((state) => state % STRIDE < (pattern[Math.floor(state / STRIDE)]?.most ?? 0));
  return isWhole ? (mayGrow ? 'may-grow' : 'complete') : 'partial';
}

/** A state is a place and how often it was taken. */
const STRIDE = 100;

/** With every place that may be passed by already. */
function ahead(pattern: DigitPattern, states: Set<number>): Set<number> {
  for (const state of states) {
    const place = Math.floor(state / STRIDE);
    const here = pattern[place];
    if (here && state % STRIDE >= here.least) states.add((place + 1) * STRIDE);
  }
  return states;
}
