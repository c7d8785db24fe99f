import * as z from 'zod/mini';

/** One rule of AppDialRules.xml or DirLookupDialRules.xml (cisco-uc 6.3). */
export const dialRuleSchema = z.object({
  /** The number must begin with it; empty: any does. */
  beginsWith: z.string(),
  /** How many characters the number must have, a leading `+` counted; 0: any number of them. */
  length: z.number(),
  /** How many are taken away from its beginning. */
  remove: z.number(),
  /** What is then put in front. */
  prefix: z.string(),
});
export type DialRule = z.infer<typeof dialRuleSchema>;

/**
 * The number as the first rule that fits makes it; as it is when none does. Numbers only: digits with an optional `+`,
 * separators gone. Codes (`*`, `#`), names and addresses stay as they are, and so does a number that a rule would leave empty.
 * Emergency numbers are the caller's to keep away from here (V6).
 */
export function applyDialRules(rules: readonly DialRule[], number: string): string {
  if (!/^\+?\d+$/.test(number)) return number;
  const rule = rules.find(
    ({ beginsWith, length }) => number.startsWith(beginsWith) && (length === 0 || length === number.length),
  );
  if (!rule) return number;
  const changed = `${rule.prefix}${number.slice(rule.remove)}`;
  return changed === '' || changed === '+' ? number : changed;
}
