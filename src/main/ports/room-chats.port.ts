import type { ConversationId } from '../../shared/domain/ids.ts';

/** Who has a nick in a room now. */
export interface NickHolder {
  /** Since when we have seen the nick with this person, ms since 1970: not before we came in. */
  readonly since: number;
  /** The room's id of the person (XEP-0421) or their address, where it tells one. */
  readonly identity?: string;
  /** Had this nick when we were inside last, and is known to be the same person. */
  readonly isBack: boolean;
  /** Came while we were inside: what was said under this nick before is not theirs. */
  readonly cameAfterUs?: true;
}

/** The conversations of rooms, as whoever goes in and out of rooms needs them. Without a session nothing happens. */
export interface RoomChats {
  /** The room's conversation is there and shown under this title. */
  ensure(id: ConversationId, title: string): Promise<void>;
  /** Puts words into its composer. */
  draft(id: ConversationId, text: string): Promise<void>;
  /** When the last message that we hold was said, ms since 1970. */
  newestAt(id: ConversationId): Promise<number | undefined>;
  /** We are inside, and the history sent at joining has come: what waits goes out. */
  open(
    id: ConversationId,
    room: { readonly hasArchive: boolean; readonly holder: (nick: string) => NickHolder | undefined },
  ): void;
  /** We are outside: what is said here waits. */
  close(id: ConversationId): void;
}
