import { createStorage } from '../../src/main/storage/create-storage.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { silentLog } from '../fakes/silent-log.ts';

/**
 * A program to be killed: `storage-writer.ts FOLDER KEYHEX START`. Writes without end, from several hands at once,
 * and prints the id of each row as soon as the store has promised to keep it.
 */
const [folder = '', keyHex = '', start = '0'] = process.argv.slice(2);
const storage = unwrap(
  await createStorage({
    workerUrl: new URL('../../src/main/storage/storage-worker.ts', import.meta.url),
    folder,
    key: Buffer.from(keyHex, 'hex'),
    log: silentLog,
  }),
);
const { chat } = unwrap(await storage.openIdentity('alice@example.test'));
let next = Number(start);

async function send(conversationId: ConversationId): Promise<void> {
  for (;;) {
    const id = `${next++}` as MessageId;
    await chat.enqueue({
      id,
      conversationId,
      from: 'alice@example.test',
      body: `kumquat ${id} ${'x'.repeat(200)}`,
      at: Date.now(),
      state: 'queued',
    });
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(['a', 'b', 'c'].map((name) => send(`${name}@example.test` as ConversationId)));
