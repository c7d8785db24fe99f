import type { ProxyResolver } from '../../ports/proxy.port.ts';

/**
 * Proxies as machines without a desktop have them: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in small letters
 * too (those win, as in curl). This computer itself is never behind a proxy. Undefined where none is set.
 */
export function proxyFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): ProxyResolver | undefined {
  const value = (name: string): string => (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
  const everything = value('all_proxy');
  const routes: Readonly<Record<string, string | undefined>> = {
    'https:': routeOf(value('https_proxy') || everything),
    'http:': routeOf(value('http_proxy') || everything),
  };
  if (routes['https:'] === undefined && routes['http:'] === undefined) return undefined;
  const exceptions = value('no_proxy')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  return async (address) => {
    const url = URL.parse(address);
    const route = url ? routes[url.protocol] : undefined;
    if (!url || route === undefined) return 'DIRECT';
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const isExempt = isLoopback(host) || exceptions.some((entry) => isCovered(entry, host, url.port));
    return isExempt ? 'DIRECT' : route;
  };
}

/** `http://user:secret@proxy:8080`, `socks5://…`, or `proxy:8080` alone. Other schemes name nothing that we can use. */
function routeOf(text: string): string | undefined {
  if (text === '') return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  const word = url ? WORDS[url.protocol] : undefined;
  if (!url || !word || url.hostname === '') return undefined;
  const [name, defaultPort] = word;
  const secret = url.username === '' ? '' : `${url.username}:${url.password}@`;
  return `${name} ${secret}${url.hostname}:${url.port || defaultPort}`;
}

const WORDS: Readonly<Record<string, readonly [string, number]>> = {
  'http:': ['PROXY', 80],
  'socks5:': ['SOCKS5', 1080],
  'socks5h:': ['SOCKS5', 1080],
};

function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/i.test(host);
}

/** `*`, a name with everything below it (`example.test`, `.example.test`, `*.example.test`), each with a port or without. */
function isCovered(entry: string, host: string, port: string): boolean {
  const [, pattern = entry, onlyPort] = /^(.+?):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (pattern === '*') return true;
  const name = pattern.replace(/^\*?\./, '').toLowerCase();
  const wanted = host.toLowerCase();
  return wanted === name || (name !== '' && wanted.endsWith(`.${name}`));
}
