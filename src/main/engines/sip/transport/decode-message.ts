const strict = { fatal: true, ignoreBOM: true } as const;

/**
 * A message as text. SIP is UTF-8 (RFC 3261 section 7), but old telephone systems write names in Latin-1: a message that is no UTF-8 is read
 * as that, so that *Müller* keeps its letter. CUCM's phone dictionary codes (cisco-uc 12.4) stay what they are.
 */
export function decodeMessage(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', strict).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
