import { afterEach, describe, expect, it } from 'vitest';
import { type CiscoLab, startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import { type ConnectProxyOptions, startConnectProxy } from '../../../../lab/embedded/connect-proxy.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { ProxyResolver } from '../../ports/proxy.port.ts';
import { createDialer } from './dialer.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** The web as it looks from inside: the client's own resolver knows no name of it, only the proxy does. */
async function web(options: ConnectProxyOptions = {}) {
  const ca = await createLabCa();
  const lab: CiscoLab = await startCiscoLab({ domain: 'example.test', users: [], ca });
  const { fqdn, host, port } = lab.nodes['ucm-a'];
  const proxy = await startConnectProxy({ hosts: { [fqdn]: host }, ...options });
  endings.push(
    () => lab.stop(),
    () => proxy.stop(),
  );
  const client = (resolve: ProxyResolver): HttpClient => {
    const dialer = createDialer({
      dns: memoryDns(),
      trust: memoryTrust(ca.pem),
      clock: realClock,
      log: silentLog,
      proxy: resolve,
    });
    const http = createHttpClient({ dialer, clock: realClock, service: 'configuration' });
    endings.push(() => http.close());
    return http;
  };
  const ask = (http: HttpClient) =>
    http.request({
      url: `https://${fqdn}:${port}/cas/FederatedSSO?org=example.test`,
      span: memoryTrace().start('test'),
      signal: new AbortController().signal,
    });
  return { proxy, client, ask, authority: `${fqdn}:${port}`, at: `${proxy.address}:${proxy.port}` };
}

describe('web look-ups through a proxy', () => {
  it('D6: the CAS look-up goes through the proxy that the system names for its address, TLS end to end', async () => {
    const { proxy, client, ask, authority, at } = await web();
    const urls: string[] = [];
    const http = client((url) => {
      urls.push(url);
      return Promise.resolve(`PROXY ${at}`);
    });
    const answer = await ask(http);
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    expect(urls).toEqual([`https://${authority}/`]);
    expect(proxy.asked).toEqual([{ authority, status: 200 }]);
    // The connection is kept: the proxy is not asked again.
    await ask(http);
    expect(proxy.asked).toHaveLength(1);
  });

  it('D6: a proxy that wants a name and a password is told as such, and is given those of the environment', async () => {
    const { proxy, client, ask, at } = await web({ credentials: 'alice:open sesame' });
    expect(await ask(client(() => Promise.resolve(`PROXY ${at}`)))).toMatchObject({
      ok: false,
      error: { code: 'net.proxy-sign-in', params: { proxy: at } },
    });
    const known = await ask(client(() => Promise.resolve(`PROXY alice:open%20sesame@${at}`)));
    expect(known).toMatchObject({ ok: true, value: { status: 200 } });
    expect(proxy.asked.map(({ status }) => status)).toEqual([407, 200]);
  });

  it('D6: a dead proxy is passed over for the next route, and named when it is the only one', async () => {
    const { proxy, client, ask, at } = await web();
    const dead = '127.0.0.1:9';
    const next = await ask(client(() => Promise.resolve(`PROXY ${dead}; PROXY ${at}; DIRECT`)));
    expect(next).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(1);
    expect(await ask(client(() => Promise.resolve(`PROXY ${dead}`)))).toMatchObject({
      ok: false,
      error: { code: 'net.proxy', params: { proxy: dead }, detail: 'ECONNREFUSED' },
    });
  });

  it('D6: a proxy that does not carry to the port is named with its answer', async () => {
    const { client, ask, at } = await web({ ports: [443] });
    expect(await ask(client(() => Promise.resolve(`PROXY ${at}`)))).toMatchObject({
      ok: false,
      error: { code: 'net.proxy', params: { proxy: at }, detail: 'proxy: 403' },
    });
  });
});
