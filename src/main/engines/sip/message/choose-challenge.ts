import { spelledBearer } from '../digest/bearer.ts';
import { bestChallenge, type DigestChallenge } from '../digest/challenge.ts';
import { markOpaque } from '../digest/challenge-mark.ts';
import { type HeaderLine, headerLines } from './scan-head.ts';

const NAMES = ['www-authenticate', 'proxy-authenticate'];

/**
 * Leaves one digest challenge in a 401 or 407, in a plain spelling. The grammar behind keeps only the last of several
 * headers and drops the whole message over a scheme it doesn't know (CUCM sends `Bearer`, cisco-uc 12.2), so the choice is made before it.
 * `hasToken`: where both are offered (RFC 8898), a token is shown rather than a password that isn't there.
 */
export function chooseChallenge(text: string, hasToken = false): string {
  if (!/^SIP\/2\.0 40[17]\b/i.test(text)) return text;
  let result = text;
  for (const name of NAMES) {
    const lines = [...headerLines(result)].filter((line) => line.name === name);
    const challenges = lines.flatMap((line) => splitChallenges(line.value));
    const best = bestChallenge(challenges);
    const bearer = challenges.map(spelledBearer).find((each) => each !== undefined);
    const chosen =
      best && !(hasToken && bearer) ? spell(best.challenge, name === 'proxy-authenticate') : bearer;
    result = replaceLines(result, lines, chosen === undefined ? '' : `${name}: ${chosen}\r\n`);
  }
  return result;
}

/** Several challenges may share a line: they part where a scheme name follows a comma. */
function splitChallenges(value: string): string[] {
  return value.split(/,\s*(?=[A-Za-z][\w-]*\s+[\w-]+\s*=)/);
}

function replaceLines(text: string, lines: readonly HeaderLine[], replacement: string): string {
  let result = text;
  for (const line of [...lines].reverse())
    result = result.slice(0, line.start) + (line === lines[0] ? replacement : '') + result.slice(line.end);
  return result;
}

/**
 * sip.js answers a second challenge of one request only where it is stale: a proxy's and then its registrar's would end the
 * call. So each is spelled as stale, and the mark says what it was to whoever answers (`Sha2DigestAuthentication`).
 */
function spell(challenge: DigestChallenge, isProxy: boolean): string {
  const quoted = (text: string): string => `"${text}"`;
  return `Digest ${[
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `opaque=${quoted(markOpaque({ isProxy, isStale: challenge.isStale, hashesUser: challenge.hashesUser === true }, challenge.opaque))}`,
    'stale=true',
    `algorithm=${challenge.algorithm}`,
    ...(challenge.qop ? [`qop="${challenge.qop}"`] : []),
  ].join(', ')}`;
}
