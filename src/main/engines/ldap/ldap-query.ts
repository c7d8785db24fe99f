import { maskedNumber, readNumberMasks } from './number-masks.ts';
import { digitsOf, SUBSCRIBER_DIGITS } from '../../../shared/domain/phone-number.ts';
import type { LdapField, LdapSettings } from '../../ports/ldap-settings.port.ts';
import {
  allOf,
  anyOf,
  endsWith,
  equals,
  holds,
  type LdapFilter,
  parseFilter,
  startsWith,
} from './ldap-filter.ts';

/** What the queries need of the settings. */
export type QuerySettings = Pick<
  LdapSettings,
  | 'attributes'
  | 'baseFilter'
  | 'predictiveFilter'
  | 'usesAnr'
  | 'usesWildcards'
  | 'onlyBusinessPhone'
  | 'uriPrefix'
  | 'directoryUriPrefix'
  | 'numberMasks'
>;

const NAMES: readonly LdapField[] = [
  'displayName',
  'commonName',
  'firstName',
  'lastName',
  'userName',
  'email',
];
const PHONES: readonly LdapField[] = ['businessPhone', 'mobilePhone', 'homePhone', 'otherPhone'];
const LONGEST = 200;
const MOST_WORDS = 6;
/** What only makes a number readable. */
const SEPARATORS = /[\s().\-/+]/g;

/**
 * The predictive filter (C2): a number is looked for at the start and end of numbers, an address in mail and URIs, and of
 * names every word must begin one. `undefined`: nothing was typed.
 */
export function filterForText(settings: QuerySettings, text: string): LdapFilter | undefined {
  const typed = text.normalize('NFC').trim().replace(/\s+/g, ' ').slice(0, LONGEST);
  if (typed === '') return undefined;
  const predictive = parseFilter(settings.predictiveFilter);
  const digits = typed.replace(SEPARATORS, '');
  const wanted = /^\d{3,}$/.test(digits) ? numbers(settings, typed, digits, true) : names(settings, typed);
  return people(settings, ...(predictive ? [predictive] : []), wanted);
}

/** Everybody who may have the number: the ends of numbers are compared, the caller compares the rest. */
export function filterForNumber(settings: QuerySettings, number: string): LdapFilter | undefined {
  const digits = digitsOf(number);
  return digits.length < 2 ? undefined : people(settings, numbers(settings, number, digits, false));
}

/** By address, mail or SIP URI; `userName` where the address is one of our own domain. */
export function filterForUri(settings: QuerySettings, uri: string, userName: string | undefined): LdapFilter {
  const { email, directoryUri, sipUri, userName: userAttribute } = settings.attributes;
  const choices: LdapFilter[] = [
    equals(email, uri),
    equals(directoryUri, `${settings.directoryUriPrefix}${uri}`),
  ];
  if (sipUri !== '')
    choices.push(equals(sipUri, `${settings.uriPrefix}${uri}`), equals(sipUri, `sip:${uri}`));
  if (userName !== undefined) choices.push(equals(userAttribute, userName));
  return people(settings, anyOf(...choices));
}

/** Whether a filter that an administrator wrote can be read; of the predictive one the bare name of an attribute too. */
export const isFilter = (text: string): boolean =>
  text.trim() === '' || ATTRIBUTE.test(text.trim()) || parseFilter(text) !== undefined;

/** Cisco's examples for OpenLDAP name an attribute where the filter is expected: it is searched too. */
const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9-]*$/;

function people({ baseFilter }: QuerySettings, ...more: readonly LdapFilter[]): LdapFilter {
  const base = parseFilter(baseFilter);
  return allOf(...(base ? [base] : []), ...more);
}

function names(settings: QuerySettings, typed: string): LdapFilter {
  const { attributes, usesWildcards, usesAnr, predictiveFilter } = settings;
  const also = ATTRIBUTE.exec(predictiveFilter.trim()) ?? [];
  const fields = [...new Set([...NAMES.map((field) => attributes[field]), ...also])].filter(
    (name) => name !== '',
  );
  const match = usesWildcards ? holds : startsWith;
  const words = typed.split(' ').slice(0, MOST_WORDS);
  const everyWord = allOf(
    ...words.map((word) =>
      anyOf(
        ...fields.flatMap((field) => [
          match(field, word),
          ...(isDisplay(settings, field) ? [holds(field, ` ${word}`)] : []),
        ]),
      ),
    ),
  );
  return usesAnr ? anyOf(equals('anr', typed), everyWord) : everyWord;
}

/** Of a whole name the later words begin too. */
const isDisplay = ({ attributes }: QuerySettings, field: string): boolean =>
  field === attributes.displayName || field === attributes.commonName;

function numbers(settings: QuerySettings, typed: string, digits: string, isStart: boolean): LdapFilter {
  const { attributes, onlyBusinessPhone, usesWildcards, numberMasks = '' } = settings;
  const masked = maskedNumber(readNumberMasks(numberMasks), typed);
  const fields = (onlyBusinessPhone ? PHONES.slice(0, 1) : PHONES)
    .map((field) => attributes[field])
    .filter((name) => name !== '');
  const end = digits.slice(-SUBSCRIBER_DIGITS);
  const isShort = digits.length < SUBSCRIBER_DIGITS;
  return anyOf(
    ...[...new Set(fields)].flatMap((field) => [
      ...[...new Set([typed, digits, `+${digits}`])].map((each) => equals(field, each)),
      ...(masked === undefined ? [] : [holds(field, ...masked.split('*').filter((part) => part !== ''))]),
      // As it is written in directories, too: `+49 30 777-1234` is typed from its beginning.
      ...(isStart ? [...new Set([typed, digits, `+${digits}`])].map((each) => startsWith(field, each)) : []),
      // A short one is an extension unless somebody types it: it is stored as dialled.
      ...(isShort && !isStart ? [] : [endsWith(field, end)]),
      ...(usesWildcards ? [holds(field, ...end)] : []),
    ]),
  );
}
