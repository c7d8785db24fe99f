import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alice, bob, chatHarness, type ChatHarness } from '../../../../test/fakes/chat-harness.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

const start = 1_600_000_000_000;
const carol = 'carol@example.test' as ConversationId;
const peers = [bob, carol] as const;

/** How a message of the archive came, or will come. */
type Way = 'live' | 'missed' | 'kept' | 'carbon' | 'asked';

const step = fc.record({
  what: fc.constantFrom<'say' | 'cut' | 'resume' | 'restart' | 'wait' | 'scroll' | 'copy'>(
    ...(['say', 'say', 'say', 'say', 'cut', 'cut', 'resume', 'restart', 'wait', 'scroll', 'copy'] as const),
  ),
  way: fc.constantFrom<Way>('live', 'live', 'missed', 'missed', 'kept', 'carbon', 'asked'),
  count: fc.nat(120),
  who: fc.nat(1),
});

/** A server with its archive, and everything that was said, by whom it may be. */
class World {
  readonly all: ChatMessage[] = [];
  chat!: ChatHarness;

  add(peer: ConversationId, direction: 'in' | 'out', id?: string): ChatMessage {
    const n = this.all.length;
    const name = id ?? `m${n}`;
    const message: ChatMessage = {
      ...{ peer, direction, from: direction === 'in' ? peer : alice, body: name },
      // Whole seconds, as many archives stamp them.
      at: start + Math.floor(n / 7) * 1000,
      wire: { messageId: name, originId: name, stanzaId: { id: `a${n}`, by: alice } },
      ...{ wantsReceipt: false, isMarkable: false, via: 'archive' },
    };
    this.all.push(message);
    return message;
  }
}

const asLive = ({ at: _, ...message }: ChatMessage, via: 'live' | 'carbon'): ChatMessage => ({
  ...message,
  via,
});
const asKept = (message: ChatMessage): ChatMessage => {
  const { stanzaId: _, ...wire } = message.wire;
  return { ...message, via: 'offline', wire };
};

async function readAll(chat: ChatHarness): Promise<void> {
  for (let n = 0; n < 60; n += 1) await chat.settle(20);
}

/** What others said, and what was said elsewhere: its order is the archive's. */
const ofArchive = (bodies: readonly string[]): string[] => bodies.filter((body) => body.startsWith('m'));
const ofOurs = (bodies: readonly string[]): string[] => bodies.filter((body) => body.startsWith('o'));

describe('the order of messages', () => {
  it('M6: M7: M13: however they came — live, kept, from elsewhere, by pages, as copies, by clocks ahead or behind — they end as the archive has them', {
    timeout: 120_000,
  }, async () => {
    const clockError = fc.constantFrom(-3_600_000, -1500, 0, 2500, 3_600_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14, size: 'max' }), clockError, async (steps, error) => {
        const store = temporaryStore();
        const world = new World();
        const asked: Record<string, string[]> = { [bob]: [], [carol]: [] };
        world.chat = await chatHarness({ store, startedAt: start + error });
        const { all } = world;
        world.chat.xmpp.archived = all;
        world.chat.xmpp.goOnline();
        await world.chat.settle();
        for (const { what, way, count, who } of steps) {
          const { chat } = world;
          const { xmpp } = chat;
          chat.letPass(50);
          const peer = (n: number) => peers[(who + n) % 2] as ConversationId;
          if (what === 'say' && way === 'asked') {
            const id = `o${all.length}`;
            asked[peer(0)]?.push(id);
            await chat.send(id, id, peer(0));
            // The server has it some messages later.
            for (let n = 0; n < count % 3; n += 1) {
              xmpp.emit({ kind: 'message', message: asLive(world.add(peer(n), 'in'), 'live') });
            }
            world.add(peer(0), 'out', id);
            xmpp.emit({ kind: 'accepted', stanzaId: id });
          } else if (what === 'say' && (way === 'live' || way === 'carbon')) {
            for (let n = 0; n < count; n += 1) {
              const message = world.add(peer(n), way === 'live' ? 'in' : 'out');
              xmpp.emit({ kind: 'message', message: asLive(message, way) });
            }
          } else if (what === 'say') {
            xmpp.goOffline();
            const missed = Array.from({ length: count }, (_, n) => world.add(peer(n), 'in'));
            xmpp.goOnline();
            if (way === 'kept')
              for (const message of missed) xmpp.emit({ kind: 'message', message: asKept(message) });
          } else if (what === 'cut') {
            // Before anything that was asked is answered.
            xmpp.goOffline();
            xmpp.goOnline();
          } else if (what === 'resume') {
            xmpp.goOffline();
            xmpp.goOnline({ isResumed: true });
          } else if (what === 'copy') {
            // An old message, said again as the first of a new stream.
            const old = all[all.length - 1 - (count % Math.max(1, all.length))];
            xmpp.goOffline();
            xmpp.goOnline();
            if (old?.direction === 'in') xmpp.emit({ kind: 'message', message: asLive(old, 'live') });
          } else if (what === 'restart') {
            await chat.service.stop();
            world.chat = await chatHarness({ store, startedAt: chat.clock.now() });
            world.chat.xmpp.archived = all;
            world.chat.xmpp.goOnline();
          } else if (what === 'scroll') {
            await chat.call('chat/history', { conversationId: peer(0), limit: 50 });
          } else await chat.settle(20);
        }
        await readAll(world.chat);
        for (const each of peers) {
          const stored = world.chat.stored(each);
          const archived = all.filter(({ peer: of }) => of === each).map(({ body }) => body);
          expect(ofArchive(stored)).toEqual(ofArchive(archived));
          expect(ofOurs(stored)).toEqual(asked[each]);
          // What the archive has behind one of ours was said after it was asked for.
          for (const [index, body] of archived.entries()) {
            if (!body.startsWith('o')) continue;
            const behind = ofArchive(archived.slice(index));
            const at = stored.indexOf(body);
            expect(behind.filter((each) => stored.indexOf(each) < at)).toEqual([]);
          }
        }
        await world.chat.service.stop();
      }),
      { numRuns: 40 },
    );
  });
});
