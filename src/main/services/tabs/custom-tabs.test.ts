import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import {
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import { readCustomTabs } from './read-custom-tabs.ts';

const page = (url: string, title = 'News') => ({ title, url, isRefreshed: false });

function configured(
  pages: unknown,
  hosts = '',
  source: 'global-file' | 'link' = 'global-file',
): EffectiveConfiguration {
  const section = 'Client';
  return effectiveConfiguration({
    [source]: [
      { name: 'jabber-plugin-config', section, value: JSON.stringify(pages) },
      { name: 'CustomTabHosts', section, value: hosts },
    ],
  });
}

const alice = { address: 'alice@example.test' };
const urls = (configuration: EffectiveConfiguration) =>
  readCustomTabs(configuration, alice).pages.map(({ url }) => url);

describe('X6: custom tabs', () => {
  it('X6: come in their order with the variables filled in', () => {
    const { pages } = readCustomTabs(
      configured([
        page('https://intra.example.test/n?u=${UserID}&a=${USERADDRESS}'),
        page('https://b.test/${Other}', ''),
      ]),
      { address: 'a&b=c#@example.test' },
    );
    expect(pages).toMatchObject([
      {
        url: 'https://intra.example.test/n?u=a%26b%3Dc%23&a=a%26b%3Dc%23%40example.test',
        origins: ['https://intra.example.test'],
        tab: { id: 'tab-0', title: 'News', position: 0, host: 'intra.example.test' },
      },
      { tab: { id: 'tab-1', title: 'b.test' } },
    ]);
  });

  it.each([
    'http://intra.example.test/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'parlance-app://window/',
    'https://user:secret@intra.example.test/',
    'intra.example.test',
    '',
  ])('X6: %j is no tab', (url) => {
    expect(readCustomTabs(configured([page(url)]), alice)).toEqual({ pages: [], refused: ['News'] });
  });

  it('X6: where hosts are named, only theirs; their pages may lead to one another', () => {
    const three = [
      page('https://intra.example.test/'),
      page('https://evil.test/'),
      page('https://a.b.test/'),
    ];
    expect(urls(configured(three, 'intra.example.test;*.b.test'))).toEqual([
      'https://intra.example.test/',
      'https://a.b.test/',
    ]);
    expect(
      readCustomTabs(configured(three, 'intra.example.test; *.b.test; x'), alice).pages[0]?.origins,
    ).toEqual(['https://intra.example.test', 'https://intra.example.test', 'https://*.b.test']);
  });

  it('X6: a setup link brings none, at most ten are shown, nonsense is nothing', () => {
    expect(urls(configured([page('https://a.test/')], '', 'link'))).toEqual([]);
    expect(urls(configured(Array.from({ length: 30 }, () => page('https://a.test/'))))).toHaveLength(10);
    for (const nonsense of ['x', 5, null, [5], [{ url: 'https://a.test/' }]])
      expect(urls(configured(nonsense))).toEqual([]);
  });

  it('X6: whatever is configured, nothing but HTTPS is shown, and no policy text can be smuggled in', () => {
    const piece = fc.oneof(
      fc.constantFrom('https://', 'a.test', ';', ' ', "'self'", '*', '@', '${UserID}'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(piece, { maxLength: 8 }), (url, hosts) => {
        const { pages } = readCustomTabs(configured([page(url.join(''))], hosts.join('')), alice);
        return pages.every(
          (each) =>
            each.url.startsWith('https://') &&
            each.origins.every((origin) => /^https:\/\/(\*\.)?[^\s;,'"*]+$/.test(origin)),
        );
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});
