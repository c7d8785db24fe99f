import type { SharedFile } from '../../shared/domain/file.ts';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/domain/conversation.ts';

/** The conversations, as whoever moves files needs them. Without a session nothing happens. */
export interface FileChats {
  /** Says where a file of ours is: stored and queued under its id, once however often it is asked. */
  post(message: {
    readonly id: MessageId;
    readonly conversationId: ConversationId;
    readonly file: SharedFile & { readonly url: string };
  }): Promise<void>;
  /** A file that no message tells of, for it goes from device to device: stands in the conversation all the same. */
  note(line: { readonly peer: string; readonly direction: 'in' | 'out'; readonly file: SharedFile }): void;
  message(id: MessageId): Promise<Message | undefined>;
}
