import { Agent, errors } from 'undici';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Way } from '../../ports/way.port.ts';
import type { Dialer, TlsRequest } from './dialer.ts';
import { abortFailure, type Endpoint, endpointFailure } from './socket-failure.ts';
import { SpareConnections } from './spare-connections.ts';
import { timeLimit } from './time-limit.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PROPFIND' | 'REPORT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For connection, TLS and the whole answer together. Default: the client's. */
  readonly timeoutMs?: number;
  /** A longer answer is cut off: http.too-large. Default 5 MiB. */
  readonly maxBytes?: number;
  /** Connections made beside the first one to this host, for what will be asked there a moment later. Default: the client's. */
  readonly spares?: number;
  /** Parent of the request's span. */
  readonly span: Span;
  readonly signal: AbortSignal;
  /** For the edge's client; this one only knows straight ways. */
  readonly way?: Way;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in small letters; of repeated ones the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** Every `Set-Cookie` of the answer. */
  readonly cookies?: readonly string[];
  readonly body: Uint8Array;
}

/**
 * HTTP/1.1 over the shared dialler: connections are kept per host and used again, answers are read bounded, redirects are
 * answers like any other. Failures carry `host` and `port`: http.too-large, http.bad-content, net.*, tls.*, app.cancelled.
 * A status is never a failure here: see `expectStatus`.
 */
export interface HttpClient {
  request(request: HttpRequest): Promise<Result<HttpAnswer>>;
  /** Closes every connection. */
  close(): Promise<void>;
}

export interface HttpClientPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  /** Names the service in certificate questions. */
  readonly service: string;
  /** For requests that set no limit of their own. Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** What a server's certificate must prove, where it isn't the name of the host that is asked. */
  readonly identify?: (host: string) => Pick<TlsRequest, 'servername' | 'alsoAccept'>;
  /** Connections made beside the first one to a host, for one that everything goes through. Default 0. */
  readonly spares?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 5 * 1024 * 1024;
const KEEP_ALIVE_MS = 30_000;
const CONNECTIONS_PER_HOST = 6;

/** Carries a dialler's failure through undici. */
class DialError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

class TooLargeError extends Error {}

export function createHttpClient(ports: HttpClientPorts): HttpClient {
  return new DialledHttp(ports);
}

/** A request that may need a connection. */
interface Waiting {
  readonly span: Span;
  readonly spares: number | undefined;
}

class DialledHttp implements HttpClient {
  private readonly ports: HttpClientPorts;
  private readonly agent: Agent;
  /** Requests under way by origin, oldest first: a connection made now is on the account of the first without one. */
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly spares: SpareConnections;

  constructor(ports: HttpClientPorts) {
    this.ports = ports;
    this.spares = new SpareConnections(ports.clock);
    this.agent = new Agent({
      connections: CONNECTIONS_PER_HOST,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      allowH2: false,
      // Our own limits hold: undici's would name no host.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, settle) => {
        void this.dial(options.protocol, options.hostname, options.port).then((dialled) =>
          dialled.ok ? settle(null, dialled.value) : settle(new DialError(dialled.error), null),
        );
      },
    });
  }

  async request(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const url = URL.parse(request.url);
    if (!url || !/^https?:$/.test(url.protocol))
      return fail('http.bad-content', { host: '' }, 'not a web address');
    const endpoint = endpointOf(url);
    const method = request.method ?? 'GET';
    // Without the query: it may hold what a person typed.
    const span = request.span.child('http', { method, ...endpoint, path: url.pathname });
    const timeoutMs = request.timeoutMs ?? this.ports.timeoutMs ?? TIMEOUT_MS;
    const limit = timeLimit(this.ports.clock, timeoutMs, request.signal);
    const waiting: Waiting = { span, spares: request.spares };
    try {
      this.waiting.set(url.origin, [...(this.waiting.get(url.origin) ?? []), waiting]);
      const result = await this.attempt(request, url, limit.signal);
      span.note(
        result.ok
          ? { status: result.value.status, bytes: result.value.body.length }
          : { code: result.error.code },
      );
      span.end(result.ok ? 'ok' : result.error.code === 'app.cancelled' ? 'cancelled' : 'failed', 1);
      return result;
    } finally {
      limit.release();
      this.forget(url.origin, waiting);
    }
  }

  async close(): Promise<void> {
    this.spares.close();
    await this.agent.destroy();
  }

  /** A kept connection may have been closed by the server just now: a question that changes nothing is put once more. */
  private async attempt(request: HttpRequest, url: URL, signal: AbortSignal): Promise<Result<HttpAnswer>> {
    const first = await this.send(request, url, signal);
    const isRepeatable = !first.ok && first.error.code === 'net.reset' && request.method !== 'POST';
    return isRepeatable && !signal.aborted ? this.send(request, url, signal) : first;
  }

  private async send(request: HttpRequest, url: URL, signal: AbortSignal): Promise<Result<HttpAnswer>> {
    const { method = 'GET', headers, body, maxBytes = MAX_BYTES } = request;
    try {
      const answer = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        signal,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      });
      const bytes = await readBounded(answer.body, Number(answer.headers['content-length'] ?? 0), maxBytes);
      // undici marks the connection free only after this turn; a request sent before would open a new one.
      await new Promise((resolve) => setImmediate(resolve));
      const cookies = [answer.headers['set-cookie'] ?? []].flat();
      return ok({ status: answer.statusCode, headers: flatHeaders(answer.headers), cookies, body: bytes });
    } catch (error) {
      return { ok: false, error: readError(error, endpointOf(url), signal) };
    }
  }

  private forget(origin: string, waiting: Waiting): void {
    const left = (this.waiting.get(origin) ?? []).filter((each) => each !== waiting);
    if (left.length > 0) this.waiting.set(origin, left);
    else this.waiting.delete(origin);
  }

  private async dial(protocol: string, hostname: string, port: string): Promise<Result<Socket>> {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const isTls = protocol === 'https:';
    const origin = `${protocol}//${hostname}${port ? `:${port}` : ''}`;
    const waiting = this.waiting.get(origin)?.[0];
    const span = waiting?.span;
    if (waiting) this.forget(origin, waiting);
    const dial = () =>
      this.ports.dialer.connect({
        host,
        port: port === '' ? defaultPort(protocol) : Number(port),
        service: this.ports.service,
        timeoutMs: TIMEOUT_MS,
        proxyUrl: `${origin}/`,
        ...(span && { span }),
        ...(isTls && {
          tls: { servername: host, ...this.ports.identify?.(host), sni: host, alpn: ['http/1.1'] },
        }),
      });
    return this.spares.connect(origin, dial, waiting?.spares ?? this.ports.spares ?? 0);
  }
}

/** The answer when its status is one of those expected; other statuses are `http.status`. */
export function expectStatus(
  result: Result<HttpAnswer>,
  url: string,
  ...statuses: readonly number[]
): Result<HttpAnswer> {
  if (!result.ok || statuses.includes(result.value.status)) return result;
  const { status } = result.value;
  return fail('http.status', { host: URL.parse(url)?.hostname ?? '', status }, `HTTP ${status}`);
}

async function readBounded(body: Readable, announced: number, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  if (announced > maxBytes) {
    body.destroy();
    throw new TooLargeError();
  }
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (length > maxBytes) throw new TooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readError(error: unknown, endpoint: Endpoint, signal: AbortSignal): Failure {
  if (error instanceof TooLargeError) return endpointFailure('http.too-large', endpoint);
  if (error instanceof DialError) return error.failure;
  if (signal.aborted) return abortFailure(signal, endpoint);
  if (error instanceof errors.HTTPParserError)
    return endpointFailure('http.bad-content', endpoint, 'not HTTP');
  if (error instanceof errors.HeadersOverflowError)
    return endpointFailure('http.too-large', endpoint, 'headers');
  return endpointFailure('net.reset', endpoint);
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

function endpointOf(url: URL): Endpoint {
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? defaultPort(url.protocol) : Number(url.port),
  };
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}
