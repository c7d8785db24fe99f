import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { ArchivePageReader, archiveQuery, archiveResultOf } from './archive.ts';
import { ownAddress } from './own-address.ts';

const own = ownAddress('alice@example.test/desk');
const result = (id: string, inner: string, from = 'alice@example.test') =>
  stanza(`<message from='${from}'><result xmlns='urn:xmpp:mam:2' queryid='q' id='${id}'><forwarded xmlns='urn:xmpp:forward:0'>
    <delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>${inner}</forwarded></result></message>`);
const message = (from: string, to: string, body: string) =>
  `<message xmlns='jabber:client' from='${from}' to='${to}' type='chat' id='i'><body>${body}</body><request xmlns='urn:xmpp:receipts'/></message>`;

function page(limit: number, stanzas: ReturnType<typeof result>[], fin: string) {
  const reader = new ArchivePageReader(own, limit, () => false);
  for (const each of stanzas) {
    const archived = archiveResultOf(each);
    if (archived) reader.take(each, archived.result);
  }
  return reader.finish(stanza(`<iq type='result' id='1'>${fin}</iq>`));
}

describe('archive (XEP-0313)', () => {
  it('M13: asks for the newest page, and for what lies before or after', () => {
    const text = (query: Parameters<typeof archiveQuery>[0]) => archiveQuery(query, 'q').toString();
    expect(text({ before: '', limit: 50 })).toContain(
      '<set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before/></set>',
    );
    expect(text({ before: 'x', limit: 5 })).toContain('<before>x</before>');
    expect(text({ after: 'y', with: 'bob@example.test', start: 0, limit: 5 })).toMatch(
      /with.*bob@example\.test.*start.*1970-01-01T00:00:00\.000Z.*<after>y<\/after>/,
    );
  });

  it('M13: reads both directions, with the archive id and its time, and asks for no receipt', () => {
    const fin =
      "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'><first>a1</first><last>a3</last></set></fin>";
    const read = page(
      10,
      [
        result('a1', message('alice@example.test/x', 'bob@example.test', 'out')),
        result('a2', message('bob@example.test/x', 'alice@example.test', 'in')),
        result(
          'a3',
          "<message xmlns='jabber:client' from='bob@example.test/x' to='alice@example.test'><received xmlns='urn:xmpp:receipts' id='1'/></message>",
        ),
      ],
      fin,
    );
    expect(read).toMatchObject({
      firstId: 'a1',
      lastId: 'a3',
      isComplete: true,
      messages: [
        {
          direction: 'out',
          peer: 'bob@example.test',
          body: 'out',
          at: Date.UTC(2026, 0, 1),
          via: 'archive',
          wantsReceipt: false,
          wire: { stanzaId: { id: 'a1', by: 'alice@example.test' } },
        },
        { direction: 'in', peer: 'bob@example.test', body: 'in', wire: { stanzaId: { id: 'a2' } } },
      ],
    });
    expect(read.messages).toHaveLength(2);
  });

  it('M13: takes results of the own archive only, and no more than were asked for', () => {
    const fin = "<fin xmlns='urn:xmpp:mam:2'/>";
    const one = message('bob@example.test/x', 'alice@example.test', 'x');
    expect(page(5, [result('a', one, 'mallory@example.test')], fin).messages).toEqual([]);
    expect(page(1, [result('a', one), result('b', one)], fin).messages).toHaveLength(1);
    expect(page(5, [], fin)).toEqual({ messages: [], isComplete: true });
  });
});
