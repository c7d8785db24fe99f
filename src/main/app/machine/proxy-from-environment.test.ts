import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment } from './proxy-from-environment.ts';

const routeTo = (environment: Record<string, string>, url: string): Promise<string> | undefined =>
  proxyFromEnvironment(environment)?.(url);

describe('proxies of the environment', () => {
  it.each([
    [
      { HTTPS_PROXY: 'http://proxy.example.test:8080' },
      'https://cas.example.test/',
      'PROXY proxy.example.test:8080',
    ],
    [{ HTTPS_PROXY: 'http://proxy.example.test:8080' }, 'http://tftp.example.test:6970/', 'DIRECT'],
    [{ https_proxy: 'a:1', HTTPS_PROXY: 'b:2' }, 'https://x.test/', 'PROXY a:1'],
    [{ HTTP_PROXY: 'proxy:3128' }, 'http://x.test/', 'PROXY proxy:3128'],
    [{ ALL_PROXY: 'socks5://10.0.0.1' }, 'https://x.test/', 'SOCKS5 10.0.0.1:1080'],
    [{ HTTPS_PROXY: 'http://al%40ice:s%20e@p.test' }, 'https://x.test/', 'PROXY al%40ice:s%20e@p.test:80'],
    [{ HTTPS_PROXY: 'http://p:1' }, 'https://127.0.0.1:8443/', 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1' }, 'https://[::1]/', 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'https://x.test/', 'DIRECT'],
  ])('D6: %j leads to %s by %s', async (environment, url, route) => {
    expect(await routeTo(environment, url)).toBe(route);
  });

  it.each([
    ['example.test', 'https://ucm.example.test:8443/', true],
    ['.example.test', 'https://example.test/', true],
    ['*.example.test', 'https://a.b.EXAMPLE.test/', true],
    ['example.test', 'https://notexample.test/', false],
    ['example.test:8443', 'https://ucm.example.test:8443/', true],
    ['example.test:8443', 'https://ucm.example.test/', false],
    ['10.0.0.7, 192.0.2.1', 'https://192.0.2.1/', true],
  ])('D6: NO_PROXY=%s for %s: %s', async (exceptions, url, isExempt) => {
    const route = await routeTo({ HTTPS_PROXY: 'p:1', NO_PROXY: exceptions }, url);
    expect(route === 'DIRECT').toBe(isExempt);
  });

  it('D6: nothing set, or nothing that can be used, is no proxy at all', () => {
    expect(proxyFromEnvironment({})).toBeUndefined();
    expect(proxyFromEnvironment({ HTTPS_PROXY: ' ', NO_PROXY: 'x' })).toBeUndefined();
    expect(proxyFromEnvironment({ HTTPS_PROXY: 'https://proxy.test' })).toBeUndefined();
  });
});
