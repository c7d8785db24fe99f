import { join } from 'node:path';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { occupantOf } from '../../shared/domain/occupant-address.ts';
import type { Session } from '../../shared/domain/session.ts';
import type { Room } from '../../shared/domain/room.ts';
import { createFileHttp } from '../engines/link/file-http.ts';
import type { Passages } from '../engines/link/passage.ts';
import type { FileChats } from '../ports/file-chats.port.ts';
import type { Policies } from '../ports/policies.port.ts';
import { createFilesService, type FilesService } from '../services/files/create-files.service.ts';
import type { Foundation } from './create-foundation.ts';
import { createFileShelves } from './machine/file-shelf.ts';

export interface FilesParts {
  readonly policies: Policies;
  readonly chats: FileChats;
  readonly roomOf: (id: ConversationId) => Room | undefined;
  readonly session: () => Session;
  /** The way in from outside. */
  readonly passage: Passages;
}

/** Files on their way (M10), joined to the machine's disk and to the ways that the person's session has. */
export function createFiles({ host, engines, common }: Foundation, parts: FilesParts): FilesService {
  const { xmpp, dialer } = engines;
  const { clock, trace } = common;
  const { openFile, showInFolder } = host;
  return createFilesService({
    ...common,
    xmpp,
    traffic: xmpp.files,
    http: createFileHttp({
      ...{ dialer, clock },
      async passage(url, signal, isForgotten) {
        const span = trace.start('file', { host: url.hostname });
        const found = await parts.passage(url, { signal, span }, isForgotten);
        span.end(found.ok ? 'ok' : 'failed');
        return found;
      },
    }),
    chats: parts.chats,
    policies: parts.policies,
    shelf: createFileShelves({
      folder: join(host.folders.local, 'files'),
      downloads: host.folders.downloads,
      platform: process.platform,
    }),
    log: host.log.child('files'),
    isOutside: () => {
      const session = parts.session();
      return session.phase === 'signed-in' && session.location === 'outside';
    },
    isRoom: (address) =>
      parts.roomOf(address as ConversationId) !== undefined || occupantOf(address) !== undefined,
    withWhom: (address) => {
      const room = parts.roomOf(address as ConversationId);
      return room === undefined ? 'person' : room.isPersistent ? 'room' : 'group';
    },
    ...(openFile && { openFile }),
    ...(showInFolder && { showInFolder }),
  });
}
