import { isDangerousFile } from '../../../shared/domain/file-name.ts';
import type { SharedFile } from '../../../shared/domain/file.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { ServedFile } from '../../ports/host.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import { readFilePolicy } from './file-policy.ts';
import { followFileOptions } from './file-options.ts';
import type { FilesPorts } from './files-ports.ts';
import { FilesSession } from './files-session.ts';

type FilesHandlers = Pick<Handlers, Extract<keyof Handlers, `files/${string}`>>;

export interface FilesService {
  readonly handlers: FilesHandlers;
  /** The next piece of a file that the window hands over. False: not wanted. */
  takeBytes(id: string, offset: number, chunk: Uint8Array): Promise<boolean>;
  /** A file that is here, by its transfer's id. */
  file(id: string): Promise<ServedFile | undefined>;
  /** After chat, on whose conversations it relies. */
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
  /** Deletes what is on the shelf of an identity that is not signed in (A11). */
  forget(address: string): Promise<void>;
}

interface Carried {
  readonly session: FilesSession;
  readonly conversationId: ConversationId;
  readonly file: SharedFile;
}

export function createFilesService(ports: FilesPorts): FilesService {
  let session: FilesSession | undefined;
  let options: ReturnType<typeof followFileOptions> | undefined;

  async function stop(): Promise<void> {
    const closing = session;
    session = undefined;
    options?.stop();
    await closing?.close();
  }

  async function carried(messageId: MessageId): Promise<Result<Carried>> {
    if (!session) return fail('app.not-signed-in');
    const message = await ports.chats.message(messageId);
    if (!message?.file) return fail('chat.no-such-message');
    return ok({ session, conversationId: message.conversationId, file: message.file });
  }

  /** Where the file of a message was saved. */
  async function saved(messageId: MessageId): Promise<Result<{ path: string; name: string }>> {
    const found = await carried(messageId);
    if (!found.ok) return found;
    const kept = found.value.session.record(found.value.file.id)?.kept;
    const isThere = kept && (await found.value.session.shelf.keptSize(kept.path)) !== undefined;
    return isThere ? ok(kept) : fail('files.gone');
  }

  const inSession = async (act: (session: FilesSession) => Result<void> | Promise<Result<void>>) =>
    session ? act(session) : fail('app.not-signed-in');

  return {
    handlers: {
      'files/send': async (file) =>
        inSession((current) => {
          const { closedTo } = readFilePolicy(ports.policies.current());
          if (closedTo.includes(ports.withWhom(file.conversationId))) return fail('files.off');
          const limit = options?.current().maxBytes;
          if (limit !== undefined && file.size > limit && !options?.current().canHandOver)
            return fail('files.too-large');
          return current.begin(file);
        }),
      'files/stop': async ({ id }) => inSession((current) => current.act(id, { type: 'stop' })),
      'files/go-on': async ({ id }) => inSession((current) => current.act(id, { type: 'go' })),
      'files/discard': async ({ id }) => inSession((current) => current.discard(id)),
      'files/fetch': async ({ messageId }) => {
        const found = await carried(messageId);
        if (!found.ok) return found;
        return found.value.session.fetch(found.value.conversationId, found.value.file);
      },
      'files/decline': async ({ messageId }) => {
        const found = await carried(messageId);
        if (!found.ok) return found;
        found.value.session.decline(found.value.conversationId, found.value.file);
        return ok();
      },
      'files/open': async ({ messageId }) => {
        const found = await saved(messageId);
        if (!found.ok) return found;
        // What would run is opened by the person, in its folder, or not at all.
        if (isDangerousFile(found.value.name)) return fail('app.not-allowed');
        return (await ports.openFile?.(found.value.path)) === true ? ok() : fail('app.not-allowed');
      },
      'files/show-in-folder': async ({ messageId }) => {
        const found = await saved(messageId);
        if (!found.ok) return found;
        ports.showInFolder?.(found.value.path);
        return ports.showInFolder ? ok() : fail('app.not-allowed');
      },
    },
    takeBytes: async (id, offset, chunk) => (await session?.take(id, offset, chunk)) ?? false,
    file: async (id) => session?.serve(id),
    async start(identity, address) {
      await stop();
      options = followFileOptions(ports);
      session = new FilesSession(ports, identity.keyValue, address);
      await session.open();
    },
    stop,
    forget: (address) => ports.shelf(address).clear(),
  };
}
