import { bareJid } from '../../../../shared/domain/jid.ts';

/** The account's own names, as bind gave them. What claims to come from them is checked against this. */
export interface OwnAddress {
  readonly full: string;
  readonly bare: string;
  readonly domain: string;
}

export function ownAddress(full: string): OwnAddress {
  const bare = bareJid(full) ?? full;
  return { full, bare, domain: bare.slice(bare.indexOf('@') + 1) };
}

/** No sender at all means the own account (RFC 6120 section 8.1.2.1); else it must be its bare address, without a resource. */
export function isOwnAccount(from: string | undefined, own: OwnAddress): boolean {
  return from === undefined || from === own.bare || (!from.includes('/') && bareJid(from) === own.bare);
}

export function isOwnServer(from: string | undefined, own: OwnAddress): boolean {
  return from !== undefined && from.toLowerCase() === own.domain;
}
