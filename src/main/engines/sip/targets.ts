import { Grammar, URI } from 'sip.js/lib/core/index.js';
import type { SipAccount } from '../../ports/sip.port.ts';

/** Names an address of record as a URI: `sip:alice@example.test`, also without the scheme; undefined for anything else. */
export function parseAor(aor: string): URI | undefined {
  const text = /^sips?:/i.test(aor) ? aor.replace(/^sips:/i, 'sip:') : `sip:${aor}`;
  const uri = parseUri(text);
  return uri?.user ? uri : undefined;
}

/**
 * Where an INVITE goes: a `sip:` URI as it is, everything else as the user part at the account's domain
 * (with `user=phone` for numbers on CUCM, cisco-uc 12.4). Undefined for what can't be a request URI.
 */
export function inviteTarget(target: string, aor: URI, account: SipAccount): URI | undefined {
  const text = target.trim();
  if (text === '' || text.length > 1_024) return undefined;
  if (/^sips?:/i.test(text)) {
    const uri = parseUri(text.replace(/^sips:/i, 'sip:'));
    return uri?.user ? uri : undefined;
  }
  if (!/^[\w+*#.!~'()&=$,;?/%-]{1,128}$/.test(text)) return undefined;
  const parameters: Record<string, string> =
    account.device && /^[+*#\d]+$/.test(text) ? { user: 'phone' } : {};
  return new URI('sip', text, aor.host, aor.port, parameters);
}

function parseUri(text: string): URI | undefined {
  try {
    return Grammar.URIParse(text);
  } catch {
    return undefined;
  }
}
