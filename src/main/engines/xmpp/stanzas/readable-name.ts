/** Names longer than this are for nobody's eyes. */
const MAX_LENGTH = 200;

/**
 * A name as others gave it, safe to be shown: without control characters and without the signs that turn the direction
 * of everything after them (`Ann\u202egnp.exe`). What holds nothing to see is no name: ''.
 */
export function readableName(name: string): string {
  const clean = name
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  const isEmpty = !/[^\p{C}\p{Z}\p{M}\u3164\uffa0\u115f\u1160\u2800]/u.test(clean);
  return isEmpty ? '' : [...clean].slice(0, MAX_LENGTH).join('');
}
