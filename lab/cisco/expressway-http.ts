import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { ExpresswayCounters, ExpresswayOptions } from './expressway-model.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import { xmlReply } from './uds-reply.ts';

/** `Server: CE_C ECS` marks what the edge itself says (cisco-uc 9.1 [public P10]). */
const OWN = { Server: 'CE_C ECS', 'Content-Type': 'text/html' };
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'host',
  'cookie',
]);

export interface ExpresswayWebParts {
  readonly options: ExpresswayOptions;
  readonly fqdn: string;
  readonly counters: ExpresswayCounters;
  readonly ports: () => { readonly https: number; readonly xmpp: number; readonly sip: number };
  /** Value of `sipRequest/route`. */
  readonly sipRoute: string;
}

/** The HTTPS side of the edge: `get_edge_sso`, `get_edge_config`, and requests carried inside by path prefix (cisco-uc 9.1–9.3). */
export class ExpresswayWeb {
  private readonly parts: ExpresswayWebParts;
  private readonly cookies = new Set<string>();
  private failuresInARow = 0;

  constructor(parts: ExpresswayWebParts) {
    this.parts = parts;
  }

  expireCookies(): void {
    this.cookies.clear();
  }

  async answer(request: LabRequest): Promise<LabReply> {
    const { options, counters } = this.parts;
    const [, prefix = '', rest = ''] = /^\/([^/?]+)(.*)$/s.exec(request.target) ?? [];
    // Both alphabets are taken: which one the product wants is not known (cisco-uc 9.1 [inferred]).
    const [domain, protocol, host = '', port = ''] = Buffer.from(prefix, 'base64url')
      .toString('utf8')
      .split('/');
    const inside = protocol === undefined ? '' : `${protocol}://${host}:${port}`;
    const reply = await this.route(request, { domain: domain ?? '', protocol, host, port, rest });
    counters.requests.push({ path: rest, inside, status: reply.status });
    return domain?.toLowerCase() === options.domain.toLowerCase()
      ? reply
      : { status: 404, headers: OWN, body: '' };
  }

  private async route(
    request: LabRequest,
    to: { domain: string; protocol: string | undefined; host: string; port: string; rest: string },
  ): Promise<LabReply> {
    const { blockAfter = 0 } = this.parts.options;
    if (blockAfter > 0 && this.failuresInARow >= blockAfter) return { status: 403, headers: OWN, body: '' };
    if (to.protocol === undefined) {
      if (to.rest.startsWith('/get_edge_sso')) return this.sso();
      return to.rest.startsWith('/get_edge_config')
        ? this.configuration(request)
        : this.signOn(request, to.rest);
    }
    const cookie = /(?:^|;\s*)X-Auth=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1];
    if (cookie === undefined || !this.cookies.has(cookie)) return unauthorized();
    return this.carry(request, { ...to, protocol: to.protocol });
  }

  /** The observed paths are `authorize` and `access_token` (cisco-uc 7.6 [public P15]); the way back from the provider is the lab's. */
  private signOn(request: LabRequest, rest: string): LabReply {
    const { options, fqdn, ports } = this.parts;
    const [path = ''] = rest.split('?');
    const at = /^\/(authorize|access_token)$/.test(path) ? `/ssosp/oauth${path}` : path;
    if (!options.signOn || !at.startsWith('/ssosp/')) return notFound();
    const { name = 'exp-e', host, domain } = options;
    const door = { name, fqdn, host, port: ports().https };
    return options.signOn(door, `/${Buffer.from(domain).toString('base64url')}`, { ...request, path: at });
  }

  /** LAB: the document of cisco-uc 7.1, as 9.2 says; the product's own is not known. */
  private sso(): LabReply {
    const { options, fqdn, ports } = this.parts;
    const { sso = 'disabled', domain } = options;
    if (sso === 'absent') return notFound();
    if (sso === 'failing') return { status: 503, headers: OWN, body: '' };
    const base = `https://${fqdn}:${ports().https}/${Buffer.from(domain).toString('base64url')}`;
    const oauth = xml(
      'OAuth',
      '',
      {},
      leaf('Authorize', `${base}/authorize`),
      leaf('Token', `${base}/access_token`),
    );
    const isEnabled = sso === 'enabled';
    const single = xml(
      'SingleSignOn',
      '',
      {},
      xml('Status', '', { enabled: String(isEnabled) }),
      isEnabled && oauth,
    );
    return xmlReply(xml('SSOResult', '', { version: '12.5' }, xml('Response', '', {}, single)));
  }

  /** cisco-uc 9.3 [public P10]. */
  private configuration(request: LabRequest): LabReply {
    const { options, counters } = this.parts;
    const { authorization = '' } = request.headers;
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
    const isTheirs = token !== undefined && options.userOfToken?.(token) !== undefined;
    const outcome =
      token === undefined ? options.accounts.checkBasic(authorization || undefined).kind : 'wrong';
    if (!isTheirs && outcome !== 'right') {
      if (outcome === 'wrong') this.failuresInARow += 1;
      return unauthorized();
    }
    this.failuresInARow = 0;
    counters.configurations += 1;
    const cookie = randomBytes(16).toString('hex');
    this.cookies.add(cookie);
    const reply = xmlReply(this.document());
    const setCookie = `X-Auth=${cookie}; Path=/; Secure; HttpOnly`;
    return { ...reply, headers: { ...reply.headers, Server: OWN.Server, 'Set-Cookie': setCookie } };
  }

  private document(): XmlElement {
    const { options, sipRoute, ports } = this.parts;
    const { inside } = options;
    const records = inside.uds.map(({ name, port }) =>
      xml(
        'server',
        '',
        {},
        leaf('priority', '10'),
        leaf('weight', '10'),
        leaf('port', String(port)),
        leaf('address', name),
      ),
    );
    const [home] = inside.uds;
    const service = (name: string, ...content: XmlElement[]) =>
      xml('service', '', {}, leaf('name', name), content);
    const edgeServer = (name: string, port: number) => serverList(name, this.parts.fqdn, port);
    return xml(
      'getEdgeConfigResponse',
      '',
      { version: '1.0' },
      xml(
        'serviceConfig',
        '',
        {},
        service('_cisco-uds', ...(records.length > 0 ? records : [leaf('error', 'NameError')])),
        service('_cuplogin', leaf('error', 'NameError')),
        inside.tftp.map((name) => service('tftpServer', leaf('address', name))),
      ),
      xml(
        'edgeConfig',
        '',
        {},
        edgeServer('sipEdgeServer', ports().sip),
        xml('sipRequest', '', {}, leaf('route', sipRoute)),
        edgeServer('xmppEdgeServer', ports().xmpp),
        edgeServer('httpEdgeServer', ports().https),
        xml('turnEdgeServer', ''),
        home ? serverList('userUdsServer', home.name, home.port) : [],
      ),
    );
  }

  private async carry(
    request: LabRequest,
    to: { protocol: string; host: string; port: string; rest: string },
  ): Promise<LabReply> {
    const { options } = this.parts;
    const { uds, tftp, presence } = options.inside;
    const allowed = options.allowed ?? [...uds.map(({ name }) => name), ...tftp, ...presence];
    if (!allowed.includes(to.host)) return { status: 403, headers: OWN, body: '' };
    const address = options.inside.addressOf(to.host);
    const reply = address === undefined ? undefined : await forward(request, { ...to, address });
    // cisco-uc 9.1 [public P15]: the next edge may have a way there.
    return reply ?? { status: 502, headers: OWN, body: 'Next Hop Connection Failed' };
  }
}

/** Carries one request to an inside server; nothing when it can't be reached. */
function forward(
  request: LabRequest,
  to: { protocol: string; host: string; port: string; rest: string; address: string },
): Promise<LabReply | undefined> {
  const send = to.protocol === 'https' ? httpsRequest : httpRequest;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !HOP_HEADERS.has(name)),
  );
  return new Promise((resolve) => {
    const outgoing = send(
      {
        ...{ host: to.address, port: Number(to.port), path: to.rest || '/', method: request.method },
        // The lab's own servers behind the lab's own edge.
        ...(to.protocol === 'https' && { rejectUnauthorized: false, servername: to.host }),
        headers: {
          ...headers,
          host: `${to.host}:${to.port}`,
          'content-length': Buffer.byteLength(request.body),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', () => resolve(undefined));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 502,
            headers: kept(answer.headers),
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    outgoing.on('error', () => resolve(undefined));
    outgoing.end(request.body);
  });
}

function kept(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    HOP_HEADERS.has(name) || value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(entries);
}

const leaf = (name: string, text: string): XmlElement => xml(name, '', {}, text);

const serverList = (name: string, host: string, port: number): XmlElement =>
  xml(name, '', {}, xml('server', '', {}, leaf('address', host), leaf('tlsPort', String(port))));

const notFound = (): LabReply => ({ status: 404, headers: OWN, body: '' });

/** cisco-uc 9.1 [public P10]. */
const unauthorized = (): LabReply => ({
  status: 401,
  headers: { ...OWN, 'WWW-Authenticate': 'Basic realm="Cisco-Edge"' },
  body: '',
});
