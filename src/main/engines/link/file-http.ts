import { Agent, type Dispatcher } from 'undici';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';
import { fail, type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { DownloadHead, FileHttp } from '../../ports/file-http.port.ts';
import type { Dialer } from './dialer.ts';
import type { Passage } from './passage.ts';
import { abortFailure, type Endpoint, endpointFailure } from './socket-failure.ts';

/** For the connection, and for each silence after it: a big file may take as long as it takes. */
const SILENCE_MS = 30_000;

export interface FileHttpPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  /** The way in from outside, where there is one. */
  readonly passage?: (
    url: URL,
    signal: AbortSignal,
    isForgotten: boolean,
  ) => Promise<Result<Passage | undefined>>;
}

/** Where a request goes after all. */
interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly isThroughEdge: boolean;
}

/** What an edge says for itself: it does not know us any more, or does not serve that host (cisco-uc 9.5). */
type EdgeWord = 'forgotten' | 'not-served';

/** Carries a dialler's failure through undici. */
class DialError extends Error {
  readonly failure: Failure;
  constructor(cause: Failure) {
    super(cause.code);
    this.failure = cause;
  }
}

/** The caller's sink or `begin` said no. */
class SinkError extends Error {
  readonly failure: Failure;
  constructor(cause: Failure) {
    super(cause.code);
    this.failure = cause;
  }
}

/** Files over HTTPS through the shared dialler: proxies and trust are the app's own. */
export function createFileHttp({
  dialer,
  clock,
  passage,
}: FileHttpPorts): FileHttp & { close(): Promise<void> } {
  /** By host and port, of edges. */
  const identities = new Map<string, Passage['identity']>();
  const agent = new Agent({
    connections: 4,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, settle) => {
      const identity = identities.get(`${options.hostname}:${options.port}`);
      void dial(dialer, options, identity).then((dialled) =>
        dialled.ok ? settle(null, dialled.value) : settle(new DialError(dialled.error), null),
      );
    },
  });

  /** One request under a watchdog that every sign of life winds up again. */
  async function exchange(
    url: URL,
    signal: AbortSignal,
    run: (signal: AbortSignal, alive: () => void) => Promise<Result<void> | EdgeWord>,
  ): Promise<Result<void> | EdgeWord> {
    const silence = new AbortController();
    let cancel = clock.after(SILENCE_MS, () => silence.abort());
    const alive = (): void => {
      cancel();
      cancel = clock.after(SILENCE_MS, () => silence.abort());
    };
    try {
      return await run(AbortSignal.any([signal, silence.signal]), alive);
    } catch (error) {
      if (error instanceof SinkError || error instanceof DialError)
        return { ok: false, error: error.failure };
      if (silence.signal.aborted)
        return { ok: false, error: endpointFailure('net.timeout', endpointOf(url)) };
      if (signal.aborted) return { ok: false, error: abortFailure(signal, endpointOf(url)) };
      return { ok: false, error: endpointFailure('net.reset', endpointOf(url)) };
    } finally {
      cancel();
    }
  }

  /** Through the edge where one leads in: after a new sign-in where it has forgotten us, straight where it serves somebody else. */
  async function reach(
    url: URL,
    signal: AbortSignal,
    attempt: (target: Target) => Promise<Result<void> | EdgeWord>,
  ): Promise<Result<void>> {
    for (const isForgotten of [false, true]) {
      const found = (await passage?.(url, signal, isForgotten)) ?? ok(undefined);
      if (!found.ok) return found;
      const edge = found.value && URL.parse(found.value.url);
      if (!found.value || !edge) break;
      identities.set(`${edge.hostname}:${edge.port}`, found.value.identity);
      const result = await attempt({ url: edge, headers: found.value.headers, isThroughEdge: true });
      if (typeof result === 'object') return result;
      if (result === 'forgotten') continue;
      const straight = await attempt({ url, headers: {}, isThroughEdge: false });
      if (typeof straight === 'object' && (straight.ok || !straight.error.code.startsWith('net.')))
        return straight;
      return fail('edge.not-allowed', { host: url.hostname, edge: edge.hostname });
    }
    const straight = await attempt({ url, headers: {}, isThroughEdge: false });
    return typeof straight === 'object' ? straight : fail('files.refused');
  }

  return {
    async put({ slot, size, source, onProgress, signal }) {
      const url = secureUrl(slot.putUrl);
      if (!url) return fail('files.refused', {}, 'not https');
      return reach(url, signal, (target) =>
        exchange(target.url, signal, async (limited, alive) => {
          const told = (done: number): void => {
            alive();
            onProgress(done);
          };
          const answer = await agent.request({
            origin: target.url.origin,
            path: target.url.pathname + target.url.search,
            method: 'PUT',
            headers: { ...slot.headers, ...shown(target, slot.headers), 'content-length': String(size) },
            body: Readable.from(counted(source, size, told), { objectMode: false }),
            signal: limited,
          });
          await answer.body.dump({ limit: 65_536 });
          const isTaken = answer.statusCode === 200 || answer.statusCode === 201 || answer.statusCode === 204;
          if (isTaken) return ok();
          return wordOfEdge(target, answer) ?? { ok: false, error: statusFailure(answer.statusCode, url) };
        }),
      );
    },

    async get({ url: address, from, begin, sink, signal }) {
      const url = secureUrl(address);
      if (!url) return fail('files.refused', {}, 'not https');
      return reach(url, signal, (target) =>
        exchange(target.url, signal, async (limited, alive) => {
          const answer = await agent.request({
            origin: target.url.origin,
            path: target.url.pathname + target.url.search,
            method: 'GET',
            headers: {
              ...target.headers,
              'accept-encoding': 'identity',
              ...(from > 0 && { range: `bytes=${from}-` }),
            },
            signal: limited,
          });
          const head = headOf(answer, from);
          if (!head) {
            await answer.body.dump({ limit: 65_536 });
            const word = wordOfEdge(target, answer);
            if (word) return word;
            // All of it was here already (RFC 9110 section 15.5.17): begin again rather than trust that.
            const status = answer.statusCode === 416 ? 404 : answer.statusCode;
            return { ok: false, error: statusFailure(status, url) };
          }
          const begun = await begin(head);
          if (!begun.ok) {
            answer.body.destroy();
            throw new SinkError(begun.error);
          }
          return receive(answer.body, head, { sink, alive, url });
        }),
      );
    },

    close: () => agent.destroy(),
  };
}

/** A slot's own cookie goes beside the edge's. */
function shown({ headers }: Target, own: Readonly<Record<string, string>>): Record<string, string> {
  const name = Object.keys(own).find((each) => each.toLowerCase() === 'cookie');
  const { cookie } = headers;
  if (cookie === undefined) return {};
  return name === undefined ? { cookie } : { [name]: `${own[name]}; ${cookie}` };
}

function wordOfEdge(
  { isThroughEdge }: Target,
  { statusCode, headers }: Dispatcher.ResponseData,
): EdgeWord | undefined {
  if (!isThroughEdge) return undefined;
  if (statusCode === 401 && /realm="?cisco-edge/i.test(String(headers['www-authenticate'] ?? '')))
    return 'forgotten';
  return statusCode === 403 && /^CE_/i.test(String(headers['server'] ?? '')) ? 'not-served' : undefined;
}

interface Receiving {
  readonly sink: (chunk: Uint8Array) => Promise<void>;
  readonly alive: () => void;
  readonly url: URL;
}

async function receive(body: Readable, head: DownloadHead, call: Receiving): Promise<Result<void>> {
  let at = head.from;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    call.alive();
    at += chunk.length;
    // More than was announced is not the file that was announced.
    if (head.total !== undefined && at > head.total)
      return fail('files.refused', {}, 'longer than announced');
    try {
      await call.sink(chunk);
    } catch {
      throw new SinkError(failure('files.not-saved'));
    }
  }
  return head.total === undefined || at === head.total
    ? ok()
    : { ok: false, error: endpointFailure('net.reset', endpointOf(call.url), 'shorter than announced') };
}

/** Where the answer begins: a server may give the whole though a part was asked for. */
function headOf(answer: Dispatcher.ResponseData, from: number): DownloadHead | undefined {
  const length = numberOf(answer.headers['content-length']);
  if (answer.statusCode === 200) return { from: 0, ...(length !== undefined && { total: length }) };
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(String(answer.headers['content-range'] ?? ''));
  if (answer.statusCode !== 206 || !range || Number(range[1]) !== from) return undefined;
  const total = numberOf(range[2]);
  return { from, ...(total !== undefined && { total }) };
}

async function* counted(
  source: (from: number) => AsyncIterable<Uint8Array>,
  size: number,
  onProgress: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of source(0)) {
    yield chunk;
    done += chunk.length;
    onProgress(Math.min(done, size));
  }
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'files.refused',
  403: 'files.refused',
  404: 'files.gone',
  406: 'files.refused',
  410: 'files.gone',
  413: 'files.too-large',
  429: 'files.busy',
  503: 'files.busy',
  507: 'files.busy',
};

function statusFailure(status: number, url: URL): Failure {
  const code = CODES[status];
  return code === undefined
    ? failure('http.status', { host: url.hostname, status }, `HTTP ${status}`)
    : failure(code, {}, `HTTP ${status}`);
}

function secureUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url?.protocol === 'https:' ? url : undefined;
}

function numberOf(text: unknown): number | undefined {
  const value = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  return value;
}

function dial(
  dialer: Dialer,
  { hostname, port }: { readonly hostname: string; readonly port: string },
  identity: Passage['identity'] | undefined,
): Promise<Result<Socket>> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return dialer.connect({
    host,
    port: port === '' ? 443 : Number(port),
    service: 'files',
    timeoutMs: SILENCE_MS,
    proxyUrl: `https://${hostname}${port === '' ? '' : `:${port}`}/`,
    tls: { servername: host, ...identity, sni: host, alpn: ['http/1.1'] },
  });
}

const endpointOf = ({ hostname, port }: URL): Endpoint => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: port === '' ? 443 : Number(port),
});
