import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import type { ChatMessage } from '../../../ports/xmpp.port.ts';
import { readMessage } from './message-reader.ts';
import { ownAddress } from './own-address.ts';
import { readRoomMessage } from './room-message-reader.ts';

const own = ownAddress('alice@example.test/desk');

/** What comes of a message of Bob's with this in it. */
function said(inner: string): Pick<ChatMessage, 'body' | 'encryption' | 'rich'> | undefined {
  const events = readMessage(
    stanza(
      `<message from='bob@example.test/x' to='alice@example.test' type='chat' id='m'>${inner}</message>`,
    ),
    own,
  );
  const message = events.find((event) => event.kind === 'message')?.message;
  if (!message) return undefined;
  const { body, encryption, rich } = message;
  return { body, ...(encryption !== undefined && { encryption }), ...(rich && { rich }) };
}

const omemo = (inner: string) =>
  `<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'><key rid='2'>x</key></header>${inner}</encrypted>`;
const hint = (attributes: string) => `<encryption xmlns='urn:xmpp:eme:0' ${attributes}/>`;
const fallback = '<body>I sent you an OMEMO encrypted message</body>';

describe('what other programs send', () => {
  it.each([
    ['OMEMO with what its program says to others', omemo('<payload>y</payload>') + fallback, 'OMEMO'],
    ['OMEMO without a body', omemo('<payload>y</payload>'), 'OMEMO'],
    [
      'OMEMO 2, named by a hint',
      `<encrypted xmlns='urn:xmpp:omemo:2'><header/><payload>y</payload></encrypted>${hint("namespace='urn:xmpp:omemo:2'")}`,
      'OMEMO',
    ],
    ['OpenPGP', `<openpgp xmlns='urn:xmpp:openpgp:0'>y</openpgp>`, 'OpenPGP'],
    ['old OpenPGP', `<x xmlns='jabber:x:encrypted'>y</x><body>[encrypted]</body>`, 'OpenPGP'],
    ['data of OTR', '<body>?OTR:AAMC</body>', 'OTR'],
    [
      'a scheme by its name',
      `<body>no</body>${hint("namespace='urn:of:tomorrow' name='To\u202emorrow'")}`,
      'Tomorrow',
    ],
    ['a scheme without a name', `<body>no</body>${hint("namespace='urn:of:tomorrow'")}`, ''],
  ])('M12: %s is said to be encrypted, its stand-in is not shown', (_, inner, encryption) => {
    expect(said(inner)).toEqual({ body: '', encryption });
  });

  it('M12: what only exchanges keys, or only names a scheme, says nothing', () => {
    expect(said(omemo(''))).toBeUndefined();
    expect(said(hint("namespace='eu.siacs.conversations.axolotl'"))).toBeUndefined();
    expect(said('<body>?OTRv3? would like to talk</body>')).toEqual({ body: '?OTRv3? would like to talk' });
  });

  it('M12: in a room too', () => {
    const message = stanza(
      `<message from='room@conference.example.test/bob' type='groupchat' id='m'>${omemo('<payload>y</payload>')}${fallback}</message>`,
    );
    const seat = { room: 'room@conference.example.test', nick: 'alice', own: own.bare, isFirst: false };
    expect(readRoomMessage(message, seat)).toMatchObject({ body: '', encryption: 'OMEMO' });
  });

  it('M6: words that are there with formatting only are shown', () => {
    const html = (inner: string) =>
      `<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>${inner}</body></html>`;
    expect(said(html('<p>good</p><p>morning</p>'))).toEqual({ body: 'good\nmorning' });
    expect(said(html('<p>good <b>morning</b></p>'))).toMatchObject({
      body: 'good morning',
      rich: [{ runs: [{ text: 'good ' }, { text: 'morning', marks: ['strong'] }] }],
    });
    expect(said(html('<script>no</script>'))).toBeUndefined();
  });

  it('M6: what a server announces is heard, headlines of people are not', () => {
    const from = (sender: string, type: string) =>
      readMessage(
        stanza(
          `<message from='${sender}' to='alice@example.test' type='${type}'><subject>Maintenance</subject><body>at five</body></message>`,
        ),
        own,
      );
    for (const type of ['headline', 'normal'])
      expect(from('example.test', type)).toMatchObject([
        { message: { peer: 'example.test', from: 'example.test', body: 'Maintenance\nat five' } },
      ]);
    expect(from('bob@example.test/x', 'headline')).toEqual([]);
    expect(from('bob@example.test/x', 'chat')).toMatchObject([{ message: { body: 'at five' } }]);
  });

  it('M6: of several languages the one of the message is shown', () => {
    const [de, en] = ["<body xml:lang='de'>Hallo</body>", '<body>Hello</body>'];
    expect(said(de + en)).toEqual({ body: 'Hello' });
    expect(said(de + "<body xml:lang='fr'>Salut</body>")).toEqual({ body: 'Hallo' });
  });
});
