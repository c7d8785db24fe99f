import { fail, ok, type Result } from '../../../shared/errors/result.ts';

/** The address a person typed. */
export interface WorkAddress {
  /** `user@domain`, the domain in small letters. */
  readonly full: string;
  readonly user: string;
  readonly domain: string;
}

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Reads `user@domain`. User names that are mail addresses work (T14): the last `@` is the one before the domain.
 * International domains become their ASCII form (RFC 5891). Error: discovery.bad-address.
 */
export function parseWorkAddress(typed: string): Result<WorkAddress> {
  const text = typed.trim();
  const at = text.lastIndexOf('@');
  const user = text.slice(0, Math.max(at, 0));
  const domain = asciiDomain(text.slice(at + 1));
  if (at < 1 || user.length > 1_000 || domain === undefined || /[\s/"<>\p{Cc}]/u.test(user)) {
    return fail('discovery.bad-address');
  }
  return ok({ full: `${user}@${domain}`, user, domain });
}

/** The domain as DNS asks for it, or nothing when it cannot be one. */
export function asciiDomain(text: string): string | undefined {
  // Letters that would end or change the host of a URL are refused before it is used as one.
  if (text === '' || /[\s/?#@:\\%[\]\p{Cc}]/u.test(text)) return undefined;
  const host = URL.parse(`http://${text}/`)?.hostname.replace(/\.$/, '');
  if (host === undefined || host.length > 253 || /^[\d.]+$/.test(host)) return undefined;
  const labels = host.split('.');
  return labels.every((label) => LABEL.test(label)) ? host : undefined;
}
