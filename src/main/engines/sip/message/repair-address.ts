import { headerLines } from './scan-head.ts';
import { telephoneNumber } from './telephone-number.ts';

/** Names that need no quotes (RFC 3261 section 25.1, `*(token LWS)`). */
const TOKENS = /^[\w.!%*+`'~-]+(?:[ \t]+[\w.!%*+`'~-]+)*$/;
/** What may stand in the user part of a SIP URI unescaped, and what is escaped already. */
const USER = /%[0-9A-Fa-f]{2}|[\w.!~*'()&=+$,;?/:-]/u;

/**
 * Makes From and To readable for the grammar behind, which drops the whole message over them: unquoted names outside ASCII
 * or with commas and brackets, `tel:` URIs (RFC 3966; as RFC 3261 section 19.1.6 turns them into SIP), URIs of other
 * schemes, blanks in the user part. Parameters, the tag among them, stay as they are. Right headers are left alone.
 */
export function repairAddresses(text: string): string {
  let result = text;
  const found = [...headerLines(text)].filter(({ name }) => name === 'from' || name === 'to');
  for (const { name, value, start, end } of found.toReversed()) {
    const repaired = repairAddress(value);
    if (repaired === value) continue;
    result = `${result.slice(0, start)}${name === 'from' ? 'From' : 'To'}: ${repaired}\r\n${result.slice(end)}`;
  }
  return result;
}

export function repairAddress(value: string): string {
  const open = value.indexOf('<', closingQuote(value));
  const close = value.indexOf('>', open);
  if (open < 0 || close < 0) {
    // Without brackets everything after the first semicolon belongs to the header (RFC 3261 section 20).
    const [uri = '', ...parameters] = value.split(';');
    const repaired = repairUri(uri.trim());
    return repaired === uri.trim() ? value : [`<${repaired}>`, ...parameters].join(';');
  }
  const name = value.slice(0, open).trim();
  const uri = value.slice(open + 1, close);
  const [rightName, rightUri] = [repairName(name), repairUri(uri.trim())];
  if (rightName === name && rightUri === uri) return value;
  return `${rightName}${rightName === '' ? '' : ' '}<${rightUri}>${value.slice(close + 1)}`;
}

/** Where a quoted name ends, so that a bracket in it isn't taken for the URI's. */
function closingQuote(value: string): number {
  return /^\s*"(?:[^"\\]|\\.)*"(?=\s*<)/.exec(value)?.[0].length ?? 0;
}

function repairName(name: string): string {
  // A quote that is never closed is nobody's name: the grammar behind says so.
  if (name.startsWith('"') && !/^"(?:[^"\\]|\\.)*"/.test(name)) return name;
  if (name === '' || TOKENS.test(name) || /^"(?:[^"\\]|\\.)*"$/.test(name)) return name;
  return `"${name.replace(/^"|"$/g, '').replace(/["\\]/g, '\\$&')}"`;
}

function repairUri(uri: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(uri) ?? [];
  switch (scheme.toLowerCase()) {
    case 'sip':
    case 'sips':
      return `${scheme}:${repairUser(rest)}`;
    case 'tel': {
      const number = telephoneNumber(rest);
      return number === undefined ? NOBODY : `sip:${number.replaceAll('#', '%23')}@tel.invalid;user=phone`;
    }
    default:
      return NOBODY;
  }
}

/** Somebody who can't be named (RFC 3323 section 4.1). */
const NOBODY = 'sip:anonymous@anonymous.invalid';

function repairUser(rest: string): string {
  const at = rest.lastIndexOf('@');
  if (at < 0) return rest;
  const user = rest
    .slice(0, at)
    .replace(new RegExp(`${USER.source}|([^])`, 'gu'), (same, wrong: string | undefined) =>
      wrong === undefined ? same : encodeURIComponent(wrong),
    );
  return user === '' ? rest.slice(at + 1) : `${user}@${rest.slice(at + 1)}`;
}
