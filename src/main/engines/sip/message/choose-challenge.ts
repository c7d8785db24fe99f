import { spelledBearer } from '../digest/bearer.ts';
import { bestChallenge, type DigestChallenge } from '../digest/challenge.ts';
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
    const chosen = best && !(hasToken && bearer) ? spell(best.challenge) : bearer;
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

function spell(challenge: DigestChallenge): string {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return `Digest ${[
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    ...(challenge.opaque === undefined ? [] : [`opaque=${quoted(challenge.opaque)}`]),
    `stale=${challenge.isStale}`,
    `algorithm=${challenge.algorithm}`,
    ...(challenge.hasQop ? ['qop="auth"'] : []),
  ].join(', ')}`;
}
