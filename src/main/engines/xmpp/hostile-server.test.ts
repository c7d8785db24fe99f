import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { startXmppFixture, type XmppFixture } from '../../../../lab/embedded/xmpp-server/xmpp-fixture.ts';
import { hurriedClock, type XmppTestClient, xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';

let lab: XmppFixture;
let alice: XmppTestClient;
afterEach(async () => {
  await alice.xmpp.disconnect();
  await lab.stop();
});

const NAMES = [
  'iq',
  'message',
  'presence',
  'r',
  'a',
  'enabled',
  'resumed',
  'failed',
  'query',
  'item',
  'forwarded',
  'result',
  'received',
  'fin',
  'stream:error',
  'stream:features',
  'success',
  'x',
  'c',
  'body',
];
const SPACES = [
  '',
  'jabber:client',
  'urn:xmpp:sm:3',
  'jabber:iq:roster',
  'urn:xmpp:carbons:2',
  'urn:xmpp:forward:0',
  'urn:xmpp:mam:2',
  'jabber:x:data',
  'vcard-temp:x:update',
  'urn:ietf:params:xml:ns:xmpp-streams',
  'http://jabber.org/protocol/caps',
  'http://jabber.org/protocol/disco#info',
];
const ATTRIBUTES = [
  ' h="0"',
  ' h="4294967295"',
  ' h="x"',
  ' id="1"',
  ' type="set"',
  ' type="get"',
  ' type="result"',
  ' type="error"',
  ' type="subscribe"',
  ' from="alice@example.test"',
  ' from="@/"',
  ' from="bob@example.test/x"',
  ' jid="bob@example.test"',
  ' queryid="q"',
  ' ver="1"',
  ' hash="sha-1"',
  ' node="n"',
  ' resume="true"',
  ' max="0"',
  ' location=":"',
];

const tree = (depth: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...SPACES),
      fc.uniqueArray(fc.constantFrom(...ATTRIBUTES), {
        maxLength: 4,
        selector: (text) => text.split('=')[0],
      }),
      depth === 0
        ? fc.constantFrom<string[][]>([], ['text'], ['&amp;'], [''])
        : fc.array(tree(depth - 1), { maxLength: 3 }),
    )
    .map(
      ([name, ns, attributes, inner]) =>
        `<${name}${ns === '' ? '' : ` xmlns="${ns}"`}${attributes.join('')}>${inner.join('')}</${name}>`,
    );

const bytes = fc.oneof(
  fc.array(tree(3), { minLength: 1, maxLength: 4 }).map((parts) => Buffer.from(parts.join(''))),
  fc.uint8Array({ minLength: 1, maxLength: 60 }).map((array) => Buffer.from(array)),
  fc
    .constantFrom('</stream:stream>', '<!DOCTYPE a>', '<a>', '<!--', '&#0;', '<stream:stream>')
    .map((text) => Buffer.from(text)),
);

describe('a hostile server', () => {
  it('Q2: whatever it says, the engine lives on and comes back', async () => {
    lab = await startXmppFixture();
    alice = xmppTestClient({
      ca: lab.ca,
      targets: [{ host: lab.server.host, port: lab.server.tlsPort, tls: 'direct' }],
      username: 'alice',
      password: 'parlance-demo',
      clock: hurriedClock(200),
    });
    await alice.connect();
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), async (pieces) => {
        for (const piece of pieces) lab.server.sendGarbage('alice', piece);
        // Made to say something either way: a stream that was left in a broken state is given up and made anew.
        alice.xmpp.nudge();
        await new Promise((resolve) => setTimeout(resolve, 15));
        if (alice.xmpp.link().kind === 'stopped') await alice.connect();
        await alice.when(() => alice.xmpp.link().kind === 'online', 'online');
      }),
      { numRuns: 120, endOnFailure: true },
    );
    // The last stream may just be being given up.
    let answer = await alice.xmpp.vcard('bob@example.test');
    for (let round = 0; round < 20 && !answer.ok; round += 1) {
      alice.xmpp.nudge();
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await alice.xmpp.vcard('bob@example.test');
    }
    expect(answer).toMatchObject({ ok: true });
  }, 60_000);
});
