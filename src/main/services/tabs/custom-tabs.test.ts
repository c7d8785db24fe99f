import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import {
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { ok } from '../../../shared/errors/result.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createCustomTabs } from './create-custom-tabs.ts';
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

const alice = { address: 'alice@example.test', own: [] };
/** Somebody is signed in from the start. */
function signedIn() {
  const now = { phase: 'signed-in', address: 'alice@example.test' } as Session;
  const listeners = new Set<(session: Session) => void>();
  return {
    current: () => now,
    onChange: (listener: (session: Session) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener(now);
    },
  };
}
const urls = (configuration: EffectiveConfiguration) =>
  readCustomTabs(configuration, alice).pages.map(({ url }) => url);

describe('X6: custom tabs', () => {
  it('X6: come in their order with the variables filled in', () => {
    const { pages } = readCustomTabs(
      configured([
        page('https://intra.example.test/n?u=${UserID}&a=${USERADDRESS}'),
        page('https://b.test/${Other}', ''),
      ]),
      { address: 'a&b=c#@example.test', own: [] },
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

  it('X6: only hosts that the administrator names may ask for functions; a link names none', () => {
    const mayAsk = (source: 'global-file' | 'link') =>
      readCustomTabs(
        effectiveConfiguration({
          policy: [
            { name: 'jabber-plugin-config', section: '', value: JSON.stringify([page('https://a.test/')]) },
          ],
          [source]: [{ name: 'CustomTabFunctionHosts', section: '', value: "a.test;*.b.test; *; 'self'" }],
        }),
        { address: 'alice@example.test', own: [{ title: 'Own', url: 'https://a.test/own' }] },
      ).pages.map(({ tab }) => tab.mayAsk);
    expect(mayAsk('global-file')).toEqual([['https://a.test', 'https://*.b.test'], []]);
    expect(mayAsk('link')).toEqual([[], []]);
  });

  it('X6: pages of the person’s own come last, within the hosts that are named, and only where they are allowed', () => {
    const own = [
      { title: '', url: 'https://canteen.b.test/week' },
      { title: 'Evil', url: 'https://evil.test/' },
      { title: 'Plain', url: 'http://canteen.b.test/' },
    ];
    const shown = (hosts: string, allowed = 'true') => {
      const rows = [
        { name: 'jabber-plugin-config', section: '', value: JSON.stringify([page('https://a.b.test/')]) },
        { name: 'CustomTabHosts', section: '', value: hosts },
        { name: 'AllowUserCustomTabs', section: '', value: allowed },
      ];
      return readCustomTabs(effectiveConfiguration({ 'global-file': rows }), { ...alice, own }).pages.map(
        ({ tab }) => [tab.id, tab.title, tab.isOwn ?? false],
      );
    };
    expect(shown('*.b.test')).toEqual([
      ['tab-0', 'News', false],
      ['own-0', 'canteen.b.test', true],
    ]);
    expect(shown('')).toHaveLength(3);
    expect(shown('', 'false')).toHaveLength(1);
  });

  it('X6: a picture comes from an allowed host only, and is shown when it has arrived', async () => {
    const given = (icon: string) => ({ ...page('https://a.test/'), icon });
    const rows = [
      given('https://a.test/n.png'),
      given('https://evil.test/n.png'),
      given('http://a.test/n.png'),
    ];
    const asked: string[] = [];
    const publisher = memoryPublisher();
    const policies = fixedPolicies({ 'jabber-plugin-config': JSON.stringify(rows) });
    const { session, network } = { session: signedIn(), network: { change: (_: 'changed') => {} } };
    createCustomTabs({
      policies,
      publisher,
      session,
      settings: fixedSettings(),
      network: {
        isOnline: () => true,
        onChange: (listener) => {
          network.change = listener;
          return () => {};
        },
      },
      pictures: {
        fetch: async (address) => {
          asked.push(address);
          return ok({ type: 'image/png', bytes: Uint8Array.of(1, 2, 3), hash: 'h' });
        },
      },
      log: silentLog,
    });
    session.tell();
    await vi.waitFor(() => expect(publisher.get('tabs', 'tab-0')?.icon).toBe('data:image/png;base64,AQID'));
    expect([asked, publisher.get('tabs', 'tab-1')?.icon]).toEqual([['https://a.test/n.png'], undefined]);
    network.change('changed');
    expect(publisher.get('tabs', 'tab-0')?.turn).toBe(0);
    policies.set({ 'jabber-plugin-config': JSON.stringify(rows), RefreshCustomTabsOnNetworkChange: 'true' });
    network.change('changed');
    expect(publisher.get('tabs', 'tab-0')).toMatchObject({ turn: 1, icon: 'data:image/png;base64,AQID' });
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
