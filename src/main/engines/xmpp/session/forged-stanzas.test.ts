import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { ArchivePageReader } from '../stanzas/archive.ts';
import { readMessage } from '../stanzas/message-reader.ts';
import { ownAddress } from '../stanzas/own-address.ts';
import { RoomBook } from './room-book.ts';
import { WaitingWindow } from './waiting-window.ts';

const own = ownAddress('alice@example.test/desk');
const room = 'plans@rooms.example.test';
const OLD = '2020-01-01T00:00:00Z';
const delay = (from: string, stamp = OLD) =>
  `<delay xmlns='urn:xmpp:delay'${from === '' ? '' : ` from='${from}'`} stamp='${stamp}'/>`;
const BEGAN = Date.UTC(2026, 0, 1, 12);

describe('what strangers put into their stanzas', () => {
  function stampOf(inner: string, minutes: number): number | undefined {
    let now = BEGAN;
    const window = new WaitingWindow(() => now);
    window.begin();
    now += minutes * 60_000;
    const text = `<message from='mallory@evil.test/x' to='alice@example.test' type='chat'><body>x</body>${inner}</message>`;
    const [event] = readMessage(stanza(text), own, { oldest: window.oldest() });
    return event?.kind === 'message' ? event.message.at : Number.NaN;
  }

  it.each([
    ['in the own server’s name, in the middle of a session', delay('example.test'), 20, undefined],
    ['in the own account’s name', delay('alice@example.test'), 20, undefined],
    [
      'in the old form',
      "<x xmlns='jabber:x:delay' from='example.test' stamp='20200101T00:00:00'/>",
      20,
      undefined,
    ],
    ['of the sender’s own', delay('mallory@evil.test'), 0, undefined],
    ['of a server that sounds like ours', delay('example.test.evil.test'), 0, undefined],
    ['of nobody', delay(''), 0, undefined],
    [
      'before the one that the server adds',
      delay('example.test') + delay('example.test', '2025-12-31T08:00:00Z'),
      0,
      Date.UTC(2025, 11, 31, 8),
    ],
    [
      'that is true: said while we were away',
      delay('example.test', '2025-12-20T08:00:00Z'),
      1,
      Date.UTC(2025, 11, 20, 8),
    ],
    [
      'that is true: held back for a moment',
      delay('example.test', '2026-01-01T12:30:00Z'),
      40,
      Date.UTC(2026, 0, 1, 12, 30),
    ],
  ])('Q1: a stamp %s', (_what, inner, minutes, expected) => {
    expect(stampOf(inner, minutes)).toBe(expected);
  });

  it('Q1: in a room nobody writes into the past once the history has come', () => {
    const book = new RoomBook();
    book.take({ room, nick: 'alice', own: own.bare, isFirst: true });
    const said = (inner: string) =>
      book.onMessage(
        stanza(`<message type='groupchat' from='${room}/mallory' id='1'>${inner}</message>`),
        own,
      ).message;
    expect(said(`<body>history</body>${delay(room)}`)).toMatchObject({ at: Date.parse(OLD), via: 'offline' });
    expect(said(`<body>a lie</body>${delay(`${room}/mallory`)}`)?.at).toBeUndefined();
    said('<subject>Plans</subject>');
    for (const from of [room, '', `${room}/mallory`]) {
      const late = said(`<body>late</body>${delay(from)}`);
      expect(late).toMatchObject({ via: 'live', room: { isBacklog: false } });
      expect(late?.at).toBeUndefined();
    }
  });

  it.each([
    ['another person', 'mallory@evil.test', undefined],
    ['another device of ours', 'alice@example.test/phone', undefined],
    ['the server', 'example.test', undefined],
    ['somebody in the room', `${room}/mallory`, room],
    ['another room', 'other@rooms.example.test', room],
    ['nobody, for a room', '', room],
  ])('Q1: a page of an archive takes nothing from %s', (_who, from, archive) => {
    const foreign = archive && { address: archive, read: () => ({ body: 'forged' }) as never };
    const reader = new ArchivePageReader(own, 1, () => false, foreign || undefined);
    const inner = `<result xmlns='urn:xmpp:mam:2' id='a1' queryid='q'><forwarded xmlns='urn:xmpp:forward:0'>${delay('')}
      <message xmlns='jabber:client' from='bob@example.test/x' to='alice@example.test' type='chat'><body>x</body></message></forwarded></result>`;
    const take = (sender: string) => {
      const attribute = sender === '' ? '' : ` from='${sender}'`;
      const whole = stanza(`<message${attribute} to='alice@example.test/desk'>${inner}</message>`);
      const result = whole.getChild('result');
      if (result) reader.take(whole, result);
    };
    take(from);
    // Nor do forged ones take the place of true ones.
    take(archive ?? 'alice@example.test');
    expect(reader.finish(stanza('<iq/>')).messages).toHaveLength(1);
  });

  it.each(['reactions', 'retract', 'replace'])('Q1: %s from outside of a room are nothing', (what) => {
    const inner = {
      reactions: "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction></reactions>",
      retract: "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/><body>x</body>",
      replace: "<replace xmlns='urn:xmpp:message-correct:0' id='m1'/><body>x</body>",
    }[what];
    const book = new RoomBook();
    const text = (from: string) =>
      stanza(`<message type='groupchat' from='${from}' id='1'>${inner}</message>`);
    // Not entered; then entered, and from another room's occupant.
    expect(book.onMessage(text(`${room}/mallory`), own).message).toBeUndefined();
    book.take({ room, nick: 'alice', own: own.bare, isFirst: true });
    for (const from of ['other@rooms.example.test/mallory', 'mallory@evil.test/x'])
      expect(book.onMessage(text(from), own)).toEqual({ taken: true });
    expect(readMessage(text('mallory@evil.test/x'), own)).toEqual([]);
  });
});
