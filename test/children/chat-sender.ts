import { createStorage } from '../../src/main/storage/create-storage.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { chatPerson } from '../fakes/chat-person.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { xmppTestClient } from '../fakes/xmpp-client.ts';

/** What the program is told, as JSON in its first argument. */
export interface ChatSenderTask {
  readonly folder: string;
  readonly keyHex: string;
  readonly ca: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly to: string;
  /** Messages are named by number, from here on. */
  readonly from: number;
  readonly count: number;
}

/**
 * A person to be killed: signs in, sends numbered messages and prints each number as soon as chat has taken it over.
 * Prints `settled` when the outbox is empty, then waits for its end.
 */
const task = JSON.parse(process.argv[2] ?? '{}') as ChatSenderTask;
const storage = unwrap(
  await createStorage({
    workerUrl: new URL('../../src/main/storage/storage-worker.ts', import.meta.url),
    folder: task.folder,
    key: Buffer.from(task.keyHex, 'hex'),
    log: silentLog,
  }),
);
const address = `${task.username}@example.test`;
const identity = unwrap(await storage.openIdentity(address));
const client = xmppTestClient({
  ca: task.ca,
  targets: [{ host: task.host, port: task.port, tls: 'starttls' }],
  username: task.username,
  password: 'secret',
  seed: task.from + 1,
});
const { service } = await chatPerson(client, identity, address);
void client.connect();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const context = { signal: new AbortController().signal };
for (let n = task.from; n < task.from + task.count; n += 1) {
  const id = `sender-${n}` as MessageId;
  const conversationId = task.to as ConversationId;
  unwrap(await service.handlers['chat/send']({ id, conversationId, body: `${n}` }, context));
  process.stdout.write(`${n}\n`);
  if (n % 7 === 0) await pause(10);
}
while ((await identity.chat.outbox()).length > 0) await pause(20);
process.stdout.write('settled\n');
await pause(60_000);
