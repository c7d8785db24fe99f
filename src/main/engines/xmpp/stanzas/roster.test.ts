import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { ownAddress } from './own-address.ts';
import { readRoster, readRosterPush, rosterRemove, rosterSet } from './roster.ts';

const own = ownAddress('alice@example.test/desk');

describe('roster', () => {
  it('M2: reads the list, without what is no contact', () => {
    const result = stanza(`<iq type='result' id='1'><query xmlns='jabber:iq:roster' ver='v7'>
      <item jid='Bob@Example.test' name='Bob' subscription='both'><group>Team</group><group> Team </group><group/></item>
      <item jid='carol@example.test' ask='subscribe'/><item jid='@@'/><item/></query></iq>`);
    expect(readRoster(result)).toEqual({
      kind: 'roster',
      version: 'v7',
      items: [
        {
          address: 'bob@example.test',
          name: 'Bob',
          groups: ['Team'],
          subscription: 'both',
          isPending: false,
        },
        { address: 'carol@example.test', name: '', groups: [], subscription: 'none', isPending: true },
      ],
    });
  });

  it('M2: an answer without a list means that the cached one stands', () => {
    expect(readRoster(stanza("<iq type='result' id='1'/>"))).toEqual({ kind: 'roster-unchanged' });
  });

  it.each([
    ['', true],
    ["from='alice@example.test'", true],
    ["from='alice@example.test/desk'", false],
    ["from='mallory@example.test'", false],
    ["from='example.test'", false],
  ])('M2: a push with %s is believed: %s', (from, isBelieved) => {
    const push = stanza(
      `<iq type='set' id='1' ${from}><query xmlns='jabber:iq:roster'><item jid='bob@x.test' subscription='to'/></query></iq>`,
    );
    expect(readRosterPush(push, own) !== undefined).toBe(isBelieved);
  });

  it('M2: reads a removal', () => {
    const push = stanza(
      "<iq type='set' id='1'><query xmlns='jabber:iq:roster' ver='8'><item jid='bob@x.test' subscription='remove'/></query></iq>",
    );
    expect(readRosterPush(push, own)).toEqual({ kind: 'roster-push', version: '8', removed: 'bob@x.test' });
  });

  it('M2: a change gives name and groups, since it replaces them', () => {
    expect(
      rosterSet({ address: 'bob@x.test', name: 'B & b', groups: ['One', 'Two', 'One'] }).toString(),
    ).toBe(
      '<query xmlns="jabber:iq:roster"><item jid="bob@x.test" name="B &amp; b"><group>One</group><group>Two</group></item></query>',
    );
    expect(rosterRemove('bob@x.test').toString()).toContain('subscription="remove"');
  });
});
