/** An address in parts (RFC 7622); local part and domain are lower-cased, the resource is kept. */
export interface JidParts {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
}

/** Splits at the first `/`, then at the first `@` of the rest (RFC 7622 section 3.1); undefined when a part is empty or too long. */
export function parseJid(text: string): JidParts | undefined {
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const resource = slash < 0 ? '' : text.slice(slash + 1);
  const at = bare.indexOf('@');
  const local = at < 0 ? '' : bare.slice(0, at);
  const domain = bare.slice(at + 1);
  if (domain === '' || at === 0 || (slash >= 0 && resource === '')) return undefined;
  if ([local, domain, resource].some((part) => Buffer.byteLength(part) > 1023)) return undefined;
  if (/[\s"&'/:<>@]/.test(local) || /[\s@<>&'"]/.test(domain)) return undefined;
  return { local: local.toLowerCase(), domain: domain.toLowerCase(), resource };
}

export function bareOf(jid: string): string {
  const slash = jid.indexOf('/');
  return (slash < 0 ? jid : jid.slice(0, slash)).toLowerCase();
}

export function resourceOf(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? '' : jid.slice(slash + 1);
}
