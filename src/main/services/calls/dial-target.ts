import { applyDialRules, type DialRule } from '../../../shared/domain/dial-rule.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';

/** What a person asked to call, understood. */
export type DialTarget =
  /** Digits with an optional `+`, and `*` `#`; visual separators are gone. */
  | {
      readonly kind: 'number';
      readonly number: string;
      readonly isEmergency: boolean;
      readonly extension?: string;
    }
  | { readonly kind: 'uri'; readonly uri: string };

/**
 * Numbers that are never rewritten, confirmed or held back (V6): the world's common ones and those of CUCM's usual
 * access codes. RFC 5031's `urn:service:sos` is the same wish in words.
 */
const EMERGENCY = new Set([
  '112',
  '911',
  '999',
  '000',
  '110',
  '113',
  '115',
  '117',
  '118',
  '119',
  '122',
  '144',
  '9112',
  '9911',
  '9999',
]);

const LONGEST = 128;

/**
 * Reads a dial string: a plain number with any visual separators, `tel:` (RFC 3966), `sip:`/`sips:`, `user@host`, or a
 * bare name. `//` after the scheme is tolerated (browsers add it). Error: call.bad-number, and then nothing is dialled.
 */
export function parseDialTarget(text: string): Result<DialTarget> {
  const wish = text.normalize('NFKC').trim();
  const scheme = /^([a-z]+):(?:\/\/)?(.*)$/is.exec(wish);
  if (wish === '' || wish.length > 1_024 || hasControls(wish)) return badNumber(text);
  if (/^urn:service:sos(\.[a-z]+)*$/i.test(wish))
    return ok({ kind: 'number', number: '112', isEmergency: true });
  switch (scheme?.[1]?.toLowerCase()) {
    case undefined:
      return plain(wish, text);
    case 'tel':
    case 'ciscotel':
    case 'callto':
    case 'clicktocall':
      return telephone(scheme?.[2] ?? '', text);
    case 'sip':
    case 'sips':
      return sip(scheme?.[2] ?? '', text);
    default:
      return badNumber(text);
  }
}

/**
 * As it is given to signalling: the URI, or the number as the application dial rules make it (V6). Emergency numbers,
 * codes and numbers with an extension are never rewritten (cisco-uc 6.3).
 */
export function signallingTarget(target: DialTarget, rules: readonly DialRule[] = []): string {
  if (target.kind === 'uri') return target.uri;
  const isPlain = !target.isEmergency && target.extension === undefined;
  return isPlain ? applyDialRules(rules, target.number) : target.number;
}

/** How an address is shown and called back: the number or name of a SIP URI without its scheme, `''` for an unknown caller. */
export function shownAddress(address: string): string {
  const user = /^(?:sips?|tel):([^@;?]*)(@[^;?]*)?/i.exec(address);
  if (!user) return address;
  const name = decoded(user[1] ?? '');
  return isNumberLike(name) || user[2] === undefined ? name : `${name}${user[2]}`;
}

function plain(wish: string, text: string): Result<DialTarget> {
  if (wish.includes('@')) return sip(wish, text);
  const number = compact(wish);
  if (isNumberLike(number)) return numberTarget(number);
  // Directory names and pilots: letters as well, but nothing that needs escaping in a URI.
  return /^[A-Za-z0-9][\w.+-]*$/.test(wish) && /[A-Za-z]/.test(wish) && wish.length <= LONGEST
    ? ok({ kind: 'uri', uri: wish })
    : badNumber(text);
}

/** RFC 3966: global numbers start with `+`, local ones should say their context, which then tells the country. */
function telephone(rest: string, text: string): Result<DialTarget> {
  const [subscriber = '', ...parameters] = decoded(rest).split(';');
  if (subscriber.includes('@')) return sip(decoded(rest), text);
  const number = compact(subscriber);
  if (!isNumberLike(number)) return badNumber(text);
  const values = new Map(
    parameters.map((part): [string, string] => [
      part.split('=', 1)[0]?.trim().toLowerCase() ?? '',
      part.slice(part.indexOf('=') + 1).trim(),
    ]),
  );
  const extension = compact(values.get('ext') ?? '');
  if (extension !== '' && !/^\d{1,15}$/.test(extension)) return badNumber(text);
  const context = compact(values.get('phone-context') ?? '');
  const isPrefix = /^\+\d{1,15}$/.test(context) && !number.startsWith('+') && !isEmergency(number);
  return numberTarget(isPrefix ? `${context}${number}` : number, extension);
}

function sip(rest: string, text: string): Result<DialTarget> {
  const parts =
    /^([^@\s<>"]{1,128})@([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?(;[^\s<>"?]*)?(\?.*)?$/.exec(
      rest,
    );
  if (parts)
    return ok({
      kind: 'uri',
      uri: `sip:${unescaped(parts[1] ?? '')}@${(parts[2] ?? '').toLowerCase()}${parts[3] ?? ''}`,
    });
  // `sip:1234` names a number at our own server.
  const number = compact(rest.split(';', 1)[0] ?? '');
  return isNumberLike(number) ? numberTarget(number) : badNumber(text);
}

/** RFC 3261 section 19.1.4: an unreserved sign and its escaped form are the same, and only one of them is readable. */
const unescaped = (user: string): string =>
  user.replace(/%([2-7][\dA-F])/gi, (escaped, code: string) => {
    const sign = String.fromCharCode(Number.parseInt(code, 16));
    return /[A-Za-z\d\-_.!~*'()]/.test(sign) ? sign : escaped;
  });

function numberTarget(number: string, extension = ''): Result<DialTarget> {
  return ok({
    kind: 'number',
    number,
    isEmergency: isEmergency(number),
    ...(extension !== '' && { extension }),
  });
}

const isEmergency = (number: string): boolean => EMERGENCY.has(number);

/** Without visual separators (RFC 3966 section 5.1.1) and what people write besides: blanks, dashes of every length, slashes. A (0) after a country code goes too. */
function compact(number: string): string {
  const withoutTrunk = /^\s*\+/.test(number) ? number.replace(/\(0\)/, '') : number;
  return withoutTrunk.replace(/[\s().\-/\u2010-\u2015\u2212]/g, '');
}

const isNumberLike = (text: string): boolean =>
  text.length <= 64 && /^\+?[\d*#]+$/.test(text) && /\d|^[*#]+$/.test(text);

const hasControls = (text: string): boolean => /[\u0000-\u001F\u007F]/.test(text);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const badNumber = (text: string): Result<DialTarget> =>
  fail('call.bad-number', { number: text.trim().slice(0, 40) });
