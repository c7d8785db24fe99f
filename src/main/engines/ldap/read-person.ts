import type { Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { jidOfUser, normaliseBareJid } from '../../../shared/domain/jid.ts';
import type { LdapCardField, LdapField, LdapSettings } from '../../ports/ldap-settings.port.ts';
import type { LdapEntry } from './ldap-messages.ts';

export interface Addressing {
  /** Domain of the addresses that user names get. */
  readonly domain?: string;
  /** Everybody is addressed by directory URI (A12). */
  readonly byDirectoryUri?: boolean;
}

type ReadSettings = Pick<
  LdapSettings,
  'attributes' | 'cardAttributes' | 'usesSipUri' | 'uriPrefix' | 'directoryUriPrefix'
>;

/** An entry as a person; `undefined`: it names nobody. */
export function readPerson(
  { values }: LdapEntry,
  settings: ReadSettings,
  addressing: Addressing,
): Person | undefined {
  const text = (field: LdapField): string | undefined => {
    const value = values.get(settings.attributes[field].toLowerCase())?.[0]?.toString().trim();
    return value === undefined || value === '' ? undefined : value.slice(0, 500);
  };
  const joined = [text('firstName'), text('lastName')].filter((part) => part !== undefined).join(' ');
  const userName = text('userName');
  const name = text('displayName') ?? (joined === '' ? (text('commonName') ?? userName) : joined);
  const directoryUri = withoutPrefix(text('directoryUri'), settings.directoryUriPrefix);
  const sipUri = withoutPrefix(text('sipUri'), settings.uriPrefix) ?? directoryUri;
  const address = addressOf({ userName, directoryUri, sipUri }, settings, addressing);
  const phones = PHONE_FIELDS.flatMap(([kind, field]) => {
    const number = text(field);
    return number === undefined ? [] : [{ kind, number }];
  });
  const key = address ?? phones[0]?.number ?? userName;
  if (name === undefined || key === undefined) return undefined;
  const [title, department, email] = [text('title'), text('department'), text('email')];
  return {
    id: (address ?? `tel:${key}`) as ContactId,
    ...{ source: 'directory', name, phones },
    ...(address !== undefined && { address }),
    ...(title !== undefined && { title }),
    ...(department !== undefined && { department }),
    ...(sipUri !== undefined && sipUri.includes('@') && { sipUri: `sip:${sipUri}` }),
    ...(email !== undefined && { email }),
    ...(userName !== undefined && { userName }),
    ...cardOf(values, settings.cardAttributes),
  };
}

/** Street; code and city; state; country: one a line. A manager's DN is shown by its first value (RFC 4514 section 2). */
function cardOf(
  values: LdapEntry['values'],
  attributes: ReadSettings['cardAttributes'],
): Pick<Person, 'company' | 'manager' | 'postalAddress'> {
  const text = (field: LdapCardField): string => {
    const name = attributes?.[field].toLowerCase() ?? '';
    return values.get(name)?.[0]?.toString().trim().slice(0, 500) ?? '';
  };
  const [company, manager] = [text('company'), text('manager')];
  const lines = [
    text('street').replace(/\s*\$\s*|\r?\n/g, '\n'),
    `${text('postalCode')} ${text('city')}`.trim(),
    text('state'),
    text('country'),
  ].filter((line) => line !== '');
  const named = /^[A-Za-z][\w.-]*=((?:\\.|[^,+\\])*)/.exec(manager)?.[1]?.replace(/\\(.)/g, '$1') ?? manager;
  return {
    ...(company !== '' && { company }),
    ...(named !== '' && { manager: named }),
    ...(lines.length > 0 && { postalAddress: lines.join('\n') }),
  };
}

const PHONE_FIELDS = [
  ['work', 'businessPhone'],
  ['mobile', 'mobilePhone'],
  ['home', 'homePhone'],
  ['other', 'otherPhone'],
] as const;

function addressOf(
  of: Readonly<Record<'userName' | 'directoryUri' | 'sipUri', string | undefined>>,
  { usesSipUri }: ReadSettings,
  { domain, byDirectoryUri }: Addressing,
): string | undefined {
  const asJid = (uri: string | undefined) =>
    uri?.includes('@') === true ? normaliseBareJid(uri) : undefined;
  const ofUser =
    domain === undefined || of.userName === undefined ? undefined : jidOfUser(of.userName, domain);
  if (usesSipUri) return asJid(of.sipUri) ?? ofUser;
  return byDirectoryUri === true ? (asJid(of.directoryUri) ?? ofUser) : ofUser;
}

function withoutPrefix(uri: string | undefined, prefix: string): string | undefined {
  const rest = prefix !== '' && uri?.startsWith(prefix) === true ? uri.slice(prefix.length) : uri;
  return rest?.replace(/^sips?:/i, '');
}
