import { randomUUID } from 'node:crypto';
import type { StockClient } from '../../lab/real/stock-xmpp-client.ts';
import type { ContractClient } from '../../src/shared/contract/client.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';

/** Two people who write to each other without stopping. */
export interface Chatter {
  /** What each has said so far. */
  readonly said: { readonly alice: readonly string[]; readonly bob: readonly string[] };
  /** What each has got so far, doubles included. */
  readonly got: { readonly bob: readonly string[]; alice(): Promise<readonly string[]> };
  /** Both stop talking. Rejects if something could not be said. */
  stop(): Promise<void>;
}

const PAUSE_MS = 250;

/** Alice talks through the app's contract; Bob by the stock client, past all faults, and he confirms what he gets. */
export function startChatter(control: ContractClient, bob: StockClient, aliceJid: string): Chatter {
  const bobJid = bob.jid.replace(/\/.*$/, '') as ConversationId;
  const said = { alice: [] as string[], bob: [] as string[] };
  const heard: string[] = [];
  const stopping = new AbortController();
  bob.onStanza((stanza) => {
    const text = stanza.getChildText('body');
    const { from, id } = stanza.attrs;
    if (stanza.name !== 'message' || stanza.attrs['type'] === 'error' || text === null) return;
    heard.push(text);
    if (from === undefined || id === undefined) return;
    const received = bob.xml('received', { xmlns: 'urn:xmpp:receipts', id });
    void bob.send(bob.xml('message', { to: from, type: 'chat' }, received));
  });
  const talk = async (say: (index: number) => Promise<void>): Promise<void> => {
    for (let index = 0; !stopping.signal.aborted; index += 1) {
      await say(index);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const talks = Promise.all([
    talk(async (index) => {
      const body = `alice ${index}`;
      const id = randomUUID() as MessageId;
      const sent = await control.call('chat/send', { conversationId: bobJid, body, id });
      if (!sent.ok) throw new Error(`alice could not say ${body}: ${sent.error.code}`);
      said.alice.push(body);
    }),
    talk(async (index) => {
      const body = `bob ${index}`;
      const request = bob.xml('request', { xmlns: 'urn:xmpp:receipts' });
      await bob.send(
        bob.xml(
          'message',
          { to: aliceJid, type: 'chat', id: randomUUID() },
          bob.xml('body', {}, body),
          request,
        ),
      );
      said.bob.push(body);
    }),
  ]);
  talks.catch(() => undefined);
  return {
    said,
    got: { bob: heard, alice: () => history(control, bobJid) },
    async stop() {
      stopping.abort();
      await talks;
    },
  };
}

/** What the other side has said, oldest first, as the conversation shows it. */
async function history(control: ContractClient, conversationId: ConversationId): Promise<readonly string[]> {
  const bodies: string[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await control.call('chat/history', {
      conversationId,
      limit: 200,
      ...(before !== undefined && { before }),
    });
    if (!page.ok) throw new Error(page.error.code);
    const { messages, hasOlder } = page.value;
    bodies.unshift(...messages.filter(({ direction }) => direction === 'in').map(({ body }) => body));
    before = messages[0]?.order;
    if (!hasOlder || before === undefined) return bodies;
  }
}
