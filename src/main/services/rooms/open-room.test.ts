import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { RoomTraffic } from '../../ports/rooms.port.ts';
import { OpenRoom } from './open-room.ts';

type Join = Parameters<RoomTraffic['join']>[0];

/** What the room is asked for when we go in. */
async function historyAskedFor(
  hasArchive: boolean,
  newest: number | undefined,
  keepsHistory?: () => boolean,
): Promise<Join['history'] | undefined> {
  const joins: Join[] = [];
  const traffic = {
    info: async () => ok({ name: '', hasArchive, isPersistent: true, isMembersOnly: false }),
    join: (entry: Join) => {
      joins.push(entry);
      return ok();
    },
  } as unknown as RoomTraffic;
  const chats = { ensure: async () => undefined, newestAt: async () => newest };
  const room = new OpenRoom(
    {
      ...{ traffic, chats: chats as never, publisher: memoryPublisher(), clock: manualClock() },
      ...{ random: seededRandom(), log: silentLog, xmpp: {} as never, people: {} as never },
      ...{ prompter: {} as never, ownName: () => undefined, remember: () => undefined },
      ...(keepsHistory && { keepsHistory }),
    },
    'team@rooms.example.test' as ConversationId,
    { name: 'Team', nick: 'alice', isWanted: true, subject: '' },
  );
  await room.open(true);
  await vi.waitFor(() => expect(joins).toHaveLength(1));
  room.close();
  return joins[0]?.history;
}

const NEWEST = 1_700_000_000_000;

describe('what a room is asked for when we go in (T10)', () => {
  it.each([
    ['fifteen of one without an archive', false, undefined, true, { most: 15 }],
    ['what was missed', false, NEWEST, true, { since: NEWEST - 300_000 }],
    ['nothing where the archive is read', true, NEWEST, true, { most: 0 }],
    ['S3: nothing where nothing may be kept', false, undefined, false, { most: 0 }],
    ['S3: nothing either of an archive', true, undefined, false, { most: 0 }],
    ['S3: only what was missed in this run', true, NEWEST, false, { since: NEWEST - 300_000 }],
  ] as const)('M8: M13: %s', async (_what, hasArchive, newest, mayKeep, expected) => {
    expect(await historyAskedFor(hasArchive, newest, () => mayKeep)).toEqual(expected);
  });
});
