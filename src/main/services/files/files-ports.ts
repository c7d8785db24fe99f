import type { ConversationWith } from '../../../shared/domain/file.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { FileChats } from '../../ports/file-chats.port.ts';
import type { FileHttp } from '../../ports/file-http.port.ts';
import type { FileShelf } from '../../ports/file-shelf.port.ts';
import type { FileTraffic } from '../../ports/file-traffic.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';

/** What the files service asks for. */
export interface FilesPorts {
  readonly xmpp: Pick<Xmpp, 'on' | 'link'>;
  readonly traffic: FileTraffic;
  readonly http: FileHttp;
  readonly chats: FileChats;
  readonly shelf: (address: string) => FileShelf;
  readonly policies: Policies;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
  /** Beyond the edge nothing goes from device to device (T6). */
  readonly isOutside: () => boolean;
  /** Whether the conversation is a room's: files of rooms are always uploaded. */
  readonly isRoom: (address: string) => boolean;
  /** Whom the conversation is with. */
  readonly withWhom: (address: string) => ConversationWith;
  /** Opens a file with its program, or shows it in its folder; absent where the host can't. */
  readonly openFile?: (path: string) => Promise<boolean>;
  readonly showInFolder?: (path: string) => void;
}
