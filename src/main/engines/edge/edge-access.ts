import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { EdgeConfig, EdgeHost, EdgeRoute } from '../../ports/edge.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import { expectStatus, type HttpAnswer, type HttpClient, type HttpRequest } from '../link/http-client.ts';
import { withToken } from '../link/with-token.ts';
import { EdgeCookies } from './edge-cookies.ts';
import { edgeOrigin, edgePrefix, throughEdge } from './edge-url.ts';
import { readEdgeConfig } from './read-edge-config.ts';

/** No more edges than this are tried for one request. */
const MAX_EDGES = 3;
const MAX_CONFIG_BYTES = 500_000;
/** `auth.session-ended` is not among them: nothing was shown, and the tokens themselves know. */
const REFUSED = /^auth\.(wrong-password|token-refused)$/;
const CONFIG_PATH = 'get_edge_config/?service_name=_cisco-uds&service_name=_cuplogin';

/**
 * One person's way through the edges of a domain: signs in at one edge at a time and carries requests through it. A
 * refused password is never shown again (A2, and the edge's intrusion protection, cisco-uc 9.1): from then on every request fails with that refusal.
 */
export class EdgeAccess {
  readonly route: EdgeRoute;
  readonly secret: Secret;
  private readonly http: HttpClient;
  private readonly cookies = new EdgeCookies();
  private present = 0;
  private isSignedIn = false;
  /** With the token that it was about: another one, of a person who has signed in again, may be shown. */
  private refusal: { readonly error: Failure; readonly token: string | undefined } | undefined;
  private signingIn: Promise<Result<EdgeConfig>> | undefined;
  /** Servers that the edge has named. */
  private named: ReadonlySet<string> = new Set();

  constructor(http: HttpClient, route: EdgeRoute, secret: Secret) {
    this.http = http;
    this.route = route;
    this.secret = secret;
  }

  /** Fetches the configuration, and with it the cookie; one question serves all who wait. */
  async signIn(call: RequestCall): Promise<Result<EdgeConfig>> {
    this.signingIn ??= this.askEdges(call).finally(() => (this.signingIn = undefined));
    const result = await this.signingIn;
    const wasOthers = !result.ok && result.error.code === 'app.cancelled' && !call.signal.aborted;
    return wasOthers ? this.signIn(call) : result;
  }

  /** An inside request, with its cookie; signs in where there is none, once again where the edge has forgotten us. */
  async request(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const target = URL.parse(request.url);
    if (!target) return fail('http.bad-content', { host: '' }, 'not a web address');
    const span = request.span.child('edge', { host: target.hostname, path: target.pathname });
    const result = await this.carry({ ...request, span }, target);
    span.end(result.ok ? 'ok' : result.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
    return result;
  }

  /**
   * How something that is sent in its own manner gets there: the address to ask the edge for, and what to show. Nothing for
   * hosts that are not the company's. `isForgotten`: the edge did not know us.
   */
  async passage(
    target: URL,
    call: RequestCall,
    isForgotten: boolean,
  ): Promise<Result<{ readonly url: string; readonly headers: Record<string, string> } | undefined>> {
    if (isForgotten) this.isSignedIn = false;
    const known = this.isSignedIn ? undefined : await this.signIn(call);
    if (known && !known.ok) return known;
    if (!this.isInside(target.hostname)) return ok(undefined);
    const url = throughEdge(this.edge(), this.route.domain, target);
    const headers: Record<string, string> = this.cookies.isEmpty ? {} : { cookie: this.cookies.header() };
    return ok({ url, headers });
  }

  private isInside(host: string): boolean {
    const { domain, edges } = this.route;
    if (edges.some((edge) => edge.host === host)) return false;
    return host === domain || host.endsWith(`.${domain}`) || this.named.has(host);
  }

  private async carry(request: HttpRequest, target: URL): Promise<Result<HttpAnswer>> {
    let first: Result<HttpAnswer> | undefined;
    for (let turn = 0; turn < Math.min(MAX_EDGES, this.route.edges.length); turn += 1) {
      // It has tried every edge by itself.
      const known = this.isSignedIn ? undefined : await this.signIn(request);
      if (known && !known.ok) return first ?? known;
      const result = await this.viaPresent(request, target);
      if (!isCarriedNowhere(result, request.method)) return result;
      first ??= result;
      this.moveOn();
    }
    return first ?? fail('discovery.no-records', { domain: this.route.domain });
  }

  private async viaPresent(request: HttpRequest, target: URL): Promise<Result<HttpAnswer>> {
    const answer = await this.send(request, target);
    if (!isForgotten(answer)) return this.judge(answer, target);
    // The cookie has run out: nothing of the request was done, so it is sent again.
    this.isSignedIn = false;
    const again = await this.signIn(request);
    return again.ok ? this.judge(await this.send(request, target), target) : again;
  }

  private async send(request: HttpRequest, target: URL): Promise<Result<HttpAnswer>> {
    const url = throughEdge(this.edge(), this.route.domain, target);
    const headers = { ...request.headers, ...(!this.cookies.isEmpty && { cookie: this.cookies.header() }) };
    const answer = await this.http.request({ ...request, url, headers });
    if (answer.ok) this.cookies.renew(answer.value);
    return answer;
  }

  /** A host that is not on the edge's allow list is refused by the edge itself (cisco-uc 9.5). */
  private judge(answer: Result<HttpAnswer>, target: URL): Result<HttpAnswer> {
    if (!answer.ok || answer.value.status !== 403 || !isOfEdge(answer.value)) return answer;
    return fail('edge.not-allowed', { host: target.hostname, edge: this.edge().host });
  }

  /** Whether this is the same person's way, and still open. */
  serves(route: EdgeRoute, secret: Secret): boolean {
    const isSameSecret = this.secret.tokens === secret.tokens && this.secret.password === secret.password;
    return this.refusal === undefined && isSameSecret && isSameRoute(this.route, route);
  }

  private async askEdges(call: RequestCall): Promise<Result<EdgeConfig>> {
    const { refusal, secret } = this;
    if (refusal && refusal.token === secret.tokens?.current()) return { ok: false, error: refusal.error };
    let first: Result<EdgeConfig> | undefined;
    for (let turn = 0; turn < Math.min(MAX_EDGES, this.route.edges.length); turn += 1) {
      const result = await this.askEdge(this.edge(), call);
      if (result.ok || !isEdgeOut(result.error)) return result;
      first ??= result;
      this.moveOn();
    }
    return first ?? fail('discovery.no-records', { domain: this.route.domain });
  }

  private async askEdge(edge: EdgeHost, call: RequestCall): Promise<Result<EdgeConfig>> {
    const url = `${edgeOrigin(edge)}/${edgePrefix(this.route.domain)}/${CONFIG_PATH}`;
    const answer = await this.ask(url, call);
    if (!answer.ok && REFUSED.test(answer.error.code))
      this.refusal = { error: answer.error, token: this.secret.tokens?.current() };
    const accepted = expectStatus(answer, url, 200);
    if (!accepted.ok) return accepted;
    const config = readEdgeConfig(accepted.value.body, edge);
    if (!config.ok) return config;
    this.cookies.replace(accepted.value);
    this.isSignedIn = true;
    const { uds, presence, tftp } = config.value;
    this.named = new Set([...[...uds, ...presence].map(({ host }) => host), ...tftp]);
    return ok(config.value);
  }

  /** With the password, or with a token, which is renewed once where the edge takes it for old (cisco-uc 7.7). */
  private async ask(url: string, { span, signal }: RequestCall): Promise<Result<HttpAnswer>> {
    const { tokens, password } = this.secret;
    const send = async (authorization: string): Promise<Result<HttpAnswer>> => {
      const headers = { accept: 'application/xml', authorization };
      const answer = await this.http.request({ url, headers, maxBytes: MAX_CONFIG_BYTES, span, signal });
      if (!answer.ok || answer.value.status !== 401) return answer;
      return fail('auth.wrong-password', { host: URL.parse(url)?.hostname ?? '' }, 'HTTP 401');
    };
    if (tokens) return withToken(tokens, (token) => send(`Bearer ${token}`));
    const pair = Buffer.from(`${this.route.username}:${password}`, 'utf8').toString('base64');
    return send(`Basic ${pair}`);
  }

  private edge(): EdgeHost {
    return this.route.edges[this.present] ?? { host: '', port: 0 };
  }

  private moveOn(): void {
    this.present = (this.present + 1) % Math.max(1, this.route.edges.length);
    // A cookie is good at the edge that gave it.
    this.isSignedIn = false;
  }
}

function isSameRoute(left: EdgeRoute, right: EdgeRoute): boolean {
  return (
    JSON.stringify([left.domain, left.username, left.edges]) ===
    JSON.stringify([right.domain, right.username, right.edges])
  );
}

/** Whether another edge may do better: it doesn't answer, or has a fault of its own. */
export function isEdgeOut({ code, params }: Failure): boolean {
  return code.startsWith('net.') || (code === 'http.status' && Number(params?.['status']) >= 500);
}

/**
 * Whether another edge may do better. 502: the edge can't reach the next hop, so nothing was done (cisco-uc 9.1). What
 * may have been done already is not sent again.
 */
function isCarriedNowhere(result: Result<HttpAnswer>, method: HttpRequest['method']): boolean {
  if (result.ok) return result.value.status === 502;
  if (/^net\.(refused|unreachable|name-not-found)$/.test(result.error.code)) return true;
  return isEdgeOut(result.error) && method !== 'POST';
}

/** The edge itself asks for the password again; a 401 of a server inside has another realm. */
function isForgotten(answer: Result<HttpAnswer>): boolean {
  if (!answer.ok || answer.value.status !== 401) return false;
  return /realm="?cisco-edge/i.test(answer.value.headers['www-authenticate'] ?? '');
}

/** `Server: CE_C ECS` (cisco-uc 9.1). */
function isOfEdge({ headers }: HttpAnswer): boolean {
  return /^CE_/i.test(headers['server'] ?? '');
}
