import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../../test/fakes/fuzz-runs.ts';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { xml } from '../wire/xml.ts';
import { changedOldBookmarks, publishBookmark, readBookmarks, readOldBookmarks } from './bookmarks.ts';
import {
  readArchivedRoomMessage,
  readRoomMessage,
  readSubject,
  type RoomSeat,
} from './room-message-reader.ts';
import { readInvitation, readRoomPresence, readStandings } from './room-reader.ts';
import { filledForm, groupMessageStanza, joinStanza } from './room-writer.ts';

const room = 'plans@conference.example.test';
const seat: RoomSeat = { room, nick: 'alice', own: 'alice@example.test', isFirst: false };
const user = (inner: string) => `<x xmlns='http://jabber.org/protocol/muc#user'>${inner}</x>`;
const presence = (inner: string, attrs = '', from = `${room}/alice`) =>
  readRoomPresence(stanza(`<presence from='${from}' ${attrs}>${inner}</presence>`), room, 'alice');
const said = (inner: string, from = `${room}/bob`, own: RoomSeat = seat) =>
  readRoomMessage(stanza(`<message type='groupchat' from='${from}' id='m1'>${inner}</message>`), own);

describe('stanzas of rooms', () => {
  it('M8: an occupant with standing, role and address; code 110 is us whatever the nick', () => {
    const item = `<item jid='Bob@Example.test/desk' role='moderator' affiliation='owner'/>`;
    expect(presence(user(item), '', `${room}/bob`)).toEqual({
      kind: 'occupant',
      room,
      isSelf: false,
      codes: [],
      occupant: {
        nick: 'bob',
        address: 'bob@example.test',
        role: 'moderator',
        affiliation: 'owner',
        show: 'available',
      },
    });
    const renamed = presence(user(`<item role='nonsense'/><status code='110'/>`), '', `${room}/al`);
    expect(renamed).toMatchObject({
      isSelf: true,
      codes: [110],
      occupant: { nick: 'al', role: 'participant' },
    });
  });

  it('M8: hats are titles, cut and counted; foreign and empty ones are none', () => {
    const hat = (title: string) =>
      `<hat xmlns='urn:xmpp:hats:0' uri='https://example.test/h' title='${title}'/>`;
    const wearing = (hats: string) =>
      presence(`${user('<item/>')}<hats xmlns='urn:xmpp:hats:0'>${hats}</hats>`, '', `${room}/bob`);
    expect(wearing(`${hat(' Host  of the day ')}${hat('')}<hat xmlns='x' title='no'/>`)).toMatchObject({
      occupant: { hats: ['Host of the day'] },
    });
    expect(wearing(hat('x'.repeat(100)).repeat(9))).toMatchObject({
      occupant: { hats: Array(5).fill('x'.repeat(40)) },
    });
    expect(wearing('')).not.toHaveProperty('occupant.hats');
  });

  it('M8: a room’s lists: of the standing that was asked for, a domain too, nothing without an address', () => {
    const items = `<item jid='Bob@Example.test/x' affiliation='outcast'><reason>spam</reason></item>
      <item jid='evil.test' affiliation='outcast'/><item affiliation='outcast' nick='ghost'/>
      <item jid='carol@example.test' affiliation='member' nick='Carol'/>`;
    const answer = stanza(
      `<iq type='result'><query xmlns='http://jabber.org/protocol/muc#admin'>${items}</query></iq>`,
    );
    expect(readStandings(answer, 'outcast')).toEqual([
      { address: 'bob@example.test', reason: 'spam' },
      { address: 'evil.test' },
    ]);
    expect(readStandings(answer, 'member')).toEqual([{ address: 'carol@example.test', nick: 'Carol' }]);
    expect(readStandings(stanza('<iq type="result"/>'), 'member')).toEqual([]);
  });

  it.each([
    ['not-authorized', 'password'],
    ['forbidden', 'banned'],
    ['registration-required', 'members-only'],
    ['conflict', 'nick-taken'],
    ['not-acceptable', 'reserved-nick'],
    ['not-allowed', 'not-allowed'],
    ['service-unavailable', 'full'],
    ['item-not-found', 'missing'],
    ['remote-server-not-found', 'unreachable'],
  ])('M8: refused with %s means %s', (condition, refusal) => {
    const error = `<error type='auth'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    expect(presence(error, `type='error'`)).toEqual({ kind: 'refused', room, refusal });
  });

  it.each([
    [
      "<destroy jid='Rooms2@Conference.example.test'><reason>We moved</reason></destroy>",
      'rooms2@conference.example.test',
    ],
    [`<destroy jid='${room}'><reason>We moved</reason></destroy>`, undefined],
    ["<destroy jid='@@'><reason>We moved</reason></destroy>", undefined],
    ['<destroy><reason>We moved</reason></destroy>', undefined],
  ])('M8: destroyed, %s leads to %s', (inner, alternate) => {
    const fact = presence(user(`<item affiliation='none' role='none'/>${inner}`), `type='unavailable'`);
    expect(fact).toMatchObject({ kind: 'left', isSelf: true, isDestroyed: true, reason: 'We moved' });
    expect(fact?.kind === 'left' ? fact.alternate : '').toBe(alternate);
  });

  it('M8: one that moved before we came says where to, and who refuses is quoted', () => {
    const gone = `<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@conference.example.test?join</gone>
      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Moved on Monday</text></error>`;
    expect(presence(gone, `type='error'`)).toEqual({
      ...{ kind: 'refused', room, refusal: 'missing' },
      ...{ reason: 'Moved on Monday', alternate: 'new@conference.example.test' },
    });
  });

  it('M8: a message is ours by address, then by the id of the occupant, then by nick', () => {
    expect(said('<body>hi</body>')).toMatchObject({ direction: 'in', from: `${room}/bob`, via: 'live' });
    expect(said('<body>hi</body>', `${room}/alice`)).toMatchObject({ direction: 'out' });
    const other = user(`<item jid='mallory@example.test'/>`);
    expect(said(`<body>hi</body>${other}`, `${room}/alice`)).toMatchObject({ direction: 'in' });
    const withId = { ...seat, occupantId: 'o1' };
    const id = (value: string) =>
      `<body>hi</body><occupant-id xmlns='urn:xmpp:occupant-id:0' id='${value}'/>`;
    expect(said(id('o2'), `${room}/alice`, withId)).toMatchObject({ direction: 'in' });
    expect(said(id('o1'), `${room}/other`, withId)).toMatchObject({ direction: 'out' });
  });

  it('M8: ids and stamps count only from the room itself', () => {
    const forged = `<body>hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='evil@example.test' id='x'/>
      <delay xmlns='urn:xmpp:delay' from='evil@example.test' stamp='2020-01-01T00:00:00Z'/>`;
    expect(said(forged)).toMatchObject({ via: 'live', wire: { messageId: 'm1' } });
    expect(said(forged)?.wire.stanzaId).toBeUndefined();
    const real = `<body>hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='x'/>
      <delay xmlns='urn:xmpp:delay' from='${room}' stamp='2020-01-01T00:00:00Z'/>`;
    expect(said(real, undefined, { ...seat, isFirst: true })).toMatchObject({
      via: 'offline',
      at: Date.UTC(2020, 0, 1),
      wire: { stanzaId: { id: 'x', by: room } },
      room: { nick: 'bob', isBacklog: true },
    });
  });

  it('M8: a subject is one only without a body', () => {
    const subject = (inner: string) => readSubject(stanza(`<message type='groupchat'>${inner}</message>`));
    expect(subject('<subject>Plan</subject>')).toBe('Plan');
    expect(subject('<subject/>')).toBe('');
    expect(subject('<subject>Plan</subject><body>x</body>')).toBeUndefined();
  });

  it('M8: invitations through the room and direct ones (XEP-0249)', () => {
    const through = `<message from='${room}'>${user(`<invite from='bob@example.test/d'><reason>Come</reason></invite><password>p</password>`)}</message>`;
    expect(readInvitation(stanza(through))).toEqual({
      kind: 'invitation',
      room,
      from: 'bob@example.test',
      reason: 'Come',
      password: 'p',
    });
    const direct = `<message from='bob@example.test/d'><x xmlns='jabber:x:conference' jid='${room}'/></message>`;
    expect(readInvitation(stanza(direct))).toEqual({ kind: 'invitation', room, from: 'bob@example.test' });
    const nowhere = `<message from='bob@example.test/d'><x xmlns='jabber:x:conference' jid='no room'/></message>`;
    expect(readInvitation(stanza(nowhere))).toBeUndefined();
  });

  it('M8: joining asks for so much history; what is said carries its origin id', () => {
    const caps = xml('c');
    const join = joinStanza({ room, nick: 'alice', password: 'p', history: { most: 15 } }, caps).toString();
    expect(join).toContain('<history maxstanzas="15"/><password>p</password>');
    const since = joinStanza({ room, nick: 'alice', history: { since: 0 } }, caps).toString();
    expect(since).toContain('since="1970-01-01T00:00:00.000Z"');
    const message = groupMessageStanza({ to: room, id: 'm1', body: 'hi', isToRoom: true }).toString();
    expect(message).toContain('type="groupchat"');
    expect(message).toContain('<origin-id xmlns="urn:xmpp:sid:0" id="m1"/>');
  });

  it('M8: a form keeps what it hides and leaves out what it has not', () => {
    const form = stanza(`<x xmlns='jabber:x:data' type='form'>
      <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roomconfig</value></field>
      <field var='muc#roomconfig_roomname' type='text-single'><value>old</value></field>
      <field var='muc#roomconfig_maxusers' type='list-single'><value>50</value></field></x>`);
    const filled = filledForm(form, { 'muc#roomconfig_roomname': 'new', 'muc#roomconfig_unknown': '1' });
    const values = filled
      .getChildren('field')
      .map((one) => `${one.attrs['var']}=${one.getChild('value')?.getText()}`);
    expect(values).toEqual([
      'FORM_TYPE=http://jabber.org/protocol/muc#roomconfig',
      'muc#roomconfig_roomname=new',
      'muc#roomconfig_maxusers=50',
    ]);
  });

  it('M8: bookmarks of both kinds, with what others put into them', () => {
    const extra = `<extensions><x xmlns='urn:other'/></extensions>`;
    const answer =
      stanza(`<iq type='result'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'>
      <item id='${room}'><conference xmlns='urn:xmpp:bookmarks:1' name='Plans' autojoin='1'><nick>al</nick>${extra}</conference></item>
      <item id='not an address'><conference xmlns='urn:xmpp:bookmarks:1'/></item></items></pubsub></iq>`);
    const [held, ...more] = readBookmarks(answer);
    expect(more).toEqual([]);
    expect(held?.bookmark).toEqual({ room, name: 'Plans', nick: 'al', isAutojoin: true });
    expect(publishBookmark(held!).toString()).toContain('urn:other');

    const old = stanza(`<iq type='result'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>
      <url name='kept' url='https://example.test/'/><conference jid='${room}' name='Plans' autojoin='true'/></storage></query></iq>`);
    expect(readOldBookmarks(old)[0]?.bookmark).toEqual({ room, name: 'Plans', isAutojoin: true });
    const without = changedOldBookmarks(old, room, undefined).toString();
    expect(without).toContain('kept');
    expect(without).not.toContain(room);
  });

  it('M8: whatever a room sends, reading it never throws and never believes another room', () => {
    const name = fc.constantFrom(
      'x',
      'item',
      'body',
      'subject',
      'delay',
      'invite',
      'status',
      'error',
      'destroy',
    );
    const ns = fc.constantFrom(
      'http://jabber.org/protocol/muc#user',
      'jabber:x:conference',
      'urn:xmpp:delay',
      '',
    );
    const value = fc.oneof(fc.constantFrom(room, `${room}/alice`, 'a@b/c', '', '110'), fc.string());
    const node = (inner: fc.Arbitrary<ReturnType<typeof xml>> | undefined) =>
      fc
        .tuple(
          name,
          ns,
          value,
          value,
          inner ? fc.array(inner, { maxLength: 3 }) : fc.constant([]),
          fc.string(),
        )
        .map(([tag, xmlns, from, jid, children, text]) =>
          xml(
            tag,
            { xmlns: xmlns === '' ? undefined : xmlns, from, jid, id: jid, code: jid },
            ...children,
            text,
          ),
        );
    const tree = node(node(node(undefined)));
    fc.assert(
      fc.property(value, value, tree, (from, type, child) => {
        const message = xml('message', { from, type }, child);
        const read = readRoomMessage(message, seat) ?? readArchivedRoomMessage(message, seat, 'i', 1);
        expect(read?.peer ?? room).toBe(room);
        readSubject(message);
        readInvitation(message);
        readRoomPresence(xml('presence', { from, type }, child), room, 'alice');
        readBookmarks(message);
        readOldBookmarks(message);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
