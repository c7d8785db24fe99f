import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';

/** A conversation to open, with text to put into the composer. Several addresses stand for a group. */
export interface ChatLink {
  readonly kind: 'chat';
  readonly addresses: readonly string[];
  readonly subject?: string;
  readonly body: string;
}

/** A room to go into: `?join` of the registry of XEP-0147 (XEP-0045 section 17.1). */
export interface RoomLink {
  readonly kind: 'room';
  readonly address: string;
  readonly password?: string;
}

const MOST_ADDRESSES = 100;
const LONGEST_SUBJECT = 500;

/** Actions of RFC 5122 and XEP-0147 that come to opening a chat. */
const CHAT_ACTIONS = new Set(['', 'message', 'chat', 'roster', 'subscribe', 'vcard']);

/**
 * Reads what follows `xmpp:` or `im:`: addresses separated by `;`, then `?message;subject=…;body=…` (RFC 5122, T16).
 * Everything is split first and decoded after, once, so that an escaped `;` or `?` stays inside its value.
 * `?join` of one address is a room. Errors: link.malformed; link.unsupported for actions such as removing a contact.
 */
export function parseChatLink(rest: string): Result<ChatLink | RoomLink> {
  const question = rest.indexOf('?');
  const path = (question < 0 ? rest : rest.slice(0, question)).replace(/\/$/, '');
  const query = question < 0 ? '' : (rest.slice(question + 1).split('#', 1)[0] ?? '');
  const addresses = parseAddressList(path.split('#', 1)[0] ?? '');
  if (!addresses.ok) return addresses;
  const [action = '', ...pairs] = query.split(';');
  const isAction = !action.includes('=');
  const name = isAction ? action.toLowerCase() : '';
  if (name === 'join') return roomLink(addresses.value, pairs);
  if (!CHAT_ACTIONS.has(name))
    return /^[a-z-]{1,30}$/.test(name)
      ? fail('link.unsupported', { scheme: `xmpp ${name}` })
      : fail('link.malformed');
  const values = readPairs(isAction ? pairs : [action, ...pairs]);
  if (!values.ok) return values;
  const subject = oneLine(values.value.get('subject') ?? '').slice(0, LONGEST_SUBJECT);
  return ok({
    kind: 'chat',
    addresses: addresses.value,
    body: plainText(values.value.get('body') ?? ''),
    ...(subject !== '' && { subject }),
  });
}

/** One room at a time; everything but its password is the window's affair. */
function roomLink(addresses: readonly string[], pairs: readonly string[]): Result<RoomLink> {
  const [address, ...others] = addresses;
  const values = readPairs(pairs);
  if (!values.ok) return values;
  if (address === undefined || others.length > 0) return fail('link.malformed');
  const password = oneLine(values.value.get('password') ?? '').slice(0, LONGEST_SUBJECT);
  return ok({ kind: 'room', address, ...(password !== '' && { password }) });
}

/** Addresses separated by `;` (and `,`, which some pages write), each once; a resource is left out. Error: link.malformed. */
export function parseAddressList(list: string): Result<readonly string[]> {
  const addresses = new Set<string>();
  for (const part of list.split(/[;,]/)) {
    if (part.trim() === '') continue;
    const decoded = decode(part);
    const address = decoded === undefined ? undefined : readAddress(decoded.trim());
    if (address === undefined) return fail('link.malformed');
    addresses.add(address);
  }
  const isUsable = addresses.size > 0 && addresses.size <= MOST_ADDRESSES;
  return isUsable ? ok([...addresses]) : fail('link.malformed');
}

/** A person's address: RFC 7622 with a local part, without its resource. */
function readAddress(text: string): string | undefined {
  const bare = text.split('/', 1)[0] ?? '';
  if (!/^[^@\s"<>&']+@[^@\s"<>&'/?#%]+$/.test(bare)) return undefined;
  return normaliseBareJid(bare);
}

/** The first of each name counts; names without regard to letter case. */
function readPairs(pairs: readonly string[]): Result<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const pair of pairs.filter((each) => each !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at))?.toLowerCase();
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    if (name === undefined || value === undefined) return fail('link.malformed');
    if (!values.has(name)) values.set(name, value);
  }
  return ok(values);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Line breaks and tabs stay; other control letters, and those that turn the direction of text, have no place in a draft. */
function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}
