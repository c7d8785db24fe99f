import type { HistoryState } from '../../../shared/domain/history.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { MessageNotifier } from '../../ports/message-notifier.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import type { EncryptionPolicy } from '../../../shared/domain/im-encryption.ts';
import type { ConversationView } from './conversation-view.ts';

/** What is shown, in the person's language, for a message that is encrypted by this scheme ('': of no name). */
export type EncryptedLine = (scheme: string) => string;

/** What the chat service asks for. */
export interface ChatPorts {
  readonly xmpp: Xmpp;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly publisher: Publisher;
  readonly people: People;
  readonly notifier: MessageNotifier;
  readonly settings: SettingsSource;
  /** What is kept of what is said. Absent: all of it. */
  readonly history?: () => HistoryState;
  /** Whether messages must or may be encrypted from client to client. Absent: they need not. */
  readonly encryption?: () => EncryptionPolicy;
  readonly encryptedLine?: EncryptedLine;
}

/** What the parts of one signed-in session share. */
export interface ChatContext extends ChatPorts {
  readonly store: ChatStore;
  /** Own bare JID. */
  readonly self: string;
  readonly view: ConversationView;
  /** Now, ms since 1970, never going back within the session: so order follows arrival even if the clock is set. */
  readonly stamp: () => number;
}
