/** An error of the authorisation server (RFC 6749 section 5.2), small letters. */
export interface OauthError {
  readonly error: string;
  readonly description: string;
}

const LONGEST = 200;

/**
 * Reads an error out of whatever the server sent: JSON, JSON with an unquoted value as CUCM writes it (cisco-uc 7.3), or an
 * XML or HTML page. Undefined: nothing that looks like one.
 */
export function readOauthError(body: string): OauthError | undefined {
  const text = body.slice(0, 20_000);
  const named = /["']?error["']?\s*[:=]\s*["']?([A-Za-z][\w.-]{2,60})/.exec(text)?.[1];
  const tagged = /<error[^>]{0,100}>\s*([A-Za-z][\w.-]{2,60})\s*</i.exec(text)?.[1];
  const error = (named ?? tagged)?.toLowerCase();
  if (error === undefined) return undefined;
  const described = /["']error_description["']\s*:\s*["']([^"'\\]{0,400})/.exec(text)?.[1] ?? '';
  return { error, description: tidy(described) };
}

/** Servers' words go to Details: one line, no control characters, nothing long enough to be a token. */
export function tidy(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, ' ')
    .replace(/[\w.-]{40,}/g, '…')
    .slice(0, LONGEST)
    .trim();
}
