/** An XMPP address in normal form (RFC 7622). A part that is absent is empty. */
export interface Jid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
}

/** RFC 7622 sections 3.2 to 3.4: each part is at most this long in UTF-8. */
const MAX_PART_BYTES = 1023;
/** What almost every address on the wire looks like; it is in normal form already. */
const PLAIN = /^[a-z0-9._-]{1,200}@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
/** RFC 7622 section 3.3.1. */
const NOT_IN_LOCAL = /["&'/:<>@\s]/u;
/** PRECIS IdentifierClass (RFC 8264 section 4.2), without its exceptions for joiners. */
const IDENTIFIER = /^[\u0021-\u007e\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}]+$/u;
const FREEFORM_NEVER = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u;
const LABEL = /^[\p{L}\p{M}\p{Nd}_-]{1,63}$/u;

/** Reads an address: split at the first `/`, then at the first `@` of the rest. Answers nothing when a part is bad. */
export function parseJid(text: string): Jid | undefined {
  const slash = text.indexOf('/');
  const bare = slash === -1 ? text : text.slice(0, slash);
  const resource = slash === -1 ? '' : prepareResource(text.slice(slash + 1));
  const at = bare.indexOf('@');
  const local = at === -1 ? '' : prepareLocal(bare.slice(0, at));
  const domain = prepareDomain(bare.slice(at + 1));
  if (resource === undefined || local === undefined || domain === undefined) return undefined;
  return { local, domain, resource };
}

/** The bare address in normal form, of a bare or full one. Addresses are compared and stored in this form only. */
export function bareJid(text: string): string | undefined {
  const slash = text.indexOf('/');
  const bare = slash === -1 ? text : text.slice(0, slash);
  if (PLAIN.test(bare)) return bare;
  const jid = parseJid(bare);
  return jid && formatJid({ ...jid, resource: '' });
}

/** What a person typed as an address of another person: `local@domain`, spaces around it forgiven; never with a resource. */
export function normaliseBareJid(text: string): string | undefined {
  const jid = parseJid(text.trim());
  return jid === undefined || jid.local === '' || jid.resource !== '' ? undefined : formatJid(jid);
}

/** The resource of a full address as it stands (it is case-sensitive), or ''. */
export function resourceOf(text: string): string {
  const slash = text.indexOf('/');
  return slash === -1 ? '' : text.slice(slash + 1);
}

export function formatJid(jid: Jid): string {
  const bare = jid.local === '' ? jid.domain : `${jid.local}@${jid.domain}`;
  return jid.resource === '' ? bare : `${bare}/${jid.resource}`;
}

/**
 * The address of a user ID that may hold letters an address can't (XEP-0106): `amckenzie@example.test` of
 * `sales.example.test` is `amckenzie\40example.test@sales.example.test` (A12).
 */
export function jidOfUser(userId: string, domain: string): string | undefined {
  return normaliseBareJid(`${escapeLocal(userId)}@${domain}`);
}

/** XEP-0106 section 4.2. */
export function escapeLocal(userId: string): string {
  return userId
    .replace(/\\(?=20|22|26|27|2f|3a|3c|3e|40|5c)/gi, '\\5c')
    .replace(/[ "&'/:<>@]/g, (char) => `\\${char.charCodeAt(0).toString(16)}`);
}

/** XEP-0106 section 4.3: for showing only. */
export function unescapeLocal(local: string): string {
  return local.replace(/\\(20|22|26|27|2f|3a|3c|3e|40|5c)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function prepareLocal(raw: string): string | undefined {
  const local = narrow(raw).toLowerCase().normalize('NFC');
  const isGood = IDENTIFIER.test(local) && !NOT_IN_LOCAL.test(local) && local.normalize('NFKC') === local;
  return isGood && isShort(local) ? local : undefined;
}

function prepareDomain(raw: string): string | undefined {
  const domain = narrow(raw).replace(/\.$/, '').toLowerCase().normalize('NFC');
  const isLiteral = /^\[[0-9a-f:.]+\]$/.test(domain);
  const isGood = isLiteral || domain.split('.').every((label) => LABEL.test(label));
  return isGood && isShort(domain) ? domain : undefined;
}

function prepareResource(raw: string): string | undefined {
  const resource = raw.replace(/[\p{Zs}]/gu, ' ').normalize('NFC');
  return resource !== '' && !FREEFORM_NEVER.test(resource) && isShort(resource) ? resource : undefined;
}

/** Full-width and half-width letters become ordinary ones (RFC 8265 section 3.3.1). */
function narrow(text: string): string {
  return text.replace(/[\uff00-\uffef\u3002]/g, (char) => (char === '\u3002' ? '.' : char.normalize('NFKC')));
}

function isShort(text: string): boolean {
  if (text.length * 3 <= MAX_PART_BYTES) return true;
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes <= MAX_PART_BYTES;
}
