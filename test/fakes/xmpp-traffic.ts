import type { XmppTestClient } from './xmpp-client.ts';

export interface CutTraffic {
  readonly alice: XmppTestClient;
  readonly bob: XmppTestClient;
  /** Breaks alice's connection without a word. */
  readonly cut: () => void;
  readonly cuts: number;
  /** Each way. */
  readonly messages: number;
  /**
   * The server may lose a session (Prosody 0.12 does when a cut falls inside a stanza: after resuming it reads on with the
   * parser of the old connection). Then alice does what the outbox does, sends what is uncertain again under the same id,
   * and both sides take a message with a known id for the same one, as the store does.
   */
  readonly mayForget: boolean;
  /** What the stream runs on mends itself, so that a cut never shows. */
  readonly isUnseen?: true;
}

/** Both write to each other while alice's connection is cut again and again. Throws when anything is lost, doubled or out of order. */
export async function sendThroughCuts(traffic: CutTraffic): Promise<void> {
  const { alice, bob, cut, cuts, messages, mayForget } = traffic;
  const [toBob, toAlice] = [names('a', messages), names('b', messages)];
  const writing = [write(bob, 'alice@example.test', toAlice), write(alice, 'bob@example.test', toBob)];
  for (let round = 1; round <= cuts; round += 1) {
    const from = alice.events.length;
    const share = Math.floor((messages * round) / (cuts + 1));
    await alice.when(() => arrived(alice).size >= share, `${share} messages before cut ${round}`);
    cut();
    if (traffic.isUnseen) continue;
    await alice.until('link', ({ link }) => link.kind === 'waiting', from);
    alice.xmpp.nudge();
    await alice.until('link', ({ link }) => link.kind === 'online', from);
  }
  await bob.when(() => arrived(bob).size >= messages, 'all messages at bob');
  await alice.when(() => arrived(alice).size >= messages, 'all messages at alice');
  await alice.when(() => accepted(alice).size >= messages, 'all of alice accepted');
  for (const stop of writing) stop();
  if (mayForget) return;
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

const arrived = (client: XmppTestClient): ReadonlySet<string | undefined> =>
  new Set(client.messages().map(({ wire }) => wire.originId));
const accepted = (client: XmppTestClient): ReadonlySet<string> =>
  new Set(client.of('accepted').map(({ stanzaId }) => stanzaId));

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

/** Writes message by message while there is a stream; what becomes uncertain goes out again first. Answers how to stop. */
function write(client: XmppTestClient, to: string, ids: readonly string[]): () => void {
  const queue = [...ids];
  const forget = client.xmpp.on((event) => {
    if (event.kind === 'uncertain') queue.unshift(...event.stanzaIds);
  });
  const timer = setInterval(() => {
    const [id] = queue;
    if (id !== undefined && client.xmpp.sendMessage({ to, id, body: id }).ok) queue.shift();
  }, 1);
  return () => {
    clearInterval(timer);
    forget();
  };
}

function mustEqual(what: string, got: readonly string[], wanted: readonly string[]): void {
  const lost = wanted.filter((id) => !got.includes(id));
  const doubled = got.filter((id, index) => got.indexOf(id) !== index);
  if (lost.length > 0 || doubled.length > 0) {
    throw new Error(`${what}: lost ${lost.join(' ')}; doubled ${doubled.join(' ')}`);
  }
  if (got.join() !== wanted.join()) throw new Error(`${what}: out of order`);
}
