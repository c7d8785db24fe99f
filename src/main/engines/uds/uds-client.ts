import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { BasicCredentials, UdsNode } from '../../ports/uds.port.ts';
import { withToken } from '../link/with-token.ts';
import { expectStatus, type HttpAnswer, type HttpClient } from '../link/http-client.ts';
import { parseXml, type XmlElement } from '../link/xml-document.ts';
import { SessionCookies } from './session-cookies.ts';

/** One request to UDS: builds the address, sends, reads the XML. */
export interface UdsClient {
  /** `path` starts after `/cucm-uds/`. */
  get(
    node: UdsNode,
    path: string,
    call: RequestCall,
    credentials?: BasicCredentials,
  ): Promise<Result<XmlElement>>;
  /** Changes what stands at this address; 200 and 204 are a yes. Never repeated by itself. */
  put(url: string, body: string, call: RequestCall, credentials: BasicCredentials): Promise<Result<void>>;
  /** The same for something new; 201 is a yes too. */
  post(url: string, body: string, call: RequestCall, credentials: BasicCredentials): Promise<Result<void>>;
  /** A link that the server gave; followed only where it points to a UDS node by HTTPS. */
  follow(uri: string, call: RequestCall, credentials?: BasicCredentials): Promise<Result<XmlElement>>;
}

export function createUdsClient(http: HttpClient): UdsClient {
  const sessions = new SessionCookies();
  const get = async (
    url: string,
    call: RequestCall,
    credentials?: BasicCredentials,
  ): Promise<Result<XmlElement>> => {
    const ask = async (authorization?: string): Promise<Result<XmlElement>> => {
      const cookie = credentials && sessions.header(url, credentials);
      const answer = await http.request({
        url,
        headers: {
          accept: 'application/xml',
          ...(authorization !== undefined && { authorization }),
          ...(cookie !== undefined && { cookie }),
        },
        ...call,
      });
      if (credentials && answer.ok) sessions.read(url, credentials, answer.value);
      return readXmlAnswer(answer, url);
    };
    if (!credentials) return ask();
    const { tokens } = credentials;
    return tokens ? withToken(tokens, (token) => ask(`Bearer ${token}`)) : ask(basic(credentials));
  };
  const change =
    (method: 'PUT' | 'POST'): UdsClient['put'] =>
    (url, body, call, credentials) => {
      const send = async (authorization: string): Promise<Result<void>> => {
        const cookie = sessions.header(url, credentials);
        const answer = await http.request({
          url,
          method,
          headers: {
            accept: 'application/xml',
            'content-type': 'application/xml',
            authorization,
            ...(cookie !== undefined && { cookie }),
          },
          body,
          ...call,
        });
        if (answer.ok) sessions.read(url, credentials, answer.value);
        const refused = refusal(answer, url);
        if (refused) return refused;
        const isDone = answer.ok && [200, 201, 204].includes(answer.value.status);
        const accepted = isDone ? answer : expectStatus(answer, url, 200);
        return accepted.ok ? ok() : accepted;
      };
      const { tokens } = credentials;
      return tokens ? withToken(tokens, (token) => send(`Bearer ${token}`)) : send(basic(credentials));
    };
  return {
    get: (node, path, call, credentials) => get(`${udsBase(node)}/${path}`, call, credentials),
    put: change('PUT'),
    post: change('POST'),
    follow: (uri, call, credentials) => {
      const url = URL.parse(uri);
      // A password goes where the cluster lives and nowhere else.
      if (url?.protocol !== 'https:' || !url.pathname.startsWith('/cucm-uds/'))
        return Promise.resolve(
          fail('http.bad-content', { host: url?.hostname ?? '' }, 'a link to elsewhere'),
        );
      return get(uri, call, credentials);
    },
  };
}

/** The document of a 200 answer; refusals and errors in the catalogue's words. */
export function readXmlAnswer(answer: Result<HttpAnswer>, url: string): Result<XmlElement> {
  const refused = refusal(answer, url);
  if (refused) return refused;
  const accepted = expectStatus(answer, url, 200);
  if (!accepted.ok) return accepted;
  const parsed = parseXml(accepted.value.body);
  if (parsed.ok) return parsed;
  return fail('http.bad-content', { host: URL.parse(url)?.hostname ?? '' }, parsed.error.detail);
}

/** 401 stops everything (A2, cisco-uc 2.2); 403 with a word of locking is told apart, as waiting is the only help. */
function refusal(answer: Result<HttpAnswer>, url: string): Result<never> | undefined {
  if (!answer.ok) return undefined;
  const host = URL.parse(url)?.hostname ?? '';
  if (answer.value.status === 401) return fail('auth.wrong-password', { host }, 'HTTP 401');
  const isLocked =
    answer.value.status === 403 &&
    /locked/i.test(new TextDecoder().decode(answer.value.body.subarray(0, 2_000)));
  return isLocked ? fail('auth.locked', { host }, 'HTTP 403') : undefined;
}

export function udsBase({ host, port }: UdsNode): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}/cucm-uds`;
}

/** RFC 7617 in UTF-8. */
export function basic({ username, password }: BasicCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

export function nodeOf(uri: string | undefined, fallback: UdsNode): UdsNode | undefined {
  const url = uri === undefined ? undefined : URL.parse(uri);
  if (!url || url.hostname === '') return undefined;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? fallback.port : Number(url.port),
  };
}
