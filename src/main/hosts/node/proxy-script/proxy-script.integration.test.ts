import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../../../../test/fakes/real-clock.ts';
import { temporaryFolder } from '../../../../../test/fakes/temporary-folder.ts';
import { findBrowser } from '../browser.ts';
import { createProxyScript, type ProxyScript } from './create-proxy-script.ts';

const browser = findBrowser();

/** A page a site, as companies write them. */
const COMPANY = `
function FindProxyForURL(url, host) {
  host = host.toLowerCase();
  if (isPlainHostName(host) || dnsDomainIs(host, '.example.test') && !shExpMatch(host, 'web*.example.test')) return 'DIRECT';
  if (isInNet(host, '127.0.0.0', '255.0.0.0')) return 'DIRECT';
  if (url.substring(0, 6) == 'https:') return 'PROXY proxy.example.test:8080; DIRECT';
  return 'SOCKS5 10.0.0.1:1080';
}`;

describe.skipIf(browser === undefined)('proxy scripts in a browser', () => {
  let script: ProxyScript;
  const from = (source: string): ProxyScript => {
    const made = createProxyScript({ source, browserPath: browser?.path ?? '', clock: realClock });
    onTestFinished(() => made.stop());
    return made;
  };
  const written = (text: string): string => {
    const file = join(temporaryFolder(), 'proxy.pac');
    writeFileSync(file, text);
    return file;
  };
  let stop: () => void = () => undefined;
  beforeAll(async () => {
    const server = createServer((_, answer) => answer.end(COMPANY));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    script = createProxyScript({
      source: `http://127.0.0.1:${port}/proxy.pac`,
      browserPath: browser?.path ?? '',
      clock: realClock,
    });
    stop = () => {
      script.stop();
      server.close();
    };
  });
  afterAll(() => stop());

  it.each([
    ['https://intranet/', 'DIRECT'],
    ['https://ucm.example.test:8443/', 'DIRECT'],
    ['https://web1.example.test/', 'PROXY proxy.example.test:8080; DIRECT'],
    ['https://127.0.0.7:8443/', 'DIRECT'],
    ['https://localhost/', 'DIRECT'],
    ['http://192.0.2.1:6970/', 'SOCKS5 10.0.0.1:1080'],
  ])('D6: a script of the web says of %s: %s', async (url, route) => {
    expect(await script.resolve(url)).toBe(route);
  });

  it('D6: a script may ask for names; they are looked up outside and it is run again', async () => {
    const file = written(
      "function FindProxyForURL(u, h) { return isResolvable('localhost') && !isResolvable('no.such.invalid') ? 'PROXY ' + dnsResolve('localhost') + ':1' : 'DIRECT'; }",
    );
    expect(await from(file).resolve('https://x.test/')).toBe('PROXY 127.0.0.1:1');
  });

  it('Q1: a script that never ends, or is none, is a failure, and the next one is asked all the same', async () => {
    for (const text of ['nonsense (', 'function FindProxyForURL() { for (;;); }'])
      await expect(from(written(text)).resolve('https://x.test/')).rejects.toThrow();
    await expect(from('/nowhere/proxy.pac').resolve('https://x.test/')).rejects.toThrow();
    expect(await script.resolve('https://later.example.org/')).toContain('PROXY');
  });

  it('Q1: a script has neither Node nor a network', async () => {
    let hits = 0;
    const server = createServer((_, answer) => {
      hits += 1;
      answer.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const nosy = written(
      `function FindProxyForURL() {
        const node = [typeof require, typeof process, typeof module].join(' ');
        const x = new XMLHttpRequest();
        try { x.open('GET', 'http://127.0.0.1:${port}/', false); x.send(); return node + ' read'; } catch { return node + ' closed'; }
      }`,
    );
    expect(await from(nosy).resolve('https://x.test/')).toBe('undefined undefined undefined closed');
    expect(hits).toBe(0);
    server.close();
  });
});
