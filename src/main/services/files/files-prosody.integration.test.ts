import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { freePorts } from '../../../../lab/real/free-port.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { type FilePerson, filePerson, type FilePersonOptions } from '../../../../test/fakes/file-person.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { temporaryStore, type TemporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { xmppTestClient, type XmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/conversation.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const alice = 'alice@example.test' as ConversationId;
const bob = 'bob@example.test' as ConversationId;
const context = { signal: new AbortController().signal };
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function until<T>(find: () => T | undefined, what: string): Promise<T> {
  for (let n = 0; n < 2400; n += 1) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited for ${what}`);
}

interface Person extends FilePerson {
  readonly client: XmppTestClient;
  readonly store: TemporaryStore;
}

describe.skipIf(missingPrograms(['prosody']).length > 0)('M10: files at Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  /** Has no proxy for streams. */
  let without: Prosody;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    const setup = {
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: {
        alice: [{ jid: bob, name: 'Bob', subscription: 'both' as const }],
        bob: [{ jid: alice, name: 'Alice', subscription: 'both' as const }],
      },
    };
    server = await startProsody(setup);
    const address = '127.0.0.1';
    const [c2s = 0, c2sDirectTls = 0, https = 0] = await freePorts(address, 3);
    without = await startProsody({ ...setup, address, ports: { c2s, c2sDirectTls, https } });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  afterAll(async () => void (await Promise.all([server.stop(), without.stop()])));

  async function person(
    address: ConversationId,
    options: Partial<FilePersonOptions> & {
      readonly addresses?: readonly string[];
      readonly at?: Prosody;
    } = {},
  ): Promise<Person> {
    const { at = server } = options;
    const username = address.slice(0, address.indexOf('@'));
    const client = xmppTestClient({
      ca: ca.pem,
      targets: [{ host: at.address, port: at.ports.c2s, tls: 'starttls' }],
      username,
      password: 'secret',
      resource: `desk-${randomUUID().slice(0, 8)}`,
      place: { port: 0, addresses: () => options.addresses ?? [] },
    });
    const store = temporaryStore();
    const made = await filePerson(client, { store, address, folder: temporaryFolder(), ...options });
    closing.push(async () => {
      await client.xmpp.disconnect();
      await made.files.stop();
      await made.chat.service.stop();
    });
    unwrap(await client.connect());
    return { ...made, client, store };
  }

  /** As the window does: announced, then handed over in pieces. */
  async function send(
    { files }: Person,
    to: ConversationId,
    name: string,
    bytes: Buffer,
  ): Promise<MessageId> {
    const id = randomUUID() as string as MessageId;
    unwrap(await files.handlers['files/send']({ id, conversationId: to, name, size: bytes.length }, context));
    for (let at = 0; at < bytes.length; at += 400_000)
      expect(await files.takeBytes(id, at, bytes.subarray(at, at + 400_000))).toBe(true);
    return id;
  }

  const fileMessages = ({ store }: Person, of: ConversationId, name: string): readonly Message[] =>
    store.sync.chat
      .history({ conversationId: of, limit: 50 })
      .messages.filter(({ file }) => file?.name === name);
  const arrived = (who: Person, from: ConversationId, name: string): Promise<Message> =>
    until(() => fileMessages(who, from, name)[0], `the message of ${name}`);
  const isDone = (who: Person, message: Message) => () =>
    who.transfer(message.file?.id ?? '')?.state.kind === 'done' || undefined;

  it('M10: uploaded (XEP-0363), told (XEP-0066), fetched whole; a cut download goes on where it was, a cut upload begins anew', async () => {
    const bytes = randomBytes(2_500_000);
    let cuts = 0;
    const froms: number[] = [];
    const sender = await person(alice, {
      http: (http) => ({
        ...http,
        put: (request) => {
          const broken = new AbortController();
          const onProgress = (done: number): void => {
            if (cuts === 0 && done > 1_000_000) {
              cuts += 1;
              broken.abort();
            }
            request.onProgress(done);
          };
          const put = http.put({
            ...request,
            onProgress,
            signal: AbortSignal.any([request.signal, broken.signal]),
          });
          return put.then((result) =>
            broken.signal.aborted ? { ok: false, error: { code: 'net.reset' } } : result,
          );
        },
      }),
    });
    const receiver = await person(bob, {
      http: (http) => ({
        ...http,
        get: (request) => {
          froms.push(request.from);
          let got = 0;
          return http.get({
            ...request,
            sink: async (chunk) => {
              await request.sink(chunk);
              got += chunk.length;
              if (froms.length === 1 && got > 1_000_000)
                void receiver.files.handlers['files/stop']({ id: fileId }, context);
            },
          });
        },
      }),
    });
    let fileId = '';
    await send(sender, bob, 'Größe & Plan.bin', bytes);
    const message = await arrived(receiver, alice, 'Größe & Plan.bin');
    expect(cuts).toBe(1);
    expect(message.file).toMatchObject({ name: 'Größe & Plan.bin' });
    fileId = message.file?.id ?? '';
    unwrap(await receiver.files.handlers['files/fetch']({ messageId: message.id }, context));
    await until(() => receiver.transfer(fileId)?.state.kind === 'stopped' || undefined, 'the stop');
    unwrap(await receiver.files.handlers['files/fetch']({ messageId: message.id }, context));
    await until(isDone(receiver, message), 'the download');
    expect(froms).toHaveLength(2);
    expect(froms[1]).toBeGreaterThan(900_000);
    expect(digest(readFileSync(join(receiver.downloads, 'Größe & Plan.bin')))).toBe(digest(bytes));
    // One message at either end, however often it was tried.
    expect(fileMessages(sender, bob, 'Größe & Plan.bin')).toHaveLength(1);
    expect(fileMessages(receiver, alice, 'Größe & Plan.bin')).toHaveLength(1);
    expect(sender.transfers()).toEqual([]);
  });

  it.each([
    ['straight', ['127.0.0.1']],
    ['through the server’s proxy', []],
    ['in-band', []],
  ])('M10: handed over %s, where policy says from device to device', async (way, addresses) => {
    const bytes = randomBytes(way === 'in-band' ? 60_000 : 1_500_000);
    const at = way === 'in-band' ? without : server;
    const receiver = await person(bob, { at });
    const sender = await person(alice, { at, policy: { PreferredFT: 'P2P' }, addresses });
    const seen = await sender.client.until('presence', ({ address }) => address === bob);
    expect(seen.presence.show).toBe('available');
    const id = await send(sender, bob, 'x.exe', bytes);
    const message = await arrived(receiver, alice, 'x.exe');
    expect(message).toMatchObject({ direction: 'in', file: { name: 'x.exe', size: bytes.length } });
    unwrap(await receiver.files.handlers['files/fetch']({ messageId: message.id }, context));
    await until(isDone(receiver, message), `the file ${way}`);
    expect(digest(readFileSync(join(receiver.downloads, 'x.exe')))).toBe(digest(bytes));
    const told = await arrived(sender, bob, 'x.exe');
    expect(told).toMatchObject({ direction: 'out', file: { id } });
  });

  it('M10: declined, and forbidden at the other end: nothing is saved, and the sender is told', async () => {
    const receiver = await person(bob, { policy: { Disallowed_File_Transfer_Types: '.msi' } });
    const sender = await person(alice, { policy: { PreferredFT: 'P2P' } });
    await sender.client.until('presence', ({ address }) => address === bob);
    const forbidden = await send(sender, bob, 'setup.MSI', Buffer.from('x'));
    await until(() => sender.transfer(forbidden)?.state.kind === 'declined' || undefined, 'the refusal');
    expect(fileMessages(receiver, alice, 'setup.MSI')).toEqual([]);
    const asked = await send(sender, bob, 'song.mp3', Buffer.from('x'));
    const message = await arrived(receiver, alice, 'song.mp3');
    unwrap(await receiver.files.handlers['files/decline']({ messageId: message.id }, context));
    await until(() => sender.transfer(asked)?.state.kind === 'declined' || undefined, 'the answer');
    expect(() => readdirSync(receiver.downloads)).toThrow();
  });
});
