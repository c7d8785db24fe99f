import { afterEach, describe, expect, it } from 'vitest';
import { startXmppFixture, type XmppFixture } from '../../../../lab/embedded/xmpp-server/xmpp-fixture.ts';
import { type XmppTestClient, xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import { ok } from '../../../shared/errors/result.ts';

let lab: XmppFixture;
let alice: XmppTestClient;
afterEach(async () => {
  await alice.xmpp.disconnect();
  await lab.stop();
});

const to = 'bob@example.test';

async function connect(): Promise<void> {
  lab = await startXmppFixture();
  alice = xmppTestClient({
    ca: lab.ca,
    targets: [{ host: lab.server.host, port: lab.server.tlsPort, tls: 'direct' }],
    ...{ username: 'alice', password: 'parlance-demo' },
  });
  expect(await alice.connect()).toEqual(ok());
}

describe('messages longer than the server takes', () => {
  it('M6: M14: the one that ended the stream is refused and not written again, what was behind it is', async () => {
    await connect();
    lab.server.tap((direction, _, stanza) => {
      if (direction === 'in' && stanza.toString().length > 20_000)
        lab.server.endStreams('policy-violation', 'alice');
    });
    const before = alice.events.length;
    alice.xmpp.sendMessage({ id: 'long', to, body: 'x'.repeat(30_000) });
    alice.xmpp.sendMessage({ id: 'behind', to, body: 'and this' });
    const refused = await alice.until('message-error');
    expect(refused).toMatchObject({ peer: to, messageId: 'long', error: { code: 'chat.too-long' } });
    const { link } = await alice.until('link', (event) => event.link.kind === 'online', before);
    expect(link).toMatchObject({ isResumed: false });
    expect(alice.of('uncertain').flatMap(({ stanzaIds }) => stanzaIds)).toEqual(['behind']);
    expect(alice.links().filter((kind) => kind === 'online')).toHaveLength(2);
  });

  it('M6: letters that markup makes longer count as they are written', async () => {
    await connect();
    const sent = alice.xmpp.sendMessage({ id: 'a', to, body: '&'.repeat(59_000) });
    expect(sent).toMatchObject({ ok: false, error: { code: 'chat.too-long' } });
    expect(alice.xmpp.sendMessage({ id: 'b', to, body: '&'.repeat(30_000) })).toEqual(ok());
    await alice.until('accepted', ({ stanzaId }) => stanzaId === 'b');
  });
});
