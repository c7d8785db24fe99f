import { createHash } from 'node:crypto';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type {
  Authorization,
  AuthorizationFlow,
  AuthorizationRequest,
  AuthorizationServer,
  ClientRegistration,
  Tokens,
} from '../../ports/authorization.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { HttpAnswer, HttpClient } from '../link/http-client.ts';
import { readOauthError, tidy } from './read-oauth-error.ts';
import { readReturn } from './read-return.ts';
import { readTokens } from './read-tokens.ts';

const SCOPE = 'UnifiedCommunications:readwrite';
/** Token answers are small; a page of a portal in between is not read to its end. */
const MAX_BYTES = 256 * 1024;

export interface AuthorizationPorts {
  readonly http: HttpClient;
  readonly random: Random;
}

export function createAuthorization(ports: AuthorizationPorts): Authorization {
  return {
    async begin(server, registration, redirectUri, call) {
      const first = await ask(ports, prepare(ports, server, registration, redirectUri, 'code'), call);
      const isUnknown = !first.ok && first.error.code === 'auth.sign-on-not-allowed';
      // cisco-uc 7.2: a server that refuses the code flow may still have the older one.
      if (!isUnknown) return first;
      const second = await ask(ports, prepare(ports, server, registration, redirectUri, 'implicit'), call);
      return second.ok ? second : first;
    },
    readReturn,
    redeem: (request, registration, code, call) =>
      askTokens(ports.http, request.server, call, registration, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: request.redirectUri,
        ...(request.verifier !== undefined && { code_verifier: request.verifier }),
      }),
    refresh: (server, registration, refreshToken, call) =>
      askTokens(ports.http, server, call, registration, {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
  };
}

/** cisco-uc 7.3. */
function prepare(
  { random }: AuthorizationPorts,
  server: AuthorizationServer,
  registration: ClientRegistration,
  redirectUri: string,
  flow: AuthorizationFlow,
): AuthorizationRequest {
  const secret = (): string => Buffer.from(random.bytes(32)).toString('base64url');
  const state = secret();
  const verifier = flow === 'code' && registration.usesPkce ? secret() : undefined;
  const url = new URL(server.authorize);
  const parameters = {
    scope: SCOPE,
    response_type: flow === 'code' ? 'code' : 'token',
    client_id: registration.clientId,
    redirect_uri: redirectUri,
    state,
    ...(verifier !== undefined && {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return {
    server,
    flow,
    url: url.href,
    redirectUri,
    state,
    ...(verifier !== undefined && { verifier }),
    providerHost: url.hostname,
  };
}

/** A browser shows errors to nobody who could act on them, so they are looked for before one is opened. */
async function ask(
  { http }: AuthorizationPorts,
  request: AuthorizationRequest,
  call: RequestCall,
): Promise<Result<AuthorizationRequest>> {
  const answer = await http.request({
    url: request.url,
    headers: { accept: 'text/html,application/json' },
    maxBytes: MAX_BYTES,
    ...call,
  });
  const host = hostOf(request.server.authorize);
  // A page too long to be an error is the provider's.
  if (!answer.ok) return answer.error.code === 'http.too-large' ? ok(request) : answer;
  const { status, headers } = answer.value;
  if (status >= 300 && status < 400) return afterRedirect(request, headers['location'] ?? '', host);
  if (status >= 200 && status < 300) return ok(request);
  const said = readOauthError(textOf(answer.value));
  if (status >= 400 && status < 500 && (said || status !== 404))
    return fail('auth.sign-on-not-allowed', { host }, said ? tidy(said.error) : `HTTP ${status}`);
  // A cluster with SAML that hands out no tokens.
  return status === 404
    ? fail('auth.sso-without-tokens', { host }, 'HTTP 404')
    : fail('http.status', { host, status }, `HTTP ${status}`);
}

/** To the provider's page, or straight back with an error (RFC 6749 section 4.1.2.1). */
function afterRedirect(
  request: AuthorizationRequest,
  location: string,
  host: string,
): Result<AuthorizationRequest> {
  const target = URL.parse(location, request.url);
  if (!target) return fail('http.bad-content', { host }, 'a redirect to nowhere');
  if (location.startsWith(request.redirectUri)) {
    const returned = readReturn(request, location, true);
    return returned.ok ? ok(request) : fail('auth.sign-on-not-allowed', { host }, returned.error.detail);
  }
  return ok({ ...request, providerHost: target.hostname });
}

async function askTokens(
  http: HttpClient,
  server: AuthorizationServer,
  call: RequestCall,
  { clientId, clientSecret }: ClientRegistration,
  grant: Readonly<Record<string, string>>,
): Promise<Result<Tokens>> {
  const host = hostOf(server.token);
  const form = new URLSearchParams({
    ...grant,
    client_id: clientId,
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
  });
  const answer = await http.request({
    url: server.token,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    maxBytes: MAX_BYTES,
    ...call,
  });
  if (!answer.ok) return answer;
  const { status, headers } = answer.value;
  if (status !== 200) return { ok: false, error: refusalOf(answer.value, host) };
  const tokens = readTokens(textOf(answer.value), headers['date']);
  return tokens ? ok(tokens) : fail('http.bad-content', { host }, 'no tokens in the answer');
}

/** Only a clear word ends a session: a portal or a broken server in between must not sign anybody out. */
function refusalOf(answer: HttpAnswer, host: string): Failure {
  const { status } = answer;
  const detail = `HTTP ${status}`;
  const error = readOauthError(textOf(answer))?.error;
  if (status < 500 && error !== undefined && /^invalid_(grant|token)$|expired|revoked/.test(error))
    return { code: 'auth.session-ended', params: { host }, detail: tidy(error) };
  if (status < 500 && error !== undefined)
    return { code: 'auth.sign-on-not-allowed', params: { host }, detail: tidy(error) };
  return { code: 'http.status', params: { host, status }, detail };
}

function textOf({ body }: HttpAnswer): string {
  return new TextDecoder().decode(body);
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
