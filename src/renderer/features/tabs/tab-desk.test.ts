import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { mayAsk, TabDesk } from './tab-desk.ts';

function rig() {
  const state = { now: 0, shows: new Map([['bob@example.test', 'available']]), openable: true };
  const opened: string[] = [];
  const badges: [string, string][] = [];
  const posted: unknown[] = [];
  const desk = new TabDesk({
    now: () => state.now,
    locale: () => ({ language: 'de', direction: 'ltr', theme: 'dark' }),
    showOf: (address) => state.shows.get(address),
    open: async (url) => {
      opened.push(url);
      return state.openable;
    },
    setBadge: (tab, value) => void badges.push([tab, value]),
  });
  const peer = { post: (message: unknown) => void posted.push(message) };
  const say = async (message: unknown, isShown = true, tab = 'tab-0') => {
    posted.length = 0;
    await desk.take(tab, isShown, message, peer);
    return posted[0];
  };
  const ask = (method: string, params?: unknown, isShown = true) =>
    say({ parlance: 1, id: 7, method, ...(params !== undefined && { params }) }, isShown);
  return { state, desk, opened, badges, posted, say, ask };
}

describe('X6: what pages of the organisation may ask', () => {
  it('X6: what it can do, and how the person reads', async () => {
    const { ask } = rig();
    expect(await ask('hello')).toEqual({
      parlance: 1,
      id: 7,
      result: {
        version: 1,
        methods: ['hello', 'locale', 'watchPresence', 'setBadge', 'open'],
        isShown: true,
      },
    });
    expect(await ask('locale')).toMatchObject({
      result: { language: 'de', direction: 'ltr', theme: 'dark' },
    });
  });

  it('X6: presence of contacts, told again when it is another; of strangers nothing is known', async () => {
    const { ask, desk, state, posted } = rig();
    const addresses = ['Bob@Example.test', 'stranger@example.test'];
    expect(await ask('watchPresence', { addresses })).toMatchObject({
      result: [
        { address: 'bob@example.test', show: 'available' },
        { address: 'stranger@example.test', show: 'unknown' },
      ],
    });
    posted.length = 0;
    desk.presenceChanged('bob@example.test');
    desk.presenceChanged('carol@example.test');
    expect(posted).toEqual([]);
    state.shows.set('bob@example.test', 'away');
    desk.presenceChanged('bob@example.test');
    desk.presenceChanged('bob@example.test');
    expect(posted).toEqual([
      { parlance: 1, event: 'presence', people: [{ address: 'bob@example.test', show: 'away' }] },
    ]);
    await ask('watchPresence', { addresses: [] });
    state.shows.set('bob@example.test', 'offline');
    desk.presenceChanged('bob@example.test');
    expect(posted).toHaveLength(1);
  });

  it('X6: a number or two letters on the tab; they go with the page', async () => {
    const { ask, desk, badges } = rig();
    for (const value of ['3', '999', 'OK', '!', ''])
      expect(await ask('setBadge', { value })).toMatchObject({ result: null });
    desk.forget('tab-0');
    expect(badges.map(([, value]) => value)).toEqual(['3', '999', 'OK', '!', '', '']);
  });

  it('X6: chats and calls by the links of the app, only while the page is seen', async () => {
    const { ask, opened, state } = rig();
    for (const url of ['tel:+442079460000', 'im:bob@example.test', 'XMPP:bob@example.test'])
      expect(await ask('open', { url })).toMatchObject({ result: null });
    expect(await ask('open', { url: 'tel:1' }, false)).toMatchObject({ error: 'not-shown' });
    expect(opened).toHaveLength(3);
    state.openable = false;
    expect(await ask('open', { url: 'tel:1' })).toMatchObject({ error: 'failed' });
  });

  it.each([
    'ciscojabber://provision?ServicesDomain=evil.test',
    'parlance:provision?ServicesDomain=evil.test',
    'https://evil.test/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    ' tel:1',
    '',
  ])('X6: %j opens nothing', async (url) => {
    const { ask, opened } = rig();
    expect(await ask('open', { url })).toMatchObject({ error: 'not-allowed' });
    expect(opened).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['an unknown method', { parlance: 1, id: 1, method: 'settings/set', params: {} }],
    ['a method of every object', { parlance: 1, id: 1, method: 'constructor' }],
    ['more than is asked for', { parlance: 1, id: 1, method: 'hello', also: 'this' }],
    [
      'a thousand addresses',
      { parlance: 1, id: 1, method: 'watchPresence', params: { addresses: Array(1000).fill('a@b') } },
    ],
    ['no addresses at all', { parlance: 1, id: 1, method: 'watchPresence' }],
    [
      'what is no address',
      { parlance: 1, id: 1, method: 'watchPresence', params: { addresses: ['<script>'] } },
    ],
    ['a long badge', { parlance: 1, id: 1, method: 'setBadge', params: { value: '1000' } }],
    ['markup as a badge', { parlance: 1, id: 1, method: 'setBadge', params: { value: '<b' } }],
    [
      'a badge that is no text',
      { parlance: 1, id: 1, method: 'setBadge', params: { value: { toString: 1 } } },
    ],
    [
      'a link without end',
      { parlance: 1, id: 1, method: 'open', params: { url: `tel:${'1'.repeat(5000)}` } },
    ],
  ])('X6: %s is not understood', async (_title, message) => {
    const { say, opened, badges } = rig();
    expect(await say(message)).toEqual({ parlance: 1, id: 1, error: 'not-understood' });
    expect([opened, badges]).toEqual([[], []]);
  });

  it('X6: messages that are not ours get no answer', async () => {
    const { say } = rig();
    for (const message of [
      undefined,
      null,
      5,
      'hello',
      [],
      {},
      { parlance: 2, id: 1, method: 'hello' },
      { parlance: 1, method: 'hello' },
      { parlance: 1, id: 'x'.repeat(65), method: 'hello' },
      { parlance: 1, id: Number.NaN, method: 'hello' },
    ])
      expect(await say(message)).toBeUndefined();
  });

  it('X6: a page that floods is told so once too often, others are answered', async () => {
    const { ask, say, state } = rig();
    for (let n = 0; n < 20; n += 1) expect(await ask('hello')).toMatchObject({ result: {} });
    expect(await ask('open', { url: 'tel:1' })).toMatchObject({ error: 'too-many' });
    expect(await say({ parlance: 1, id: 1, method: 'hello' }, true, 'tab-1')).toMatchObject({ result: {} });
    state.now += 1000;
    expect(await ask('hello')).toMatchObject({ result: {} });
  });

  it('X6: events go to pages that have spoken, and to none that are gone', async () => {
    const { ask, desk, posted } = rig();
    desk.tell('tab-0', { parlance: 1, event: 'selected' });
    expect(posted).toEqual([]);
    await ask('hello');
    desk.tell('tab-0', { parlance: 1, event: 'deselected' });
    expect(posted.at(-1)).toEqual({ parlance: 1, event: 'deselected' });
    desk.forget('tab-0');
    posted.length = 0;
    desk.tellAll({ parlance: 1, event: 'selected' });
    expect(posted).toEqual([]);
  });

  it.each([
    ['https://intra.example.test', true],
    ['https://a.apps.test', true],
    ['https://b.a.apps.test', true],
    ['https://apps.test', false],
    ['https://evilapps.test', false],
    ['https://intra.example.test.evil.test', false],
    ['https://intra.example.test:8443', false],
    ['http://intra.example.test', false],
    ['https://evil.test', false],
    ['null', false],
    ['', false],
    ['file://', false],
    ['https://intra.example.test@evil.test', false],
  ])('X6: %s may ask: %s', (origin, expected) => {
    expect(mayAsk(origin, ['https://intra.example.test', 'https://*.apps.test'])).toBe(expected);
    expect(mayAsk(origin, [])).toBe(false);
  });

  it('X6: whatever a page says, nothing is thrown, and only links of the list are opened', async () => {
    const value = fc.oneof(
      fc.anything({ maxDepth: 3 }),
      fc.record({
        parlance: fc.constant(1),
        id: fc.integer(),
        method: fc.constantFrom('open', 'setBadge', 'watchPresence', 'hello'),
        params: fc.anything({ maxDepth: 3 }),
      }),
      fc.record({
        parlance: fc.constant(1),
        id: fc.integer(),
        method: fc.constant('open'),
        params: fc.record({ url: fc.oneof(fc.webUrl(), fc.string(), fc.constant('tel:1')) }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 6 }), async (messages) => {
        const { say, opened, badges } = rig();
        for (const message of messages) await say(message);
        return (
          opened.every((url) => /^(tel|sips?|im|xmpp|cisco|clicktocall)/i.test(url)) &&
          badges.every(([, badge]) => [...badge].length <= 3)
        );
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});
