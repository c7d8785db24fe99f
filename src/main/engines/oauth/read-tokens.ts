import type { Tokens } from '../../ports/authorization.port.ts';

/** A token that is longer is none (a header line would burst). */
const LONGEST_TOKEN = 16_384;
/** 90 days is the most that the cluster can be set to (cisco-uc 7.5); a year is nonsense. */
const LONGEST_LIFE_S = 366 * 86_400;

/** Reads the token endpoint's JSON (cisco-uc 7.6). Undefined: no usable access token in it. `date`: the answer's Date header. */
export function readTokens(body: string, date?: string): Tokens | undefined {
  const json = parse(body);
  return json && tokensOf((name) => json[name], date);
}

/** The same out of an address' fragment (RFC 6749 section 4.2.2). */
export function readTokensOf(parameters: URLSearchParams): Tokens | undefined {
  return tokensOf((name) => parameters.get(name) ?? undefined, undefined);
}

function tokensOf(get: (name: string) => unknown, date: string | undefined): Tokens | undefined {
  const access = tokenOf(get('access_token'));
  if (access === undefined) return undefined;
  const type = get('token_type');
  // RFC 6749 section 7.1: a type that we don't know must not be used.
  if (typeof type === 'string' && !/^bearer$/i.test(type.trim())) return undefined;
  const refresh = tokenOf(get('refresh_token'));
  const accessLifeMs = lifeOf(get('expires_in'));
  const refreshLifeMs =
    lifeOf(get('refresh_token_expires_in') ?? get('refresh_expires_in')) ?? lifeOfJwt(refresh);
  const serverTime = date === undefined ? Number.NaN : Date.parse(date);
  return {
    access,
    ...(accessLifeMs !== undefined && { accessLifeMs }),
    ...(refresh !== undefined && { refresh }),
    ...(refresh !== undefined && refreshLifeMs !== undefined && { refreshLifeMs }),
    ...(Number.isFinite(serverTime) && { serverTime }),
  };
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Opaque, but it becomes part of a header line: visible ASCII without quotes (RFC 6750 section 2.1, and SIP's quoted form). */
function tokenOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TOKEN && /^[!#-[\]-~]+$/.test(value)
    ? value
    : undefined;
}

/** Seconds, as a number or as text. */
function lifeOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\s*\d{1,12}\s*$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_LIFE_S
    ? seconds * 1_000
    : undefined;
}

/** A hint only (cisco-uc 7.5): how long a signed token says that it lives. Nothing else of it is read, nothing is trusted. */
function lifeOfJwt(token: string | undefined): number | undefined {
  const [, payload] = token?.split('.') ?? [];
  if (payload === undefined) return undefined;
  const claims = parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const { exp, iat } = claims ?? {};
  return typeof exp === 'number' && typeof iat === 'number' ? lifeOf(exp - iat) : undefined;
}
