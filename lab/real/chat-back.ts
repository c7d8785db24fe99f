import type { StockClient } from './stock-xmpp-client.ts';

/** Makes a signed-in colleague available who confirms each message (XEP-0184) and says it back. */
export async function chatBack(client: StockClient): Promise<void> {
  client.onStanza((stanza) => {
    const text = stanza.getChildText('body');
    const { from, id, type } = stanza.attrs;
    if (
      stanza.name !== 'message' ||
      text === null ||
      from === undefined ||
      type === 'error' ||
      type === 'groupchat'
    )
      return;
    if (stanza.getChild('request', 'urn:xmpp:receipts') !== undefined && id !== undefined) {
      void client.send(
        client.xml(
          'message',
          { to: from, type: 'chat' },
          client.xml('received', { xmlns: 'urn:xmpp:receipts', id }),
        ),
      );
    }
    void client.send(
      client.xml(
        'message',
        { to: from, type: 'chat', id: `back-${id ?? ''}` },
        client.xml('body', {}, `You wrote: ${text}`),
      ),
    );
  });
  await client.send(client.xml('presence', {}, client.xml('status', {}, 'I write back')));
}
