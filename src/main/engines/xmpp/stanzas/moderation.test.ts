import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { readArchived } from './message-reader.ts';
import { readArchivedRoomMessage, readRoomMessage, type RoomSeat } from './room-message-reader.ts';

const room = 'plans@conference.example.test';
const seat: RoomSeat = { room, nick: 'alice', own: 'alice@example.test', isFirst: false };
const message = (inner: string, from: string) =>
  stanza(`<message type='groupchat' from='${from}' id='m1'>${inner}</message>`);
const moderated = (version: '0.3' | '0.2') =>
  version === '0.3'
    ? `<retract id='s1' xmlns='urn:xmpp:message-retract:1'><reason>off topic</reason>
        <moderated by='${room}/Bob' xmlns='urn:xmpp:message-moderate:1'/></retract>`
    : `<apply-to id='s1' xmlns='urn:xmpp:fasten:0'><moderated by='${room}/Bob' xmlns='urn:xmpp:message-moderate:0'>
        <retract xmlns='urn:xmpp:message-retract:0'/><reason>off topic</reason></moderated></apply-to>`;
const byBob = { kind: 'retraction', target: 's1', moderation: { nick: 'Bob', reason: 'off topic' } };

describe('messages that were taken away', () => {
  it.each(['0.3', '0.2'] as const)('M8: by the room, for a moderator (XEP-0425, version %s)', (version) => {
    expect(readRoomMessage(message(moderated(version), room), seat)).toMatchObject({
      from: room,
      direction: 'in',
      about: byBob,
    });
  });

  it('M8: an occupant who says so takes back their own at most; the room itself speaks no words', () => {
    expect(readRoomMessage(message(moderated('0.3'), `${room}/eve`), seat)).toMatchObject({
      from: `${room}/eve`,
      about: { kind: 'retraction', target: 's1' },
    });
    expect(readRoomMessage(message(moderated('0.3'), `${room}/eve`), seat)?.about).not.toHaveProperty(
      'moderation',
    );
    expect(readRoomMessage(message('<body>hello</body>', room), seat)).toBeUndefined();
  });

  it.each([
    [
      'by its author',
      `<retracted stamp='2026-01-02T00:00:00Z' xmlns='urn:xmpp:message-retract:1' id='r'/>`,
      {},
    ],
    [
      'by its author, as it was',
      `<retracted stamp='2026-01-02T00:00:00Z' xmlns='urn:xmpp:message-retract:0'/>`,
      {},
    ],
    [
      'by a moderator',
      `<retracted stamp='2026-01-02T00:00:00Z' xmlns='urn:xmpp:message-retract:1'>
         <moderated by='${room}/Bob' xmlns='urn:xmpp:message-moderate:1'/><reason>off topic</reason></retracted>`,
      { moderation: byBob.moderation },
    ],
    [
      'by a moderator, as it was',
      `<moderated by='${room}/Bob' xmlns='urn:xmpp:message-moderate:0'><reason>off topic</reason>
         <retracted stamp='2026-01-02T00:00:00Z' xmlns='urn:xmpp:message-retract:0'/></moderated>`,
      { moderation: byBob.moderation },
    ],
  ])('M6: an archive’s tombstone of a message taken back %s (XEP-0424 section 4.1)', (_, tombstone, more) => {
    const about = { kind: 'retraction', target: 'a7', ...more };
    expect(readArchivedRoomMessage(message(tombstone, `${room}/eve`), seat, 'a7', 5000)).toMatchObject({
      from: `${room}/eve`,
      about,
      wire: { stanzaId: { id: 'a7', by: room } },
    });
    const own = { bare: 'alice@example.test', full: 'alice@example.test/desk', domain: 'example.test' };
    const chat = stanza(
      `<message type='chat' from='bob@example.test/x' to='${own.bare}'>${tombstone}</message>`,
    );
    expect(readArchived(chat, 'a7', 5000, own)).toMatchObject({ from: 'bob@example.test', about });
  });
});
