import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { HttpAnswer, HttpClient } from '../link/http-client.ts';
import { createHostMeta } from './create-host-meta.ts';
import { readJrd, readXrd } from './read-host-meta.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const xrd = (...links: string[]): string =>
  `<?xml version='1.0' encoding='utf-8'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>${links.join('')}</XRD>`;
const link = (href: string, rel = 'urn:xmpp:alt-connections:websocket'): string =>
  `<Link rel="${rel}" href="${href}"/>`;
const jrd = (...hrefs: unknown[]): string =>
  JSON.stringify({ links: hrefs.map((href) => ({ rel: 'urn:xmpp:alt-connections:websocket', href })) });

const chat = { host: 'web.example.test', port: 443, tls: 'direct', path: '/ws' };

describe('reading host-meta', () => {
  it('D15: takes the WebSockets of both forms, in their order', () => {
    const elsewhere = { host: '2001:db8::1', port: 5281, tls: 'direct', path: '/xmpp?a=b' };
    const both = ['wss://web.example.test/ws', 'wss://[2001:db8::1]:5281/xmpp?a=b'];
    expect(readXrd(bytes(xrd(...both.map((href) => link(href)))))).toEqual([chat, elsewhere]);
    expect(readJrd(bytes(jrd(...both)))).toEqual([chat, elsewhere]);
  });

  it.each([
    'ws://web.example.test/ws',
    'https://web.example.test/bosh',
    'wss://user:secret@web.example.test/ws',
    'wss://web.example.test:0/ws',
    'wss://',
    'web.example.test',
    '',
  ])('D15: does not take %j', (href) => {
    expect(readXrd(bytes(xrd(link(href))))).toEqual([]);
    expect(readJrd(bytes(jrd(href)))).toEqual([]);
  });

  it('D15: other links are passed over, and no more than five of a kind are taken', () => {
    const many = Array.from({ length: 9 }, (_, n) => link(`wss://web-${n}.example.test/`));
    const other = link('wss://other.example.test/', 'urn:xmpp:alt-connections:httppoll');
    expect(readXrd(bytes(xrd(other, ...many))).map(({ host }) => host)).toEqual(
      [0, 1, 2, 3, 4].map((n) => `web-${n}.example.test`),
    );
  });

  it('Q2: nothing that a server may send makes the readers throw', { timeout: 900_000 }, () => {
    const href = fc.oneof(fc.webUrl(), fc.string(), fc.constant('wss://[::'), fc.constant('wss://%00/'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          href.map((one) => xrd(link(one))),
        ),
        (text) => {
          readXrd(bytes(text));
          readJrd(bytes(text));
        },
      ),
      { numRuns: fuzzRuns() },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          href.map((one) => jrd(one)),
        ),
        (text) => {
          readJrd(bytes(text));
        },
      ),
      { numRuns: fuzzRuns() },
    );
  });
});

describe('asking for host-meta', () => {
  type Web = Readonly<Record<string, Partial<HttpAnswer> & { readonly text?: string }>>;
  async function ask(web: Web): Promise<{ targets: unknown; asked: readonly string[] }> {
    const asked: string[] = [];
    const http: HttpClient = {
      request({ url }): Promise<Result<HttpAnswer>> {
        asked.push(url);
        const answer = web[url];
        if (!answer) return Promise.resolve(fail('net.refused', { host: 'example.test', port: 443 }));
        const { text = '', status = 200, headers = {} } = answer;
        return Promise.resolve(ok({ status, headers, body: bytes(text) }));
      },
      close: () => Promise.resolve(),
    };
    const call = { signal: new AbortController().signal, span: memoryTrace().start('test') };
    return { targets: await createHostMeta({ http }).otherWays('example.test', call), asked };
  }
  const BASE = 'https://example.test/.well-known/host-meta';

  it('D15: asks for both forms at once and believes the XML one first', async () => {
    const { targets, asked } = await ask({
      [BASE]: { text: xrd(link('wss://web.example.test/ws')) },
      [`${BASE}.json`]: { text: jrd('wss://other.example.test/ws') },
    });
    expect(targets).toEqual([chat]);
    expect(asked).toEqual([BASE, `${BASE}.json`]);
    expect((await ask({ [`${BASE}.json`]: { text: jrd('wss://web.example.test/ws') } })).targets).toEqual([
      chat,
    ]);
  });

  it('D15: names BOSH after every WebSocket, by HTTPS only', async () => {
    const bosh = (href: string) => `<Link rel="urn:xmpp:alt-connections:xbosh" href="${href}"/>`;
    const document = xrd(
      `${bosh('https://web.example.test/http-bind')}${bosh('http://plain.example.test/')}${link('wss://web.example.test/ws')}`,
    );
    expect((await ask({ [BASE]: { text: document } })).targets).toEqual([
      chat,
      { host: 'web.example.test', port: 443, tls: 'direct', path: '/http-bind', isBosh: true },
    ]);
  });

  it('D15: follows a redirection by HTTPS only, and not for ever', async () => {
    const moved = (location: string) => ({ status: 301, headers: { location } });
    const www = 'https://www.example.test/.well-known/host-meta';
    expect(
      (await ask({ [BASE]: moved(www), [www]: { text: xrd(link('wss://web.example.test/ws')) } })).targets,
    ).toEqual([chat]);
    const plain = 'http://www.example.test/.well-known/host-meta';
    const insecure = await ask({ [BASE]: moved(plain), [plain]: { text: xrd(link('wss://x.test/')) } });
    expect(insecure.targets).toEqual([]);
    const round = await ask({ [BASE]: moved(BASE) });
    expect(round.targets).toEqual([]);
    expect(round.asked.length).toBeLessThan(8);
  });

  it('D15: a domain without a web server, or with another page there, names nothing', async () => {
    expect((await ask({})).targets).toEqual([]);
    expect((await ask({ [BASE]: { text: '<!DOCTYPE html><html></html>' } })).targets).toEqual([]);
    expect(
      (await ask({ [BASE]: { status: 404, text: xrd(link('wss://web.example.test/ws')) } })).targets,
    ).toEqual([]);
  });
});
