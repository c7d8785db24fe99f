import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import type { ChatMessage, XmppEvent } from '../../../ports/xmpp.port.ts';
import { readArchived, readMessage } from './message-reader.ts';
import { chatStanza, chatStateStanza, displayedStanza, receiptStanza } from './message-writer.ts';
import { ownAddress } from './own-address.ts';

const own = ownAddress('alice@example.test/desk');
const room = 'kite@rooms.example.test';
const isRoom = (address: string): boolean => address === room;
const mark = `<x xmlns='http://jabber.org/protocol/muc#user'/>`;
const message = (from: string, to: string, inner: string) =>
  `<message xmlns='jabber:client' type='chat' id='m1' from='${from}' to='${to}'>${inner}</message>`;
const carbon = (kind: 'sent' | 'received', inner: string) =>
  `<message from='alice@example.test' to='alice@example.test/desk'><${kind} xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></${kind}></message>`;
const read = (text: string, known = isRoom) => readMessage(stanza(text), own, { isRoom: known });
const sides = (events: readonly (XmppEvent | ChatMessage | undefined)[]) =>
  events.map((event) => {
    const found = event !== undefined && 'message' in event ? event.message : event;
    return found !== undefined && 'peer' in found && 'from' in found
      ? `${found.direction} ${found.peer} from ${found.from}`
      : found;
  });

describe('private messages in rooms (XEP-0045 section 7.5)', () => {
  it('M8: of a room of ours, with or without the mark, are the occupant’s', () => {
    const expected = [`in ${room}/Bob B from ${room}/Bob B`];
    expect(sides(read(message(`${room}/Bob B`, own.full, `<body>psst</body>${mark}`)))).toEqual(expected);
    expect(sides(read(message(`${room}/Bob B`, own.full, '<body>psst</body>')))).toEqual(expected);
  });

  it('M8: the mark makes nobody an occupant whose address is no room of ours', () => {
    const forged = message('eve@example.test/Boss', own.full, `<body>hi</body>${mark}`);
    expect(sides(read(forged))).toEqual(['in eve@example.test from eve@example.test']);
  });

  it('M8: M7: copies and the archive are believed by the mark, before anything is known of the room', () => {
    const none = () => false;
    const sent = message('alice@example.test/phone', `${room}/Bob`, `<body>psst</body>${mark}`);
    const received = message(`${room}/Bob`, 'alice@example.test/phone', `<body>yes?</body>${mark}`);
    expect(sides(read(carbon('sent', sent), none))).toEqual([`out ${room}/Bob from alice@example.test`]);
    expect(sides(read(carbon('received', received), none))).toEqual([`in ${room}/Bob from ${room}/Bob`]);
    const archived = readArchived(stanza(received), 'a1', 1, own);
    expect(sides([archived])).toEqual([`in ${room}/Bob from ${room}/Bob`]);
    const unmarked = readArchived(
      stanza(message(`${room}/Bob`, own.full, '<body>x</body>')),
      'a2',
      1,
      own,
      isRoom,
    );
    expect(sides([unmarked])).toEqual([`in ${room}/Bob from ${room}/Bob`]);
  });

  it('M8: receipts, typing and errors are the occupant’s too; an invitation is no private message', () => {
    expect(read(message(`${room}/Bob`, own.full, `<received xmlns='urn:xmpp:receipts' id='m0'/>`))).toEqual([
      { kind: 'receipt', peer: `${room}/Bob`, messageId: 'm0' },
    ]);
    const typing = `<composing xmlns='http://jabber.org/protocol/chatstates'/>`;
    expect(read(message(`${room}/Bob`, own.full, typing))).toEqual([
      { kind: 'chat-state', peer: `${room}/Bob`, state: 'composing' },
    ]);
    const gone = `<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    expect(
      read(`<message type='error' id='m1' from='${room}/Bob' to='${own.full}'>${gone}</message>`),
    ).toMatchObject([
      { kind: 'message-error', peer: `${room}/Bob`, error: { code: 'chat.recipient-unavailable' } },
    ]);
    const invite = `<body>come</body><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.test'/></x>`;
    const copied = message('other@rooms.example.test/x', own.full, invite);
    expect(sides(read(carbon('received', copied), () => false))).toEqual([
      'in other@rooms.example.test from other@rooms.example.test',
    ]);
  });

  it('M8: what we say privately carries the mark, and nothing else does', () => {
    const to = `${room}/Bob`;
    const isMarked = (element: { toString(): string }) => element.toString().includes('muc#user');
    expect(isMarked(chatStanza({ to, id: '1', body: 'x', isPrivate: true }))).toBe(true);
    expect(isMarked(chatStanza({ to: 'bob@example.test/phone', id: '1', body: 'x' }))).toBe(false);
    for (const write of [receiptStanza, displayedStanza]) {
      expect(isMarked(write(to, 'm1', 'r1'))).toBe(true);
      expect(isMarked(write('bob@example.test', 'm1', 'r1'))).toBe(false);
    }
    expect(isMarked(chatStateStanza(to, 'composing'))).toBe(true);
    expect(isMarked(chatStateStanza('bob@example.test', 'composing'))).toBe(false);
  });
});
