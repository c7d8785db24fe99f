import { descendants, find, parseXml } from '../../link/xml-document.ts';
import { type DigitPattern, readDigitPattern } from './digit-pattern.ts';

/** What a server wants to hear of (RFC 4730 section 5). Times in milliseconds. */
export interface KpmlRequest {
  readonly patterns: readonly { readonly pattern: DigitPattern; readonly tag: string }[];
  readonly persist: 'one-shot' | 'persist' | 'single-notify';
  /** Between digits, while nothing matches yet. */
  readonly interDigitMs: number;
  /** After a match that more digits could lengthen. */
  readonly criticalDigitMs: number;
}

const MOST_EXPRESSIONS = 20;
/** Longer than any call; a timer can't be set further anyhow. */
const LONGEST_MS = 24 * 3_600_000;

/** The request of a SUBSCRIBE's body; undefined when it can't be understood (501). */
export function readKpmlRequest(body: string): KpmlRequest | undefined {
  const parsed = parseXml(body.trim());
  if (!parsed.ok) return undefined;
  const pattern = find(parsed.value, 'pattern');
  if (!pattern) return undefined;
  const expressions = descendants(pattern, 'regex');
  if (expressions.length === 0 || expressions.length > MOST_EXPRESSIONS) return undefined;
  const patterns = expressions.flatMap((each) => {
    const read = readDigitPattern(each.text);
    return read ? [{ pattern: read, tag: (each.attributes.get('tag') ?? '').slice(0, 100) }] : [];
  });
  if (patterns.length < expressions.length) return undefined;
  const ms = (name: string, otherwise: number): number => {
    const value = pattern.attributes.get(name) ?? '';
    return /^\d{1,12}$/.test(value) ? Math.min(Number(value), LONGEST_MS) : otherwise;
  };
  const persist = pattern.attributes.get('persist');
  return {
    patterns,
    persist: persist === 'persist' || persist === 'single-notify' ? persist : 'one-shot',
    interDigitMs: ms('interdigittimer', 4_000),
    criticalDigitMs: ms('criticaldigittimer', 1_000),
  };
}
