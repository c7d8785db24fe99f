import { fail, ok, type Failure, type Result } from '../../../shared/errors/result.ts';
import type {
  ImPresence,
  ImPresenceRequest,
  ImPresenceSession,
  RequestCall,
} from '../../ports/im-presence.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { descendants, escapeXml, find, type XmlElement } from '../link/xml-document.ts';
import { withToken } from '../link/with-token.ts';
import { isHostName } from './host-name.ts';
import { callSoap } from './soap-client.ts';

export interface ImPresenceOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Our own name and version, told at sign-in. */
  readonly clientVersion: string;
  /** Where a node is named without one. 8443 in the field. */
  readonly defaultPort?: number;
}

const DEFAULT_PORT = 8443;
const XMPP_PORT = 5222;
/** `login` wants a client type; this is the one that third parties are seen to send (cisco-uc 8.1). */
const CLIENT_TYPE = 'CUPC';
const ALL_CONFIG =
  '<e:get-all-config><e:system-config/><e:user-config/><e:federated-domains auth-policy="all"/><e:non-presence-aware-contacts/><e:contact-info/></e:get-all-config>';

export function createImPresence(options: ImPresenceOptions): ImPresence {
  return {
    async signIn(request, call) {
      let firstFailure: Result<never> | undefined;
      for (const name of request.nodes) {
        const node = /:\d+$/.test(name) ? name : `${name}:${options.defaultPort ?? DEFAULT_PORT}`;
        const session = await signInAt(options, node, request, call);
        if (session.ok && session.value) return session;
        if (session.ok) continue;
        // A refusal is one of the cluster's, and a certificate is the person's to judge: no further node is tried.
        if (/^(auth|tls)\.|^app\.cancelled/.test(session.error.code)) return session;
        firstFailure ??= session;
      }
      return firstFailure ?? ok(undefined);
    },
  };
}

/** With single sign-on a token stands in the password's place (cisco-uc 8.1). */
function signInAt(
  options: ImPresenceOptions,
  node: string,
  login: ImPresenceRequest,
  call: RequestCall,
): Promise<Result<ImPresenceSession | undefined>> {
  const { tokens } = login;
  return tokens
    ? withToken(tokens, (token) => logInAt(options, node, { ...login, password: token }, call))
    : logInAt(options, node, login, call);
}

async function logInAt(
  options: ImPresenceOptions,
  node: string,
  login: ImPresenceRequest,
  call: RequestCall,
): Promise<Result<ImPresenceSession | undefined>> {
  const { http, clientVersion } = options;
  const content =
    `<e:login client-version="${escapeXml(clientVersion)}" client-type="${CLIENT_TYPE}" force="true">` +
    `<e:username>${escapeXml(login.username)}</e:username><e:password>${escapeXml(login.password)}</e:password></e:login>`;
  const answer = await callSoap(http, { node, operation: 'login', content }, call);
  if (!answer.ok) return answer;
  const host = node.replace(/:\d+$/, '');
  switch (answer.value.kind) {
    case 'absent':
      return ok(undefined);
    case 'refused':
      return fail('auth.wrong-password', { host }, 'HTTP 401');
    case 'fault':
      return readLoginFault(answer.value.text, host);
    case 'response': {
      const failure = find(answer.value.body, 'failure');
      if (failure) return { ok: false, error: failureOf(wordsOf(failure), host) };
      const key = find(answer.value.body, 'success')?.children[0]?.text ?? '';
      return key === '' ? ok(undefined) : openSession(options, node, key, login.wantsServers, call);
    }
  }
}

/** A fault that speaks of the password is a refusal; any other means that this service is of no use to us (cisco-uc 8.1 rule). */
function readLoginFault(text: string, host: string): Result<undefined> {
  return REFUSAL.test(text) ? { ok: false, error: failureOf(text, host) } : ok(undefined);
}

const REFUSAL = /password|credential|authenticat|not authorized|locked/i;

/** Only words about the password blame it: anything else is the server's trouble, and the person is not asked to type it again. */
function failureOf(text: string, host: string): Failure {
  if (!REFUSAL.test(text))
    return { code: 'http.bad-content', params: { host }, detail: 'SOAP login failed for another reason' };
  const code = /locked/i.test(text) ? 'auth.locked' : 'auth.wrong-password';
  return { code, params: { host }, detail: 'SOAP login refused' };
}

/** Its schema is not known (cisco-uc 8.1), so words are looked for anywhere in it. */
function wordsOf({ text, attributes, children }: XmlElement): string {
  return [text, ...attributes.values(), ...children.map(wordsOf)].join(' ');
}

/** A password that was fetched ahead is used only so long: servers forget them. */
const FRESH_MS = 20_000;

/** Reads where chat is, unless that is known. */
async function openSession(
  options: ImPresenceOptions,
  node: string,
  sessionKey: string,
  wantsServers: boolean,
  call: RequestCall,
): Promise<Result<ImPresenceSession>> {
  const config = wantsServers ? await readConfig(options, node, sessionKey, call) : undefined;
  if (config?.ok === false && config.error.code === 'app.cancelled') return config;
  return ok(sessionOf(options, node, sessionKey, config?.ok ? config.value : new Map()));
}

function sessionOf(
  options: ImPresenceOptions,
  node: string,
  sessionKey: string,
  properties: ReadonlyMap<string, string>,
): ImPresenceSession {
  const domain = findProperty(properties, /presence.*domain|domain.*presence/);
  const relogin = reloginOf(properties);
  return {
    node,
    xmpp: targetsOf(properties),
    ...(domain !== undefined && isHostName(domain) && { domain }),
    ...(relogin && { relogin }),
    ...passwordsOf(options, node, sessionKey),
    async reuseAt(other, call) {
      const config = await readConfig(options, other, sessionKey, call);
      return config.ok ? ok(sessionOf(options, other, sessionKey, config.value)) : config;
    },
  };
}

/** What the node says of the system and the user. Anything but an answer to the question means that it doesn't know the session. */
async function readConfig(
  { http }: ImPresenceOptions,
  node: string,
  sessionKey: string,
  call: RequestCall,
): Promise<Result<ReadonlyMap<string, string>>> {
  const request = { node, operation: 'get_all_config', content: ALL_CONFIG, sessionKey } as const;
  const answer = await callSoap(http, request, call);
  if (!answer.ok) return answer;
  return answer.value.kind === 'response'
    ? ok(readProperties(answer.value.body))
    : fail('http.bad-content', { host: node.replace(/:\d+$/, '') }, `SOAP ${answer.value.kind}`);
}

function passwordsOf(
  { http, clock }: ImPresenceOptions,
  node: string,
  sessionKey: string,
): Pick<ImPresenceSession, 'prefetchPassword' | 'oneTimePassword'> {
  let ahead: { readonly password: Promise<Result<string>>; readonly at: number } | undefined;
  return {
    prefetchPassword: async (call) => {
      ahead = { password: askOneTimePassword(http, node, sessionKey, call), at: clock.monotonic() };
      await ahead.password;
    },
    oneTimePassword: (call) => {
      const ready = ahead && clock.monotonic() - ahead.at < FRESH_MS ? ahead.password : undefined;
      ahead = undefined;
      return ready ?? askOneTimePassword(http, node, sessionKey, call);
    },
  };
}

async function askOneTimePassword(
  http: HttpClient,
  node: string,
  sessionKey: string,
  call: RequestCall,
): Promise<Result<string>> {
  const answer = await callSoap(
    http,
    { node, operation: 'get_onetime_password', content: '<e:get-onetime-password/>', sessionKey },
    call,
  );
  if (!answer.ok) return answer;
  const password = answer.value.kind === 'response' ? find(answer.value.body, 'password')?.text : undefined;
  // The session may be gone: the caller signs in anew.
  return password === undefined || password === ''
    ? fail('http.bad-content', { host: node.replace(/:\d+$/, '') }, `SOAP ${answer.value.kind}`)
    : ok(password);
}

/** By name in small letters. */
function readProperties(body: XmlElement): ReadonlyMap<string, string> {
  const entries = descendants(body, 'property').map((property) => {
    const name = property.attributes.get('name') ?? '';
    return [name.toLowerCase(), property.attributes.get('value') ?? property.text] as const;
  });
  return new Map(entries.filter(([, value]) => value !== ''));
}

function findProperty(properties: ReadonlyMap<string, string>, pattern: RegExp): string | undefined {
  for (const [name, value] of properties) if (pattern.test(name)) return value;
  return undefined;
}

/** A day; longer limits are a mistake. */
const LONGEST_RELOGIN_S = 86_400;

/** *Client Re-Login Lower* and *Upper Limit* of the Server Recovery Manager; their names in the answer are not known (cisco-uc 1.6, 8.1). */
function reloginOf(properties: ReadonlyMap<string, string>): ImPresenceSession['relogin'] {
  const seconds = (end: string): number =>
    Number(findProperty(properties, new RegExp(`re-?login.*${end}|${end}.*re-?login`)) ?? Number.NaN);
  const [lowerS, upperS] = [seconds('lower'), seconds('upper')];
  const isSound = lowerS >= 0 && upperS >= lowerS && upperS <= LONGEST_RELOGIN_S;
  return isSound ? { lowerS, upperS } : undefined;
}

/** Only `Presence.Domain` is known by name; the servers are recognised by words (cisco-uc 8.1). */
function targetsOf(properties: ReadonlyMap<string, string>): readonly XmppTarget[] {
  const ofServers = [...properties].filter(
    ([name, value]) =>
      /xmpp/.test(name) && /server|address|host/.test(name) && !/port/.test(name) && isHostName(value),
  );
  const rank = (name: string): number => (/secondary|backup/.test(name) ? 2 : 1);
  const told = Number(findProperty(properties, /xmpp.*port/));
  const port = Number.isInteger(told) && told > 0 && told < 65_536 ? told : XMPP_PORT;
  return ofServers
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([, host]) => ({ host, port, tls: 'starttls' as const }));
}
