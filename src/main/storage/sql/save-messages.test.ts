// size: everything that a batch can meet, said in one set of words.
import { describe, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { NewMessage, WireIds } from '../../ports/chat-store.port.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';

const bob = 'bob@example.test' as ConversationId;
const archive = 'alice@example.test';

function incoming(body: string, at: number, wire: WireIds = {}, more: Partial<NewMessage> = {}): NewMessage {
  return {
    message: { conversationId: bob, direction: 'in', from: bob, body, at, isRead: false },
    wire,
    ...more,
  };
}
function outgoing(body: string, at: number, wire: WireIds = {}): NewMessage {
  return {
    message: {
      conversationId: bob,
      direction: 'out',
      from: archive,
      body,
      at,
      isRead: true,
      delivery: 'sent',
    },
    wire,
  };
}
const archived = (id: string): WireIds => ({ stanzaId: { id, by: archive } });
const open = () => temporaryStore().sync.chat;
const askFor = (chat: ReturnType<typeof open>, id: string, at: number) =>
  chat.enqueue({
    id: id as MessageId,
    conversationId: bob,
    from: archive,
    body: id,
    at,
    state: 'queued',
  });
const bodies = (chat: ReturnType<typeof open>, limit = 100): string[] =>
  chat.history({ conversationId: bob, limit }).messages.map((message) => message.body);

describe('knowing a message again', () => {
  it.each<[string, WireIds, WireIds]>([
    ['the same archive id', archived('1'), archived('1')],
    ['the same origin id', { originId: 'o' }, { originId: 'o', messageId: 'other' }],
    ['the same stanza id and text', { messageId: 'm' }, { messageId: 'm', ...archived('1') }],
  ])('M6: %s is one message', (_, first, second) => {
    const chat = open();
    expect(chat.saveMessages([incoming('hello', 5000, first)]).stored).toHaveLength(1);
    expect(chat.saveMessages([incoming('hello', 5000, second)]).stored).toHaveLength(0);
    expect(bodies(chat)).toEqual(['hello']);
  });

  it.each<[string, NewMessage, NewMessage]>([
    [
      'another archive',
      incoming('hello', 1, archived('1')),
      incoming('hello', 2, { stanzaId: { id: '1', by: 'room@x' } }),
    ],
    [
      'a reused stanza id with another text',
      incoming('a', 1, { messageId: '5' }),
      incoming('b', 2, { messageId: '5' }),
    ],
    [
      'a reused stanza id an hour later',
      incoming('ok', 5000, { messageId: '5' }),
      incoming('ok', 3_605_000, { messageId: '5' }),
    ],
    ['the other direction', incoming('a', 1, { originId: 'o' }), outgoing('a', 2, { originId: 'o' })],
    [
      'another peer with the same origin id',
      incoming('a', 1, { originId: 'o' }),
      {
        ...incoming('a', 2, { originId: 'o' }),
        message: { ...incoming('a', 2).message, conversationId: 'eve@example.test' as ConversationId },
      },
    ],
  ])('M6: %s is another message', (_, first, second) => {
    expect(open().saveMessages([first, second]).stored).toHaveLength(2);
  });

  it('M6: finds doubles inside one batch', () => {
    const copy = incoming('hello', 1000, { originId: 'o' });
    expect(open().saveMessages([copy, copy, copy]).stored).toHaveLength(1);
  });

  it('gains ids and a better state from a copy', () => {
    const chat = open();
    chat.saveMessages([outgoing('hi', 1000, { originId: 'o' })]);
    const copy = outgoing('hi', 1000, { originId: 'o', ...archived('77') });
    const again = chat.saveMessages([{ ...copy, message: { ...copy.message, delivery: 'delivered' } }]);
    expect(again.changed).toMatchObject([{ delivery: 'delivered' }]);
    expect(chat.saveMessages([outgoing('hi', 1000, archived('77'))]).stored).toHaveLength(0);
    expect(chat.saveMessages([copy]).changed).toEqual([]);
  });
});

describe('order', () => {
  it('keeps the order of arrival among equal stamps', () => {
    const chat = open();
    chat.saveMessages(Array.from({ length: 3000 }, (_, n) => incoming(`${n}`, 60_000)));
    chat.saveMessages([incoming('last', 60_000), incoming('next', 61_001)]);
    expect(bodies(chat, 5000)).toEqual([...Array.from({ length: 3000 }, (_, n) => `${n}`), 'last', 'next']);
  });

  it('M13: archive pages read backwards stand where the archive has them, even within one second', () => {
    const chat = open();
    const at = 7_000_000;
    const page = (names: readonly string[], before?: string) =>
      chat.saveMessages(
        names.map((body) => incoming(body, at, archived(body))),
        before === undefined ? {} : { before: { id: before, by: archive } },
      );
    page(['1', '2', '3']);
    page(['9', '10', '11']);
    page(['7', '8'], '9');
    page(['3', '4', '5', '6'], '7');
    chat.saveMessages([incoming('0', at - 1000, archived('0'))], { before: { id: '1', by: archive } });
    chat.saveMessages([incoming('12', at)]);
    expect(bodies(chat)).toEqual(Array.from({ length: 13 }, (_, n) => `${n}`));
  });

  it('M6: M13: what is in a page and newer than the first live message stands behind it', () => {
    const chat = open();
    const stored = (ids: string) => [...ids].map((id) => incoming(id, 5206, archived(id)));
    chat.saveMessages(stored('ab'));
    chat.saveMessages(stored('cd'));
    // «e» came live too, but the page that holds it is stored first. The archive stamps whole seconds.
    const page = [...'abcde'].map((id) => incoming(id, 5000, archived(id)));
    chat.saveMessages(page, { before: { id: 'c', by: archive } });
    chat.saveMessages([incoming('e', 5283, archived('e')), incoming('f', 5284, archived('f'))]);
    expect(bodies(chat)).toEqual([...'abcdef']);
  });

  it('M6: M13: what was asked for before and arrived after does not draw what stands around it in the archive', () => {
    const chat = open();
    askFor(chat, 'asked early', 4000);
    chat.saveMessages([incoming('one', 5000, archived('1'))]);
    const page = [
      incoming('one', 5000, archived('1')),
      incoming('two', 5000, archived('2')),
      outgoing('asked early', 5000, { originId: 'asked early', ...archived('3') }),
      incoming('three', 5000, archived('4')),
    ];
    chat.saveMessages(page, { isNewest: true });
    expect(bodies(chat)).toEqual(['asked early', 'one', 'two', 'three']);
  });

  it('M6: M13: nor in a page that closes a gap and begins behind what came before', () => {
    const chat = open();
    askFor(chat, 'asked early', 4000);
    chat.saveMessages([incoming('one', 5000, archived('1'))]);
    chat.saveMessages([incoming('four', 9000, archived('5'))]);
    const page = [
      incoming('two', 5000, archived('2')),
      outgoing('asked early', 5000, { originId: 'asked early', ...archived('3') }),
      incoming('three', 5000, archived('4')),
    ];
    chat.saveMessages(page, {
      before: { id: '5', by: archive },
    });
    expect(bodies(chat)).toEqual(['asked early', 'one', 'two', 'three', 'four']);
  });

  it('M6: M13: the newest page leaves room before it for the pages of the gap, whatever came live since the last one', () => {
    const chat = open();
    const live = (id: string, at: number) => chat.saveMessages([incoming(id, at, archived(id))]);
    live('1', 60_100);
    live('2', 60_900);
    // The archive stamps whole seconds; how far the stream had got is written down a little late.
    const page = (ids: readonly string[]) => ids.map((id) => incoming(id, 60_000, archived(id)));
    chat.saveMessages(page(['6', '7']), { isNewest: true, before: [] });
    chat.saveMessages(page(['2', '3', '4', '5']), {
      before: { id: '6', by: archive },
    });
    expect(bodies(chat)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('M6: M13: a gap ends at the first message of others behind it, when the first of all is ours and stands early', () => {
    const chat = open();
    askFor(chat, 'asked early', 4000);
    chat.saveMessages([incoming('one', 5700, archived('1'))]);
    const newest = [
      outgoing('asked early', 5000, { originId: 'asked early', ...archived('3') }),
      incoming('three', 5000, archived('4')),
    ];
    chat.saveMessages(newest, { isNewest: true, before: [] });
    const gap = [incoming('one', 5000, archived('1')), incoming('two', 5000, archived('2'))];
    const before = ['4', '3'].map((id) => ({ id, by: archive }));
    chat.saveMessages(gap, { before });
    expect(bodies(chat)).toEqual(['asked early', 'one', 'two', 'three']);
  });

  it('M6: M13: a page’s first message bounds what is read before it, in every conversation', () => {
    const chat = open();
    const said = (body: string, who: string, at: number): NewMessage => {
      const { message, wire } = outgoing(body, at, archived(body));
      return { message: { ...message, conversationId: who as ConversationId }, wire };
    };
    const [x, y] = ['x@example.test', 'y@example.test'];
    chat.saveMessages([said('x0', x, 60_100), said('x1', x, 60_200), said('y1', y, 60_800)]);
    chat.saveMessages([said('x3', x, 60_000), said('y3', y, 60_000)], {
      isNewest: true,
      before: [],
    });
    chat.saveMessages([said('x2', x, 60_000), said('y2', y, 60_000)], {
      before: { id: 'x3', by: archive },
    });
    const of = (who: string) =>
      chat.history({ conversationId: who as ConversationId, limit: 9 }).messages.map(({ body }) => body);
    expect([of(x), of(y)]).toEqual([
      ['x0', 'x1', 'x2', 'x3'],
      ['y1', 'y2', 'y3'],
    ]);
  });

  it('M8: M13: each room has an order of its own: its pages move nothing of others, and stand among its own', () => {
    const chat = open();
    const room = 'room@rooms.test' as ConversationId;
    chat.ensureConversation(room, 'room', 'Room');
    const inside = (body: string, at: number): NewMessage => ({
      message: { conversationId: room, direction: 'in', from: `${room}/carol`, body, at, isRead: false },
      wire: { stanzaId: { id: body, by: room } },
    });
    chat.saveMessages([inside('r1', 5000), incoming('a1', 5000, archived('a1'))]);
    chat.saveMessages([inside('r4', 9000), incoming('a2', 9000, archived('a2'))]);
    const orders = () => chat.history({ conversationId: bob, limit: 9 }).messages.map(({ order }) => order);
    const before = orders();
    // The room's clock is an hour behind, and its archive ids are like the account's.
    const { changed } = chat.saveMessages([inside('r2', 1000), inside('r3', 1000)], {
      before: { id: 'r4', by: room },
    });
    expect(chat.history({ conversationId: room, limit: 9 }).messages.map(({ body }) => body)).toEqual([
      ...['r1', 'r2', 'r3', 'r4'],
    ]);
    expect(changed).toEqual([]);
    expect(orders()).toEqual(before);
  });

  it('M13: where the numbers between two run out, what is behind moves up and is told', () => {
    const chat = open();
    const live = (id: string) => chat.saveMessages([incoming(id, 5000, archived(id))]);
    live('a');
    live('z');
    const all: string[] = [];
    let told = 0;
    for (let n = 0; n < 3; n += 1) {
      const place = { before: { id: all[0] ?? 'z', by: archive } };
      told += chat.saveMessages([incoming(`m${n}`, 5000, archived(`m${n}`))], place).changed.length;
      all.unshift(`m${n}`);
    }
    // There is room for what an archive can bring.
    expect(bodies(chat)).toEqual(['a', ...all, 'z']);
    expect(told).toBe(0);
    for (let n = 0; n < 300; n += 1) {
      const late = `late${n}`;
      const saved = chat.saveMessages([incoming(late, 5000, archived(late))], {
        before: { id: 'm1', by: archive },
      });
      told += saved.changed.length;
      all.splice(all.indexOf('m1'), 0, late);
    }
    expect(bodies(chat, 1000)).toEqual(['a', ...all, 'z']);
    expect(told).toBeGreaterThan(0);
  });

  it('M13: pages through history without a hole or a double', () => {
    const chat = open();
    chat.saveMessages(Array.from({ length: 95 }, (_, n) => incoming(`${n}`, 1000 * n)));
    const seen: string[] = [];
    for (let before: number | undefined; ; ) {
      const page = chat.history({ conversationId: bob, limit: 10, ...(before !== undefined && { before }) });
      seen.unshift(...page.messages.map((message) => message.body));
      before = page.messages[0]?.order;
      if (!page.hasOlder) break;
    }
    expect(seen).toEqual(Array.from({ length: 95 }, (_, n) => `${n}`));
  });

  it('M13: centres a page on a message', () => {
    const chat = open();
    const { stored } = chat.saveMessages(Array.from({ length: 50 }, (_, n) => incoming(`${n}`, 1000 * n)));
    const page = chat.history({ conversationId: bob, around: stored[20]!.id, limit: 10 });
    expect(page.messages.map((message) => message.body)).toEqual([
      '15',
      '16',
      '17',
      '18',
      '19',
      '20',
      '21',
      '22',
      '23',
      '24',
    ]);
    expect(page.hasOlder).toBe(true);
  });

  it('stays exact with stamps from another world', () => {
    const chat = open();
    const stamps = [Number.NaN, -5, 1e300, Number.POSITIVE_INFINITY, 0.5];
    const { stored } = chat.saveMessages(stamps.map((at, n) => incoming(`${n}`, at)));
    expect(stored).toHaveLength(5);
    expect(stored.every((message) => Number.isSafeInteger(message.order))).toBe(true);
  });
});

describe('corrections (XEP-0308)', () => {
  const original = incoming('helo', 1000, { messageId: 'a', ...archived('1') });
  const correction = incoming('hello', 2000, { messageId: 'b', ...archived('2') }, { replaces: 'a' });
  const corrected = [{ body: 'hello', editedAt: 2000 }];

  it('M6: changes the original in place', () => {
    const chat = open();
    chat.saveMessages([original]);
    const saved = chat.saveMessages([correction]);
    expect(saved).toMatchObject({ stored: [], changed: corrected });
    expect(chat.saveMessages([correction, original])).toMatchObject({ stored: [], changed: [] });
    expect(chat.search({ text: 'helo', limit: 5 })).toEqual([]);
    expect(chat.search({ text: 'hello', limit: 5 })).toHaveLength(1);
  });

  it('M6: works inside one batch, in either order', () => {
    for (const batch of [
      [original, correction],
      [correction, original],
    ]) {
      const chat = open();
      expect(chat.saveMessages(batch)).toMatchObject({ stored: corrected, changed: [], removed: [] });
      expect(chat.search({ text: 'hello', limit: 5 })).toHaveLength(1);
    }
  });

  it('M13: a correction that comes first stands in and is merged later', () => {
    const chat = open();
    const standIn = chat.saveMessages([correction], {}).stored[0]!;
    expect(bodies(chat)).toEqual(['hello']);
    const saved = chat.saveMessages([original], {});
    expect(saved).toMatchObject({ stored: corrected, removed: [standIn.id] });
    expect(bodies(chat)).toEqual(['hello']);
    expect(chat.saveMessages([correction]).stored).toEqual([]);
    expect(chat.search({ text: 'hello', limit: 5 })).toHaveLength(1);
  });

  it('M6: only the author may correct', () => {
    const chat = open();
    chat.saveMessages([original]);
    const forged = { ...correction, message: { ...correction.message, from: 'eve@example.test' } };
    chat.saveMessages([forged]);
    expect(bodies(chat)).toEqual(['helo', 'hello']);
  });

  it('an older correction does not undo a newer one', () => {
    const chat = open();
    const newer = incoming('hello!', 3000, { messageId: 'c' }, { replaces: 'a' });
    chat.saveMessages([original, newer]);
    chat.saveMessages([correction]);
    expect(bodies(chat)).toEqual(['hello!']);
  });
});

describe('unread', () => {
  it('M7: counts what came in and clears when an answer of ours follows', () => {
    const chat = open();
    const [conversation] = chat.saveMessages([incoming('a', 1000), incoming('b', 2000)]).conversations;
    expect(conversation).toMatchObject({
      unreadCount: 2,
      lastMessage: { preview: 'b', at: 2000, direction: 'in' },
    });
    const answered = chat.saveMessages([
      outgoing('from elsewhere', 3000, { originId: 'x' }),
      incoming('c', 4000),
    ]);
    expect(answered.conversations).toMatchObject([{ unreadCount: 1 }]);
    expect(answered.changed.map((message) => message.body)).toEqual(['a', 'b']);
  });

  it('M7: an answer from elsewhere read before what it answers still clears it', () => {
    const chat = open();
    chat.saveMessages([outgoing('from elsewhere', 3000, { originId: 'x' })], {});
    expect(chat.saveMessages([incoming('a', 1000)], {})).toMatchObject({
      stored: [{ body: 'a', isRead: true }],
      conversations: [{ unreadCount: 0 }],
    });
  });

  it('M7: what arrives late stays unread though this device has written since', () => {
    const chat = open();
    chat.enqueue({
      id: 'o' as MessageId,
      conversationId: bob,
      from: archive,
      body: 'offline',
      at: 3000,
      state: 'queued',
    });
    expect(chat.saveMessages([incoming('late', 1000)]).conversations).toMatchObject([{ unreadCount: 1 }]);
  });

  it('M7: marks read up to a message and owes the newest marker that was asked for', () => {
    const chat = open();
    chat.saveMessages([
      incoming('a', 1000, { messageId: 'a' }, { isMarkable: true }),
      incoming('b', 2000, { messageId: 'b' }),
      incoming('c', 3000, { messageId: 'c' }, { isMarkable: true }),
    ]);
    expect(chat.markRead(bob, { upTo: 'b', owesMarker: true })).toMatchObject({
      conversation: { unreadCount: 1 },
    });
    expect(chat.owedMarkers()).toEqual([{ conversationId: bob, messageId: 'a' }]);
    chat.markRead(bob, { owesMarker: true });
    chat.markerSent(bob, 'a');
    expect(chat.owedMarkers()).toEqual([{ conversationId: bob, messageId: 'c' }]);
    chat.markerSent(bob, 'c');
    expect(chat.owedMarkers()).toEqual([]);
    expect(chat.markRead(bob, { upTo: 'nothing', owesMarker: true })).toBeUndefined();
  });

  it('M6: the line of what the peer has read only moves forward', () => {
    const chat = open();
    const { stored } = chat.saveMessages(
      ['a', 'b', 'c'].map((id, n) => outgoing(id, 1000 * (n + 1), { originId: id })),
    );
    expect(chat.setPeerRead(bob, 'b')).toMatchObject({
      conversation: { peerReadUpTo: stored[1]!.id },
      changed: [
        { body: 'a', delivery: 'read' },
        { body: 'b', delivery: 'read' },
      ],
    });
    expect(chat.setPeerRead(bob, 'a')).toBeUndefined();
    expect(chat.setPeerRead(bob, 'unknown')).toBeUndefined();
    expect(chat.setDelivered([{ conversationId: bob, wireId: 'a' }])).toEqual([]);
    expect(chat.setDelivered([{ conversationId: bob, wireId: 'c' }])).toMatchObject([
      { delivery: 'delivered' },
    ]);
  });
});
