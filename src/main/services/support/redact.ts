/**
 * The last door before a log line is written (Q2, S5). Services don't log secrets; this catches what slips through
 * in a library's message: credentials, tokens, keys, message bodies in stanzas, phone numbers, addresses of people.
 * Numbers and addresses keep a stable tail, so that lines can still be matched with each other.
 */
const secretRules: readonly (readonly [RegExp, string | ((...groups: string[]) => string)])[] = [
  // HTTP and SIP credentials
  [
    /\b(authorization|proxy-authorization|cookie|set-cookie|x-auth)(["']?\s*[:=]\s*)[^\r\n]+/gi,
    '$1$2<redacted>',
  ],
  [/\b(Basic|Bearer|Digest)\s+[A-Za-z0-9+/=_.~-]{6,}[^\r\n]*/g, '$1 <redacted>'],
  [/(response|nonce|cnonce|opaque)="[^"]*"/gi, '$1="<redacted>"'],
  // JSON, form and query secrets
  [
    /(["']?(?:password|passwd|secret|token|access_token|refresh_token|client_secret|code_verifier|SAMLResponse|RelayState|ticket|otp)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,&;"'}]+)/gi,
    '$1<redacted>',
  ],
  [/([?&](?:code|state)=)[^\s&"']+/gi, '$1<redacted>'],
  // XMPP: SASL payloads and what people wrote
  [/(<(?:auth|response|challenge|success|initial-response|authenticate)\b[^>]*>)[^<]*/gi, '$1<redacted>'],
  [/(<(?:body|subject|html|password|status|nick)\b[^>]*>)[\s\S]*?(?=<\/|$)/gi, '$1<redacted>'],
  // SDES keys (RFC 4568) and long key material
  [/(inline:)[A-Za-z0-9+/=]+/g, '$1<redacted>'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, '<jwt>'],
  [/\b[0-9a-f]{48,}\b/gi, '<hex>'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '<private key>'],
];

const peopleRules: typeof secretRules = [
  [/(?<![\w.-])([\w.+-]{2,64})@(?=[\w-]+\.)/g, (_all, user) => `${short(user)}@`],
  [/(?<![\w.:-])\+?\d[\d ()-]{5,17}\d(?![\w.:-])/g, (all) => `…${all.replace(/\D/g, '').slice(-3)}`],
];

const short = (user: string) => (user.length <= 2 ? '…' : `…${user.slice(-2)}`);

/** The text without what must not be written down. */
export function redact(text: string): string {
  let result = withoutSecrets(text);
  for (const [pattern, replacement] of peopleRules) result = result.replace(pattern, replacement as string);
  return result;
}

/** The text without credentials, keys and what people wrote; names and numbers stay for who gives them others. */
export function withoutSecrets(text: string): string {
  let result = text;
  for (const [pattern, replacement] of secretRules) result = result.replace(pattern, replacement as string);
  return result;
}
