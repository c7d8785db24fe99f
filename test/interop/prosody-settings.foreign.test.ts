import { afterEach, describe, expect, it } from 'vitest';
import { createLabCa } from '../../lab/pki/lab-ca.ts';
import { type Prosody, type ProsodyOptions, startProsody } from '../../lab/real/prosody.ts';
import type { ContactId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type Parlance, startParlance } from './parlance.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const context = { signal: new AbortController().signal };

/** All that a server may have beyond RFC 6121. */
const OPTIONAL = [
  ...[
    'smacks',
    'mam',
    'carbons',
    'pep',
    'blocklist',
    'disco',
    'vcard4',
    'csi_simple',
    'private',
    'bookmarks',
  ],
  ...['ping', 'offline', 'lastactivity', 'time', 'version', 'uptime', 'websocket', 'bosh'],
];
const PLAIN_ONLY =
  'disable_sasl_mechanisms = { "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS" }';
const SLOW =
  'modules_enabled = { "limits", "roster", "saslauth", "tls", "disco", "smacks", "mam", "carbons", "offline", "ping" } limits = { c2s = { rate = "1kb/s", burst = "1s" } }';

describe('against Prosody as somebody else has set it up', () => {
  let server: Prosody | undefined;
  const running: Parlance[] = [];
  afterEach(async () => {
    for (const each of running.splice(0).reverse()) await each.stop();
    await server?.stop();
  });

  async function two(options: Partial<ProsodyOptions>) {
    const ca = await createLabCa();
    const started = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: bob, name: 'Bob' }], bob: [{ jid: alice, name: 'Alice' }] },
      ...options,
    });
    server = started;
    const target = { host: started.address, port: started.ports.c2s, tls: 'starttls' } as const;
    const person = async (username: string) => {
      const one = await startParlance({ ca: ca.pem, target, username });
      running.push(one);
      return one;
    };
    return { one: await person('alice'), other: await person('bob'), server: started };
  }

  /** Forty lines; in the middle the server is killed and comes back. */
  async function talkThroughADeath(one: Parlance, of: string, on: Prosody): Promise<readonly string[]> {
    const words = Array.from({ length: 40 }, (_, at) => `line ${at}`);
    for (const [at, body] of words.entries()) {
      await one.say(`c${at}`, of, body);
      if (at === 20) void on.kill9().then(() => on.start());
    }
    return words;
  }

  const lines = (who: Parlance, of: string) =>
    who
      .messages(of)
      .map(({ body }) => body)
      .filter((body) => body.startsWith('line '));

  it.each<[string, Partial<ProsodyOptions>]>([
    ['nothing optional, PLAIN only', { withoutModules: OPTIONAL, settings: { all: PLAIN_ONLY } }],
    ['a kilobyte a second', { settings: { all: SLOW } }],
    ['streams that cannot be resumed', { settings: { all: 'smacks_hibernation_time = 0' } }],
    ['an archive that keeps nothing', { settings: { all: 'default_archive_policy = false' } }],
    ['an archive of two a page', { settings: { all: 'max_archive_query_results = 2' } }],
    ['an archive and no stream management', { withoutModules: ['smacks'] }],
    ['stream management and no archive', { withoutModules: ['mam'] }],
    ['neither stream management nor offline messages', { withoutModules: ['smacks', 'offline'] }],
  ])('A9: M6: with %s: killed in the middle of talk, all arrives once', async (_title, options) => {
    const { one, other, server: on } = await two(options);
    await one.client.until('presence', ({ address }) => address === bob);
    const words = await talkThroughADeath(one, bob, on);
    await expect.poll(() => lines(other, alice), { timeout: 60_000 }).toEqual(words);
  });

  it('M6: M14: with stanzas of ten kilobytes at most: a long one is refused, the next arrives', async () => {
    const { one, other } = await two({ settings: { all: 'c2s_stanza_size_limit = 10000' } });
    await one.say('long', bob, 'x'.repeat(20_000));
    await one.say('short', bob, 'short');
    await expect.poll(() => other.message(alice, 'short'), { timeout: 20_000 }).toBeDefined();
    expect(one.messages(bob)[0]).toMatchObject({ delivery: 'failed', error: { code: 'chat.too-long' } });
  });

  it('M8: where nothing is told of what there is, a room cannot be made, and that is said', async () => {
    const { one } = await two({ withoutModules: OPTIONAL });
    const wish = { name: 'Room', people: [], isPersistent: false, isMembersOnly: false };
    expect(await one.rooms.handlers['rooms/create'](wish, context)).toMatchObject({
      error: { code: 'rooms.no-service' },
    });
  });

  // What nobody keeps cannot be brought back: here the receiver may miss lines, and gets none twice.
  it.each<[string, string, readonly string[]]>([
    ['neither archive nor history', 'modules_enabled = { } muc_room_default_history_length = 0', []],
    ['no archive', 'modules_enabled = { }', []],
    ['no archive, and no stream management', 'modules_enabled = { }', ['smacks']],
  ])(
    'A9: M8: rooms with %s: killed in the middle of talk, all leaves, and nothing comes twice',
    async (_title, rooms, without) => {
      const { one, other, server: on } = await two({ settings: { rooms }, withoutModules: without });
      const wish = { name: 'Room', people: [bob as ContactId], isPersistent: true, isMembersOnly: false };
      const { id } = unwrap(await one.rooms.handlers['rooms/create'](wish, context));
      unwrap(await other.rooms.handlers['rooms/join']({ address: id }, context));
      const inside = async () =>
        unwrap(await other.rooms.handlers['rooms/occupants']({ id }, context)).length;
      await expect.poll(inside, { timeout: 20_000 }).toBe(2);
      await talkThroughADeath(one, id, on);
      const left = () => one.messages(id).filter(({ delivery }) => delivery === 'sent').length;
      await expect.poll(left, { timeout: 60_000 }).toBe(40);
      // When the other is back in the room only a line that reaches it can tell.
      let said = 0;
      const isBack = async () => {
        said += 1;
        await one.say(`again${said}`, id, `line again ${said}`);
        return lines(other, id).some((line) => line.startsWith('line again'));
      };
      await expect.poll(isBack, { timeout: 60_000, interval: 1_000 }).toBe(true);
      expect(lines(other, id)).toEqual([...new Set(lines(other, id))]);
    },
  );
});
