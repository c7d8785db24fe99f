import type { XmppTestClient } from './xmpp-client.ts';

export interface CutTraffic {
  readonly alice: XmppTestClient;
  readonly bob: XmppTestClient;
  /** Breaks alice's connection without a word. */
  readonly cut: () => void;
  readonly cuts: number;
  /** Each way. */
  readonly messages: number;
}

/**
 * Both write to each other while alice's connection is cut again and again; she writes only while she is online, as the
 * outbox does. Throws when anything is lost, doubled or out of order.
 */
export async function sendThroughCuts({ alice, bob, cut, cuts, messages }: CutTraffic): Promise<void> {
  const [toBob, toAlice] = [names('a', messages), names('b', messages)];
  const fromBob = write(bob, 'alice@example.test', toAlice);
  const fromAlice = write(alice, 'bob@example.test', toBob);
  for (let round = 1; round <= cuts; round += 1) {
    const from = alice.events.length;
    const share = Math.floor((messages * round) / (cuts + 1));
    await alice.when(() => alice.messages().length >= share, `${share} messages before cut ${round}`);
    cut();
    await alice.until('link', ({ link }) => link.kind === 'waiting', from);
    alice.xmpp.nudge();
    await alice.until('link', ({ link }) => link.kind === 'online', from);
  }
  await Promise.all([fromAlice, fromBob]);
  await bob.when(() => bob.messages().length >= messages, 'all messages at bob');
  await alice.when(() => alice.messages().length >= messages, 'all messages at alice');
  await alice.when(() => alice.of('accepted').length >= messages, 'all of alice accepted');
  mustEqual(
    'bob got',
    bob.messages().map(({ body }) => body),
    toBob,
  );
  mustEqual(
    'alice got',
    alice.messages().map(({ body }) => body),
    toAlice,
  );
  mustEqual(
    'alice was told accepted',
    alice.of('accepted').map(({ stanzaId }) => stanzaId),
    toBob,
  );
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

async function write(client: XmppTestClient, to: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    while (!client.xmpp.sendMessage({ to, id, body: id }).ok) await pause();
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function mustEqual(what: string, got: readonly string[], wanted: readonly string[]): void {
  const lost = wanted.filter((id) => !got.includes(id));
  const doubled = got.filter((id, index) => got.indexOf(id) !== index);
  if (lost.length > 0 || doubled.length > 0)
    throw new Error(`${what}: lost ${lost.join(' ')}; doubled ${doubled.join(' ')}`);
  if (got.join() !== wanted.join()) throw new Error(`${what}: out of order`);
}
