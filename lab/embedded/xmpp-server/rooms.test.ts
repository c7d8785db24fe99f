import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type XmlElement, xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import type { ProbeClient } from './probe-client.ts';
import { startXmppFixture, type XmppFixture } from './xmpp-fixture.ts';

const ROOM = 'tea@conference.example.test';
let lab: XmppFixture;
beforeEach(async () => {
  lab = await startXmppFixture();
});
afterEach(() => lab.stop());

const codesOf = (presence: XmlElement): string[] =>
  presence
    .child('x', NS.mucUser)
    ?.all('status')
    .map((status) => status.attrs['code'] ?? '') ?? [];
const itemOf = (presence: XmlElement): Record<string, string> =>
  presence.child('x', NS.mucUser)?.child('item')?.attrs ?? {};
const from = (nick: string, type?: string) => (stanza: XmlElement) =>
  stanza.name === 'presence' && stanza.attrs['from'] === `${ROOM}/${nick}` && stanza.attrs['type'] === type;
const say = (body: string): XmlElement =>
  xml('message', NS.client, { to: ROOM, type: 'groupchat', id: body }, xml('body', NS.client, {}, body));

function enter(client: ProbeClient, nick: string, ...wishes: XmlElement[]): void {
  client.send(xml('presence', NS.client, { to: `${ROOM}/${nick}` }, xml('x', NS.muc, {}, wishes)));
}
async function joined(username: string, nick = username): Promise<ProbeClient> {
  const client = await lab.connect(username);
  client.send(xml('presence', NS.client));
  enter(client, nick);
  await client.next((stanza) => stanza.name === 'message' && stanza.child('subject') !== undefined);
  return client;
}

describe('XMPP server: rooms (XEP-0045)', () => {
  it('makes a room for its first guest, lists who is there, and ends with the last', async () => {
    const alice = await joined('alice');
    const own = await alice.next(from('alice'));
    expect(codesOf(own)).toEqual(expect.arrayContaining(['110', '201']));
    expect(itemOf(own)).toMatchObject({ affiliation: 'owner', role: 'moderator', jid: alice.jid });
    const bob = await joined('bob');
    await bob.next(from('alice'));
    expect(itemOf(await alice.next(from('bob')))).toMatchObject({ affiliation: 'none', role: 'participant' });
    bob.send(xml('presence', NS.client, { to: `${ROOM}/bob`, type: 'unavailable' }));
    expect(itemOf(await alice.next(from('bob', 'unavailable')))['role']).toBe('none');
    expect(codesOf(await bob.next(from('bob', 'unavailable')))).toContain('110');
    alice.drop();
    const rooms = async (): Promise<number> =>
      (await bob.request('get', xml('query', NS.discoItems), 'conference.example.test'))
        .child('query')
        ?.all('item').length ?? 0;
    await expect.poll(rooms).toBe(0);
  });

  it('reflects messages to all with one id, keeps a history, a subject and an archive', async () => {
    const [alice, bob] = [await joined('alice'), await joined('bob')];
    alice.send(say('one'));
    const [mine, theirs] = [await alice.message('one'), await bob.message('one')];
    expect(mine.attrs).toMatchObject({ from: `${ROOM}/alice`, id: 'one' });
    const id = mine.child('stanza-id', NS.stanzaId)?.attrs['id'];
    expect(theirs.child('stanza-id', NS.stanzaId)?.attrs['id']).toBe(id);
    bob.send(
      xml('message', NS.client, { to: ROOM, type: 'groupchat' }, xml('subject', NS.client, {}, 'Biscuits')),
    );
    await alice.next((stanza) => stanza.childText('subject') === 'Biscuits');
    const carol = await lab.connect('carol');
    enter(carol, 'carol');
    const old = await carol.message('one');
    expect(old.child('delay', NS.delay)).toBeDefined();
    expect(old.child('stanza-id', NS.stanzaId)?.attrs['id']).toBe(id);
    await carol.next((stanza) => stanza.childText('subject') === 'Biscuits');
    await carol.request('set', xml('query', NS.mam), ROOM);
    expect((await carol.next((stanza) => stanza.hasNs(NS.mam))).child('result')?.attrs['id']).toBe(id);
  });

  it('honours a wish for no history, and refuses a nick that is taken', async () => {
    const alice = await joined('alice');
    alice.send(say('before'));
    await alice.message('before');
    const bob = await lab.connect('bob');
    enter(bob, 'alice');
    const refused = await bob.next((stanza) => stanza.attrs['type'] === 'error');
    expect(refused.child('error')?.child('conflict')).toBeDefined();
    enter(bob, 'bob', xml('history', NS.muc, { maxstanzas: 0 }));
    await bob.next((stanza) => stanza.name === 'message' && stanza.child('subject') !== undefined);
    expect(bob.seen.some((stanza) => stanza.childText('body') === 'before')).toBe(false);
  });

  it('changes nicks, passes private messages, answers pings of occupants', async () => {
    const [alice, bob] = [await joined('alice'), await joined('bob')];
    bob.send(xml('presence', NS.client, { to: `${ROOM}/robert` }));
    const gone = await alice.next(from('bob', 'unavailable'));
    expect([codesOf(gone), itemOf(gone)['nick']]).toEqual([['303'], 'robert']);
    await alice.next(from('robert'));
    const whisper = xml('body', NS.client, {}, 'psst');
    alice.send(xml('message', NS.client, { to: `${ROOM}/robert`, type: 'chat' }, whisper));
    expect((await bob.message('psst')).attrs['from']).toBe(`${ROOM}/alice`);
    expect((await bob.request('get', xml('ping', NS.ping), `${ROOM}/robert`)).attrs['type']).toBe('result');
    const outside = await lab.connect('carol');
    const refused = await outside.request('get', xml('ping', NS.ping), `${ROOM}/robert`);
    expect(refused.child('error')?.child('not-acceptable')).toBeDefined();
  });

  it('lets moderators kick and ban, and nobody else', async () => {
    const [alice, bob, carol] = [await joined('alice'), await joined('bob'), await joined('carol')];
    const kick = (nick: string): XmlElement =>
      xml('query', NS.mucAdmin, {}, xml('item', NS.mucAdmin, { nick, role: 'none' }));
    expect((await bob.request('set', kick('carol'), ROOM)).child('error')?.child('forbidden')).toBeDefined();
    await alice.request('set', kick('bob'), ROOM);
    expect(codesOf(await bob.next(from('bob', 'unavailable')))).toEqual(
      expect.arrayContaining(['110', '307']),
    );
    const ban = xml('item', NS.mucAdmin, { jid: 'carol@example.test', affiliation: 'outcast' });
    await alice.request('set', xml('query', NS.mucAdmin, {}, ban), ROOM);
    const banned = await carol.next(from('carol', 'unavailable'));
    expect([codesOf(banned), itemOf(banned)['affiliation']]).toEqual([
      expect.arrayContaining(['301']),
      'outcast',
    ]);
    enter(carol, 'carol');
    expect(
      (await carol.next((stanza) => stanza.attrs['type'] === 'error')).child('error')?.child('forbidden'),
    ).toBeDefined();
  });

  it('is configured by its owner: password, members, persistence; invites by way of the room', async () => {
    const alice = await joined('alice');
    const set = (fields: Record<string, string>): Promise<XmlElement> => {
      const form = Object.entries(fields).map(([name, value]) =>
        xml('field', NS.form, { var: `muc#roomconfig_${name}` }, xml('value', NS.form, {}, value)),
      );
      const content = xml('query', NS.mucOwner, {}, xml('x', NS.form, { type: 'submit' }, form));
      return alice.request('set', content, ROOM);
    };
    await set({ passwordprotectedroom: '1', roomsecret: 'sesame', roomname: 'Tea time' });
    const bob = await lab.connect('bob');
    bob.send(xml('presence', NS.client));
    enter(bob, 'bob');
    const refused = await bob.next((stanza) => stanza.attrs['type'] === 'error');
    expect(refused.child('error')?.child('not-authorized')).toBeDefined();
    const invite = xml('x', NS.mucUser, {}, xml('invite', NS.mucUser, { to: 'bob@example.test' }));
    alice.send(xml('message', NS.client, { to: ROOM }, invite));
    const invitation = await bob.next(
      (stanza) => stanza.name === 'message' && stanza.child('x', NS.mucUser) !== undefined,
    );
    expect(invitation.child('x')?.childText('password')).toBe('sesame');
    enter(bob, 'bob', xml('password', NS.muc, {}, 'sesame'));
    await bob.next(from('bob'));
    const info = (await bob.request('get', xml('query', NS.discoInfo), ROOM)).child('query');
    expect(info?.child('identity')?.attrs['name']).toBe('Tea time');
    expect(info?.all('feature').map((feature) => feature.attrs['var'])).toContain('muc_passwordprotected');
    await set({ membersonly: '1', passwordprotectedroom: '0', publicroom: '0' });
    const listed = await bob.request('get', xml('query', NS.discoItems), 'conference.example.test');
    expect(listed.child('query')?.all('item')).toEqual([]);
    const carol = await lab.connect('carol');
    enter(carol, 'carol');
    const closed = await carol.next((stanza) => stanza.attrs['type'] === 'error');
    expect(closed.child('error')?.child('registration-required')).toBeDefined();
  });
});
