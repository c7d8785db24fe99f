import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { startTcpRelay, type TcpRelay } from '../../../../lab/real/tcp-relay.ts';
import type { ChatSenderTask } from '../../../../test/children/chat-sender.ts';
import { chatPerson } from '../../../../test/fakes/chat-person.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { temporaryStore, type TemporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { hurriedClock, xmppTestClient, type XmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { ArchivePage } from '../../ports/xmpp.port.ts';

const alice = 'alice@example.test' as ConversationId;
const bob = 'bob@example.test' as ConversationId;
const context = { signal: new AbortController().signal };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two minutes: a busy machine is slow, and slowness is not what is tested. */
const WAIT_STEPS = 2400;

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < WAIT_STEPS; n += 1) {
    if (isTrue()) return;
    await pause(50);
  }
  throw new Error(`waited for ${what}`);
}
const bodies = (store: TemporaryStore, of: ConversationId): string[] =>
  store.sync.chat.history({ conversationId: of, limit: 10_000 }).messages.map((message) => message.body);
/** The bodies that the server keeps for this person, oldest first. */
async function inArchive({ xmpp }: XmppTestClient): Promise<readonly string[]> {
  const found: string[] = [];
  for (let before: string | undefined = ''; before !== undefined; ) {
    const page: ArchivePage = unwrap(await xmpp.archive({ before, limit: 100 }));
    found.unshift(...page.messages.map(({ body }) => body));
    before = page.isComplete ? undefined : page.firstId;
  }
  return found;
}
const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);

describe.skipIf(missingPrograms(['prosody']).length > 0)('chat against Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  let relay: TcpRelay;
  const clients: XmppTestClient[] = [];
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob', 'carol'].map((name) => ({ name, password: 'secret' })),
    });
    relay = await startTcpRelay({ target: { address: server.address, port: server.ports.c2s } });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  });
  afterAll(async () => {
    await relay.close();
    await server.stop();
  });

  async function person(username: string, store = temporaryStore(), resource = 'desk') {
    const client = xmppTestClient({
      ca: ca.pem,
      targets: [{ host: relay.address, port: relay.port, tls: 'starttls' }],
      username,
      password: 'secret',
      resource,
      clock: hurriedClock(5),
      seed: username.length * 31 + resource.length,
    });
    clients.push(client);
    const chat = await chatPerson(client, store, `${username}@example.test`);
    closing.push(() => chat.service.stop());
    return {
      client,
      store,
      chat,
      connect: async () => unwrap(await client.connect()),
      send: async (id: string, body: string, to: ConversationId) =>
        unwrap(
          await chat.service.handlers['chat/send'](
            { id: id as MessageId, conversationId: to, body },
            context,
          ),
        ),
      delivery: (id: string) => chat.publisher.get('messages', id)?.delivery,
    };
  }

  it('M6: Q3: the server killed three times in the middle: each message once, in order, on both sides', async () => {
    const [from, to] = [await person('alice'), await person('bob')];
    await Promise.all([from.connect(), to.connect()]);
    const [count, kills] = [240, 3];
    const life = (async () => {
      for (let round = 1; round <= kills; round += 1) {
        await until(() => bodies(to.store, alice).length >= (count / 4) * round - 20, `round ${round}`);
        await server.kill9();
        await pause(100);
        await server.start();
      }
    })();
    for (let n = 0; n < count; n += 1) {
      await from.send(`m${n}-x`, `${n}`, bob);
      await pause(10);
    }
    await life;
    await from.send('last-x', 'last', bob);
    await until(() => from.delivery('last-x') === 'delivered', 'the last receipt');
    const sent = [...numbers(count), 'last'];
    await until(() => from.store.sync.chat.outbox().length === 0, 'an empty outbox');
    expect(bodies(from.store, bob)).toEqual(sent);
    // Prosody writes the sender's archive first; killed before the recipient's, it has taken a message and lost it.
    const kept = await inArchive(to.client);
    expect(sent.filter((body) => !kept.includes(body)).length).toBeLessThanOrEqual(kills);
    await until(() => bodies(to.store, alice).length >= kept.length, 'everything at bob');
    expect(bodies(to.store, alice)).toEqual(kept);
  });

  it('M6: Q3: the client killed five times with -9 in the middle of sending: each accepted message arrives once, in order', async () => {
    const to = await person('bob');
    await to.connect();
    const task: Omit<ChatSenderTask, 'from' | 'count'> = {
      folder: temporaryFolder(),
      keyHex: '11'.repeat(32),
      ca: ca.pem,
      host: relay.address,
      port: relay.port,
      username: 'carol',
      to: bob,
    };
    const taken: string[] = [];
    const run = async (count: number, isEnough: (seen: number, line: string) => boolean): Promise<void> => {
      const file = new URL('../../../../test/children/chat-sender.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, [file, JSON.stringify({ ...task, from: taken.length, count })], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let rest = '';
      let seen = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line !== 'settled') taken.push(line);
          seen += 1;
          if (isEnough(seen, line)) child.kill('SIGKILL');
        }
      });
      await new Promise((resolve) => child.on('close', resolve));
    };
    for (let round = 0; round < 5; round += 1) await run(1000, (seen) => seen >= 25 + round * 9);
    await run(5, (_, line) => line === 'settled');
    const carol = 'carol@example.test' as ConversationId;
    await until(() => bodies(to.store, carol).length >= taken.length, 'everything at bob');
    await pause(300);
    const got = bodies(to.store, carol);
    // One that was stored but not yet answered when the kill came was never promised, and is asked for again.
    expect(got).toEqual([...new Set(got)]);
    expect(got).toEqual(numbers(got.length));
    expect(taken.filter((each) => !got.includes(each))).toEqual([]);
  });

  it('M7: M13: a second device sees it all, reads for both, and a new one finds it in the archive', async () => {
    const [desk, peer] = [await person('alice'), await person('bob')];
    const laptop = await person('alice', temporaryStore(), 'laptop');
    await Promise.all([desk.connect(), peer.connect(), laptop.connect()]);
    // Until then what comes may be taken for history.
    const isCaughtUp = ({ store }: typeof desk) => {
      const { newest, reachedStart } = store.sync.chat.archiveState('all');
      return newest !== undefined || reachedStart;
    };
    await until(() => isCaughtUp(desk) && isCaughtUp(laptop), 'the archive at both devices');
    await peer.send('q1', 'question', alice);
    await until(() => bodies(laptop.store, bob).includes('question'), 'the question at the laptop');
    await until(() => bodies(desk.store, bob).includes('question'), 'the question at the desk');
    await laptop.chat.service.handlers['chat/mark-read']({ conversationId: bob }, context);
    await until(() => desk.store.sync.chat.conversation(bob)?.unreadCount === 0, 'read at the desk');
    await until(() => peer.delivery('q1') === 'read', 'the mark at the peer');
    await laptop.send('a1', 'answer', bob);
    await until(() => bodies(desk.store, bob).includes('answer'), 'the copy at the desk');

    const phone = await person('alice', temporaryStore(), 'phone');
    await phone.connect();
    await until(() => bodies(phone.store, bob).includes('answer'), 'history at the phone');
    expect(bodies(phone.store, bob).slice(-2)).toEqual(['question', 'answer']);
    expect(phone.store.sync.chat.conversation(bob)?.unreadCount).toBe(0);
  });
});
