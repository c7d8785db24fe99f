/** Spaces other than the ordinary one (RFC 3454 table C.1.2). */
const SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;
/** Letters that are taken out (RFC 3454 table B.1). */
const NOTHING = /[\ufe00-\ufe0f]|\u034f|[\u180b-\u180d]|[\u00ad\u1806\u2060\ufeff]|\u200c|\u200d/g;
/** Control letters, private use, non-characters, surrogates, and what tables C.6 to C.9 forbid. */
const PROHIBITED =
  /[\p{Cc}\p{Co}\p{Cs}\u06dd\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\ufffd\ufdd0-\ufdef\ufffe\uffff\u2ff0-\u2ffb\u200e\u200f\u202a-\u202e]|\u0340|\u0341|[\u{e0001}\u{e0020}-\u{e007f}]/u;

/**
 * A user name or password as SCRAM wants it (RFC 4013). A text that the profile forbids is given back as it is:
 * the server decides, and a refusal is clearer than a guess.
 */
export function saslprep(text: string): string {
  const prepared = text.replace(SPACES, ' ').replace(NOTHING, '').normalize('NFKC');
  return PROHIBITED.test(prepared) ? text : prepared;
}
