import { Resolver } from 'node:dns/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from './dns-server.ts';

let server: DnsServer;
let resolver: Resolver;
beforeEach(async () => {
  server = await startDnsServer({
    records: [
      {
        name: '_cisco-uds._tcp.example.test',
        type: 'SRV',
        port: 8443,
        target: 'ucm-a.example.test',
        priority: 5,
        weight: 7,
      },
      { name: 'ucm-a.example.test', type: 'A', address: '127.0.0.21' },
      { name: 'ucm-a.example.test', type: 'AAAA', address: '2001:db8::1:2' },
      { name: 'www.example.test', type: 'CNAME', target: 'ucm-a.example.test' },
    ],
  });
  resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([server.address]);
});
afterEach(() => server.stop());

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'answered',
    (error: NodeJS.ErrnoException) => error.code,
  );

describe('DNS server', () => {
  it('answers SRV, A, AAAA and aliases to Node’s resolver', async () => {
    expect(await resolver.resolveSrv('_cisco-uds._tcp.EXAMPLE.test')).toMatchObject([
      { name: 'ucm-a.example.test', port: 8443, priority: 5, weight: 7 },
    ]);
    expect(await resolver.resolve4('ucm-a.example.test')).toEqual(['127.0.0.21']);
    expect(await resolver.resolve6('ucm-a.example.test')).toEqual(['2001:db8::1:2']);
    expect(await resolver.resolve4('www.example.test')).toEqual(['127.0.0.21']);
    expect(server.queries[0]).toBe('SRV _cisco-uds._tcp.example.test');
  });

  it('tells "no such name" from "no such record"', async () => {
    expect(await codeOf(resolver.resolveSrv('_cuplogin._tcp.example.test'))).toBe('ENOTFOUND');
    expect(await codeOf(resolver.resolveSrv('ucm-a.example.test'))).toBe('ENODATA');
    expect(await codeOf(resolver.resolve4('_tcp.example.test'))).toBe('ENODATA');
  });

  it('fails, stays silent, is slow, truncates, when told to', async () => {
    server.faults.servfail.add('ucm-a.example.test');
    expect(await codeOf(resolver.resolve4('ucm-a.example.test'))).toBe('ESERVFAIL');
    server.faults.servfail.clear();
    server.faults.silent.add('*');
    expect(await codeOf(resolver.resolve4('ucm-a.example.test'))).toBe('ETIMEOUT');
    server.faults.silent.clear();
    server.faults.delayMs = 20;
    server.faults.isTruncating = true;
    expect(await resolver.resolve4('ucm-a.example.test')).toEqual(['127.0.0.21']);
  });

  it('shows another world in another view', async () => {
    server.defineView('outside', [
      { name: '_collab-edge._tls.example.test', type: 'SRV', port: 8443, target: 'exp-e.example.test' },
    ]);
    server.setView('outside');
    expect(await codeOf(resolver.resolveSrv('_cisco-uds._tcp.example.test'))).toBe('ENOTFOUND');
    expect(await resolver.resolveSrv('_collab-edge._tls.example.test')).toHaveLength(1);
  });
});
