import type { DialRule } from '../../../shared/domain/dial-rule.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { descendants, isNamed, type XmlElement } from '../link/xml-document.ts';

/** More than an administrator writes. */
const MOST = 500;

/**
 * Reads AppDialRules.xml and DirLookupDialRules.xml (cisco-uc 6.3), which look alike. A rule that makes no sense is left
 * out: the ones after it go on to be tried in their order.
 */
export function readDialRules(root: XmlElement): Result<readonly DialRule[]> {
  if (!isNamed(root, 'DialRules') && !isNamed(root, 'DirLookupDialRules') && !isNamed(root, 'AppDialRules'))
    return fail('config.malformed', {}, `line ${root.line}: no element "DialRules"`);
  return ok(descendants(root, 'DialRule').slice(0, MOST).flatMap(readRule));
}

function readRule(element: XmlElement): readonly DialRule[] {
  const values = new Map([...element.attributes].map(([name, value]) => [name.toLowerCase(), value.trim()]));
  const beginsWith = plain(values.get('beginswith'));
  const prefix = plain(values.get('prefixwith'));
  const length = count(values.get('numdigits'));
  const remove = count(values.get('digitstoremove'));
  if (beginsWith === undefined || prefix === undefined || length === undefined || remove === undefined)
    return [];
  return [{ beginsWith, length, remove, prefix }];
}

/** What may stand in front of a number; separators are for the eye. */
function plain(text = ''): string | undefined {
  const bare = text.replace(/[\s().-]/g, '');
  return /^\+?[\d*#]{0,32}$/.test(bare) ? bare : undefined;
}

function count(text = ''): number | undefined {
  if (text === '') return 0;
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}
