import { join } from 'node:path';
import { createFileShelves } from '../../src/main/app/machine/file-shelf.ts';
import { createFileHttp } from '../../src/main/engines/link/file-http.ts';
import type { FileHttp } from '../../src/main/ports/file-http.port.ts';
import type { IdentityStore } from '../../src/main/ports/storage.port.ts';
import { createFilesService, type FilesService } from '../../src/main/services/files/create-files.service.ts';
import { effectiveConfiguration } from '../../src/shared/deployment/effective-configuration.ts';
import type { Transfer } from '../../src/shared/domain/file.ts';
import { chatPerson, type ChatPerson } from './chat-person.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { realClock } from './real-clock.ts';
import { silentLog } from './silent-log.ts';
import type { XmppTestClient } from './xmpp-client.ts';

export interface FilePerson {
  readonly chat: ChatPerson;
  readonly files: FilesService;
  readonly downloads: string;
  transfer(id: string): Transfer | undefined;
  transfers(): readonly Transfer[];
}

export interface FilePersonOptions {
  readonly store: IdentityStore;
  readonly address: string;
  /** Holds the shelf and the downloads. */
  readonly folder: string;
  readonly policy?: Readonly<Record<string, string>>;
  /** Stands in front of HTTP, to cut it. */
  readonly http?: (http: FileHttp) => FileHttp;
}

/** Chat and files over a real engine, on this store and folder. */
export async function filePerson(client: XmppTestClient, options: FilePersonOptions): Promise<FilePerson> {
  const chat = await chatPerson(client, options.store, options.address);
  const publisher = memoryPublisher();
  const http = createFileHttp({ dialer: client.dialer, clock: realClock });
  const downloads = join(options.folder, 'downloads');
  const values = Object.entries(options.policy ?? {});
  const configuration = effectiveConfiguration({
    'global-file': values.map(([name, value]) => ({ name, value, section: 'Policies' })),
  });
  const files = createFilesService({
    xmpp: client.xmpp,
    traffic: client.xmpp.files,
    http: options.http?.(http) ?? http,
    chats: chat.service.files,
    shelf: createFileShelves({ folder: join(options.folder, 'shelf'), downloads, platform: 'linux' }),
    policies: {
      current: () => configuration,
      hasServerCalendar: () => false,
      onChange: () => () => undefined,
    },
    publisher,
    clock: realClock,
    log: silentLog,
    isOutside: () => false,
    isRoom: () => false,
    withWhom: () => 'person',
  });
  await files.start(options.store, options.address);
  return {
    chat,
    files,
    downloads,
    transfer: (id) => publisher.get('transfers', id),
    transfers: () => publisher.all('transfers'),
  };
}
