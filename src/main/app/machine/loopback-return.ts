import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { createWords } from '../words.ts';
import { commonHeaders } from '../window/content-policy.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SignOnOutcome, SignOnPage } from '../../ports/sign-on.port.ts';

/** A redirect address on this computer, and what comes back to it (RFC 8252 section 7.3). */
export interface LoopbackReturn {
  /** With its port, where 0 was asked for. */
  readonly redirectUri: string;
  /** The first address that comes back for this page; what bears another visit's `state` is not listened to. */
  returned(page: Pick<SignOnPage, 'url' | 'signal'>): Promise<Result<SignOnOutcome>>;
  close(): void;
}

const LONGEST = 65_536;

/** Listens at a redirect address like `http://127.0.0.1:48443/signed-in`. Failure: auth.sign-on-no-browser. */
export async function listenForReturn(redirectUri: string, random: Random): Promise<Result<LoopbackReturn>> {
  const url = URL.parse(redirectUri);
  const isLoopback = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (!url || !isLoopback)
    return fail('auth.sign-on-no-browser', {}, 'the redirect address is not on this computer');
  return serve(url, random);
}

async function serve(url: URL, random: Random): Promise<Result<LoopbackReturn>> {
  const arrivals: string[] = [];
  let arrive = (address: string): void => void arrivals.push(address);
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The name must be ours to the letter: pages of other origins get nowhere by a name that leads here.
    if (request.headers.host !== url.host) return end(response, 403);
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname !== url.pathname) return end(response, 404);
    if (request.method === 'POST') {
      if (request.headers.origin !== url.origin) return end(response, 403);
      const fragment = await bodyOf(request);
      end(response, fragment === undefined ? 413 : 204);
      if (fragment !== undefined) arrive(`${url.href}#${fragment}`);
      return;
    }
    if (request.method !== 'GET') return end(response, 405);
    const nonce = Buffer.from(random.bytes(16)).toString('base64');
    // A token comes behind `#`, which no browser sends: the page itself hands it over.
    const script =
      asked.search === ''
        ? `fetch(location.pathname,{method:"POST",body:location.hash.slice(1)});history.replaceState(null,"",location.pathname)`
        : '';
    response.writeHead(200, {
      ...commonHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'`,
    });
    response.end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parlance</title><p>${createWords()('sign-on.close-page')}</p><script nonce="${nonce}">${script}</script></html>`,
    );
    if (asked.search !== '') arrive(asked.href);
  }

  const port = await listen(server, Number(url.port || 80));
  if (port === undefined) return fail('auth.sign-on-no-browser', {}, `port ${url.port} is taken`);
  url.port = String(port);
  return ok({
    redirectUri: url.href,
    returned: ({ url: page, signal }) =>
      new Promise((resolve) => {
        const state = stateOf(page);
        const take = (address: string): void => {
          const named = stateOf(address);
          if (named === null || state === null || named === state)
            resolve(ok({ kind: 'returned', url: address }));
        };
        arrive = take;
        arrivals.splice(0).forEach(take);
        const cancel = (): void => resolve(fail('app.cancelled'));
        // It may have been cancelled while the browser was being opened.
        if (signal.aborted) cancel();
        signal.addEventListener('abort', cancel, { once: true });
      }),
    close() {
      server.close();
      // The page that says so may still be on its way.
      server.closeIdleConnections();
    },
  });
}

function stateOf(address: string): string | null {
  const { searchParams, hash } = new URL(address);
  return searchParams.get('state') ?? new URLSearchParams(hash.slice(1)).get('state');
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LONGEST) return undefined;
  }
  return text;
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...commonHeaders, Connection: 'close' }).end();
}
