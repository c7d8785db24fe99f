import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { readMessage } from './message-reader.ts';
import { ownAddress } from './own-address.ts';

const own = ownAddress('alice@example.test/desk');
const read = (text: string) => readMessage(stanza(text), own);
const from = (inner: string, attributes = "type='chat'") =>
  read(
    `<message from='bob@example.test/phone' to='alice@example.test' id='m1' ${attributes}>${inner}</message>`,
  );
const carbon = (inner: string, kind: 'sent' | 'received', sender = 'alice@example.test') =>
  read(
    `<message from='${sender}' to='alice@example.test/desk'><${kind} xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></${kind}></message>`,
  );

describe('messages', () => {
  it('M6: reads a message with everything that follows its fate', () => {
    expect(
      from(`<body>Hi</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/><request xmlns='urn:xmpp:receipts'/>
        <markable xmlns='urn:xmpp:chat-markers:0'/><replace xmlns='urn:xmpp:message-correct:0' id='m0'/>
        <stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='alice@example.test'/><stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='room@x'/>
        <active xmlns='http://jabber.org/protocol/chatstates'/>`),
    ).toEqual([
      { kind: 'chat-state', peer: 'bob@example.test', state: 'active' },
      {
        kind: 'message',
        message: {
          peer: 'bob@example.test',
          direction: 'in',
          from: 'bob@example.test',
          body: 'Hi',
          wire: { originId: 'o1', stanzaId: { id: 's1', by: 'alice@example.test' }, messageId: 'm1' },
          wantsReceipt: true,
          isMarkable: true,
          replaces: 'm0',
          device: 'bob@example.test/phone',
          via: 'live',
        },
      },
    ]);
  });

  it('M7: reads copies of what our other devices send and get, without answering for them', () => {
    const sent =
      "<message xmlns='jabber:client' from='alice@example.test/phone' to='bob@example.test' type='chat' id='c1'><body>x</body><request xmlns='urn:xmpp:receipts'/></message>";
    expect(carbon(sent, 'sent')).toMatchObject([
      { message: { peer: 'bob@example.test', direction: 'out', via: 'carbon', wantsReceipt: false } },
    ]);
    const got =
      "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/><message xmlns='jabber:client' from='bob@example.test/a' to='alice@example.test/phone' type='chat'><body>y</body></message>";
    expect(carbon(got, 'received')).toMatchObject([
      { message: { direction: 'in', via: 'carbon', at: Date.UTC(2026, 0, 1) } },
    ]);
  });

  it.each(['mallory@example.test', 'alice@example.test.evil', 'alice@example.test/desk', 'example.test'])(
    'M7: takes no copies from %s',
    (sender) => {
      expect(
        carbon(
          "<message xmlns='jabber:client' from='bob@example.test' to='alice@example.test'><body>forged</body></message>",
          'sent',
          sender,
        ),
      ).toEqual([]);
    },
  );

  it('M7: a displayed mark of our other device is one of ours', () => {
    const mark =
      "<message xmlns='jabber:client' from='alice@example.test/phone' to='bob@example.test' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='m9'/></message>";
    expect(carbon(mark, 'sent')).toEqual([
      { kind: 'displayed', peer: 'bob@example.test', messageId: 'm9', direction: 'out' },
    ]);
  });

  it.each([
    ["<received xmlns='urn:xmpp:receipts' id='x'/>", { kind: 'receipt', messageId: 'x' }],
    [
      "<displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>",
      { kind: 'displayed', messageId: 'x', direction: 'in' },
    ],
    ["<x xmlns='jabber:x:event'><delivered/><id>x</id></x>", { kind: 'receipt', messageId: 'x' }],
    [
      "<x xmlns='jabber:x:event'><displayed/><id>x</id></x>",
      { kind: 'displayed', messageId: 'x', direction: 'in' },
    ],
    ["<x xmlns='jabber:x:event'><composing/><id>x</id></x>", { kind: 'chat-state', state: 'composing' }],
    ["<x xmlns='jabber:x:event'><id>x</id></x>", { kind: 'chat-state', state: 'paused' }],
    [
      "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
      { kind: 'chat-state', state: 'composing' },
    ],
  ])('M6: reads %s', (inner, event) => {
    expect(from(inner)).toEqual([{ peer: 'bob@example.test', ...event }]);
  });

  it('M6: a message that asks to be told by jabber:x:event is only a message', () => {
    expect(
      from("<body>Hi</body><x xmlns='jabber:x:event'><composing/><delivered/></x>").map(({ kind }) => kind),
    ).toEqual(['message']);
  });

  it('M6: believes the time of the own server and of nobody else', () => {
    const at = (delay: string) => {
      const [event] = from(`<body>x</body>${delay}`);
      return event?.kind === 'message' ? [event.message.at, event.message.via] : [];
    };
    expect(at("<delay xmlns='urn:xmpp:delay' from='example.test' stamp='2026-01-01T00:00:00Z'/>")).toEqual([
      Date.UTC(2026, 0, 1),
      'offline',
    ]);
    expect(at("<x xmlns='jabber:x:delay' from='example.test' stamp='20260101T00:00:00'/>")).toEqual([
      Date.UTC(2026, 0, 1),
      'offline',
    ]);
    expect(
      at("<delay xmlns='urn:xmpp:delay' from='bob@example.test' stamp='2020-01-01T00:00:00Z'/>"),
    ).toEqual([undefined, 'live']);
    expect(at("<delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/>")).toEqual([undefined, 'live']);
    expect(at("<delay xmlns='urn:xmpp:delay' from='example.test' stamp='nonsense'/>")).toEqual([
      undefined,
      'live',
    ]);
  });

  it('M6: what was stored tells nothing of what the peer does now', () => {
    expect(
      from(
        "<composing xmlns='http://jabber.org/protocol/chatstates'/><delay xmlns='urn:xmpp:delay' from='example.test' stamp='2026-01-01T00:00:00Z'/>",
      ),
    ).toEqual([]);
  });

  it.each([
    ['policy-violation', 'chat.rejected'],
    ['forbidden', 'chat.rejected'],
    ['not-acceptable', 'chat.rejected'],
    ['service-unavailable', 'chat.recipient-unavailable'],
    ['remote-server-not-found', 'chat.recipient-unavailable'],
    ['internal-server-error', 'xmpp.stanza'],
  ])('M14: the error %s of a message is %s', (condition, code) => {
    const events = from(
      `<body>x</body><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`,
      "type='error'",
    );
    expect(events).toEqual([
      {
        kind: 'message-error',
        peer: 'bob@example.test',
        messageId: 'm1',
        error: { code, params: { condition }, detail: condition },
      },
    ]);
  });

  it.each([
    ["type='groupchat'", '<body>x</body>'],
    ["type='headline'", '<body>x</body>'],
    ["type='chat'", '<body></body>'],
    ["type='chat'", ''],
  ])('M6: makes nothing of %s %s', (attributes, inner) => {
    expect(from(inner, attributes)).toEqual([]);
  });

  it('M3: reads the picture that somebody publishes (XEP-0084)', () => {
    const metadata = (info: string) =>
      `<message from='bob@example.test'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'><item><metadata xmlns='urn:xmpp:avatar:metadata'>${info}</metadata></item></items></event></message>`;
    const hash = '111f4b3c50d7b0df729d299bc6f8e9ef9066971f';
    expect(read(metadata(`<info id='${hash}' bytes='1' type='image/png'/>`))).toEqual([
      { kind: 'avatar', address: 'bob@example.test', hash },
    ]);
    expect(read(metadata(''))).toEqual([{ kind: 'avatar', address: 'bob@example.test', hash: '' }]);
  });

  it('Q2: reads anything that parses without throwing', () => {
    const names = fc.constantFrom(
      'body',
      'delay',
      'x',
      'received',
      'sent',
      'forwarded',
      'message',
      'displayed',
      'error',
      'event',
      'items',
      'stanza-id',
      'replace',
    );
    const spaces = fc.constantFrom(
      '',
      'urn:xmpp:carbons:2',
      'urn:xmpp:forward:0',
      'jabber:client',
      'urn:xmpp:delay',
      'jabber:x:event',
      'urn:xmpp:receipts',
      'urn:xmpp:sid:0',
      'http://jabber.org/protocol/pubsub#event',
    );
    const attributes = fc.constantFrom(
      '',
      ' id="1"',
      ' from="alice@example.test"',
      ' stamp="x"',
      ' node="urn:xmpp:avatar:metadata"',
    );
    const tree = (depth: number): fc.Arbitrary<string> =>
      fc
        .tuple(
          names,
          spaces,
          attributes,
          depth === 0 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 3 }),
        )
        .map(
          ([name, ns, more, inner]) =>
            `<${name}${ns === '' ? '' : ` xmlns="${ns}"`}${more}>${inner.join('')}</${name}>`,
        );
    fc.assert(
      fc.property(
        fc.array(tree(5), { maxLength: 3 }),
        fc.constantFrom('', ' from="alice@example.test"', ' from="@"', ' type="error"'),
        (inner, attributes) => {
          expect(Array.isArray(read(`<message${attributes}>${inner.join('')}</message>`))).toBe(true);
        },
      ),
    );
  });
});
