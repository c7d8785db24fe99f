import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { blockStanza, readBlockingPush, readBlocklist } from './blocking.ts';
import { ownAddress } from './own-address.ts';

const own = ownAddress('alice@example.test/desk');
const NS = 'urn:xmpp:blocking';
const push = (attributes: string, child: string) =>
  readBlockingPush(stanza(`<iq type='set' id='p' ${attributes}>${child}</iq>`), own);

describe('blocking (XEP-0191)', () => {
  it('M4: reads the list, in normal form, once each', () => {
    const list = `<blocklist xmlns='${NS}'><item jid='Eve@Example.test'/><item jid='eve@example.test/x'/><item jid='spam.test'/><item jid='@@'/></blocklist>`;
    expect(readBlocklist(stanza(`<iq type='result'>${list}</iq>`))).toEqual([
      'eve@example.test',
      'spam.test',
    ]);
    expect(readBlocklist(stanza(`<iq type='result'/>`))).toEqual([]);
  });

  it.each([
    [
      'of the own account',
      "from='alice@example.test'",
      'block',
      { addresses: ['eve@example.test'], isBlocked: true },
    ],
    ['without a sender', '', 'unblock', { addresses: ['eve@example.test'], isBlocked: false }],
    ['of somebody else', "from='mallory@example.test'", 'block', undefined],
  ] as const)('Q2: a change %s', (_name, from, word, expected) => {
    expect(push(from, `<${word} xmlns='${NS}'><item jid='eve@example.test'/></${word}>`)).toEqual(expected);
  });

  it('M4: nobody is blocked any more', () => {
    expect(push('', `<unblock xmlns='${NS}'/>`)).toEqual({ addresses: [], isBlocked: false });
    expect(push('', `<query xmlns='${NS}'/>`)).toBeUndefined();
  });

  it('M4: asks for one', () => {
    expect(blockStanza('eve@example.test', true).toString()).toContain('<item jid="eve@example.test"/>');
  });
});
