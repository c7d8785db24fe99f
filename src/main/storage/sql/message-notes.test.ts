import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { NewMessage, WireIds } from '../../ports/chat-store.port.ts';

const room = 'plans@conference.example.test' as ConversationId;
let clock = 1000;
function said(nick: string, body: string, wire: WireIds, more: Partial<NewMessage> = {}): NewMessage {
  const from = nick === '' ? room : `${room}/${nick}`;
  clock += 1000;
  return {
    message: { conversationId: room, direction: 'in', from, body, at: clock, isRead: false },
    wire,
    ...more,
  };
}
const archived = (id: string, more: WireIds = {}): WireIds => ({ stanzaId: { id, by: room }, ...more });
const taken = (target: string) => ({ about: { kind: 'retraction', target } }) as const;
const byBob = {
  about: { kind: 'retraction', target: 's1', moderation: { nick: 'Bob', reason: 'rude' } },
} as const;

function inRoom() {
  const { chat } = temporaryStore().sync;
  chat.ensureConversation(room, 'room', 'Plans');
  const shown = () =>
    chat
      .history({ conversationId: room, limit: 50 })
      .messages.map(({ body, moderation, reply }) => moderation ?? reply?.quote ?? body);
  return { chat, shown };
}

describe('messages that somebody else takes away', () => {
  it('M8: the room’s word counts for everybody’s messages, whichever comes first; another occupant’s for nobody’s', () => {
    const before = inRoom();
    before.chat.saveMessages([said('eve', 'insult', archived('s1'))]);
    before.chat.saveMessages([said('mallory', '', {}, taken('s1'))]);
    expect(before.shown()).toEqual(['insult']);
    const { changed } = before.chat.saveMessages([said('', '', {}, byBob)]);
    expect(changed).toMatchObject([{ body: '', moderation: { nick: 'Bob', reason: 'rude' } }]);
    expect(before.chat.search({ text: 'insult', limit: 5 })).toEqual([]);
    const after = inRoom();
    after.chat.saveMessages([said('', '', {}, byBob)]);
    after.chat.saveMessages([said('eve', 'insult', archived('s1'))]);
    expect(after.shown()).toEqual([{ nick: 'Bob', reason: 'rude' }]);
  });

  it('M8: an id of one’s own choice that is the room’s id of another message saves neither', () => {
    const { chat, shown } = inRoom();
    chat.saveMessages([
      said('eve', 'insult', archived('s1')),
      said('eve', 'decoy', archived('s2', { originId: 's1', messageId: 's1' })),
    ]);
    chat.saveMessages([said('', '', {}, byBob)]);
    expect(shown()).toEqual([{ nick: 'Bob', reason: 'rude' }, 'decoy']);
    const late = inRoom();
    late.chat.saveMessages([said('', '', {}, byBob)]);
    late.chat.saveMessages([said('eve', 'decoy', archived('s2', { originId: 's1', messageId: 's1' }))]);
    late.chat.saveMessages([said('eve', 'insult', archived('s1'))]);
    expect(late.shown()).toEqual(['decoy', { nick: 'Bob', reason: 'rude' }]);
  });

  it('M6: answers lose their quote of what was taken back, those that are here and those that come', () => {
    const { chat, shown } = inRoom();
    const answer = (id: string) =>
      said('carol', 'no', archived(id), { reply: { id: 's1', to: `${room}/eve`, quote: 'insult' } });
    chat.saveMessages([said('eve', 'insult', archived('s1')), answer('s3')]);
    const { changed } = chat.saveMessages([said('eve', '', {}, taken('s1'))]);
    expect(changed.map(({ retractedAt, reply }) => reply?.quote ?? typeof retractedAt)).toEqual([
      'number',
      '',
    ]);
    chat.saveMessages([answer('s4')]);
    expect(shown()).toEqual(['', '', '']);
  });
});
