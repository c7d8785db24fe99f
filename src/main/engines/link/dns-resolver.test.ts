import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from '../../../../lab/cisco/dns-server.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createDns } from './dns-resolver.ts';

let server: DnsServer;

beforeEach(async () => {
  server = await startDnsServer({
    records: [
      {
        type: 'SRV',
        name: '_cisco-uds._tcp.example.test',
        target: 'ucm.example.test',
        port: 8443,
        priority: 1,
        weight: 2,
      },
      { type: 'SRV', name: '_xmpp-client._tcp.example.test', target: '.', port: 0, priority: 0, weight: 0 },
      { type: 'A', name: 'ucm.example.test', address: '127.0.0.9' },
      { type: 'AAAA', name: 'ucm.example.test', address: '::1' },
      { type: 'A', name: 'four.example.test', address: '127.0.0.8' },
    ],
  });
});
afterEach(() => server.stop());

const dns = (timeoutMs = 2_000) => createDns({ servers: [server.address], timeoutMs, clock: realClock });

describe('the DNS port over the lab server', () => {
  it('D3: gives SRV records without a trailing dot', async () => {
    expect(await dns().srv('_cisco-uds._tcp.example.test')).toEqual(
      ok({ records: [{ target: 'ucm.example.test', port: 8443, priority: 1, weight: 2 }], exists: true }),
    );
  });

  it('D3: a target of "." is an empty target', async () => {
    expect(await dns().srv('_xmpp-client._tcp.example.test')).toMatchObject({
      value: { records: [{ target: '' }] },
    });
  });

  it('tells "no such name" from "no such record"', async () => {
    expect(await dns().srv('nowhere.test')).toEqual(ok({ records: [], exists: false }));
    expect(await dns().srv('ucm.example.test')).toEqual(ok({ records: [], exists: true }));
  });

  it('gives both families, IPv6 first, and literals without a question', async () => {
    expect(await dns().addresses('ucm.example.test')).toEqual(ok(['::1', '127.0.0.9']));
    expect(await dns().addresses('four.example.test')).toEqual(ok(['127.0.0.8']));
    const asked = server.queries.length;
    expect(await dns().addresses('192.0.2.1')).toEqual(ok(['192.0.2.1']));
    expect(await dns().addresses('[::1]')).toEqual(ok(['::1']));
    expect(await dns().addresses('localhost')).toEqual(ok(['127.0.0.1', '::1']));
    expect(server.queries.length).toBe(asked);
  });

  it('an unknown host is an empty list', async () => {
    expect(await dns().addresses('nowhere.test')).toEqual(ok([]));
  });

  it('fails in words of its own when the server is broken or silent', async () => {
    server.faults.servfail.add('*');
    expect(await dns().srv('example.test')).toMatchObject({
      ok: false,
      error: { code: 'discovery.dns-failed', params: { domain: 'example.test' } },
    });
    server.faults.silent.add('*');
    expect(await dns(150).srv('other.test')).toMatchObject({ ok: false, error: { code: 'net.timeout' } });
  });

  it('can be cancelled', async () => {
    server.faults.silent.add('*');
    const stop = new AbortController();
    const answer = dns().srv('example.test', stop.signal);
    stop.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'app.cancelled' } });
  });

  it('names its resolver', () => {
    expect(dns().name).toBe(server.address);
    expect(createDns({ clock: realClock }).name).toBe('system');
  });
});
