import type { PresenceShow } from '../../shared/domain/presence.ts';
import type { RoomAffiliation, RoomList, RoomRole, RoomStanding } from '../../shared/domain/room.ts';
import type { Result } from '../../shared/errors/result.ts';

/** Somebody in a room, as the room shows them (XEP-0045 section 7.2.2). */
export interface RoomOccupant {
  readonly nick: string;
  /** Bare JID, where the room shows it to us. */
  readonly address?: string;
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
  readonly show: PresenceShow;
  /** XEP-0317. */
  readonly hats?: string[];
  /** XEP-0421: the same for one person in one room, whatever the nick. */
  readonly occupantId?: string;
}

/** Why a room let nobody in: the condition of its error (XEP-0045 section 7.2). */
export type RoomRefusal =
  | 'banned'
  | 'full'
  | 'members-only'
  | 'missing'
  | 'nick-taken'
  | 'not-allowed'
  | 'password'
  | 'reserved-nick'
  | 'unreachable';

/** What became of us or somebody else in a room. Only rooms that were asked for with `join` are told of. */
export type RoomFact =
  | {
      readonly kind: 'occupant';
      readonly room: string;
      readonly occupant: RoomOccupant;
      readonly isSelf: boolean;
      /** 201 the room was made just now · 210 the service chose another nick. */
      readonly codes: readonly number[];
    }
  | {
      readonly kind: 'left';
      readonly room: string;
      readonly nick: string;
      readonly isSelf: boolean;
      /** 301 banned · 303 another nick · 307 kicked · 321 no member any more · 322 members only · 332 shut down. */
      readonly codes: readonly number[];
      readonly newNick?: string;
      readonly isDestroyed: boolean;
      readonly reason?: string;
      /** Of a room that was destroyed: the one in its place (section 10.9). */
      readonly alternate?: string;
    }
  /** `reason`: in the words of whoever refused. */
  | {
      readonly kind: 'refused';
      readonly room: string;
      readonly refusal: RoomRefusal;
      readonly reason?: string;
      readonly alternate?: string;
    }
  /** Also the sign that the history sent at joining has ended. */
  | { readonly kind: 'subject'; readonly room: string; readonly subject: string }
  /** Its settings changed (codes 104, 170 to 173). */
  | { readonly kind: 'configured'; readonly room: string }
  | {
      readonly kind: 'invitation';
      readonly room: string;
      readonly from: string;
      readonly reason?: string;
      readonly password?: string;
    };

/** What a room or a service says of itself (XEP-0030, XEP-0045 section 6.4). */
export interface RoomInfo {
  readonly name: string;
  readonly description: string;
  readonly isPersistent: boolean;
  readonly isMembersOnly: boolean;
  readonly hasPassword: boolean;
  readonly hasArchive: boolean;
  readonly occupants?: number;
}

export interface RoomBookmark {
  readonly room: string;
  readonly name: string;
  readonly nick?: string;
  readonly isAutojoin: boolean;
}

/** Rooms on the stream of the moment (XEP-0045). Everything fails with `xmpp.not-connected` when it is down. */
export interface RoomTraffic {
  on(listener: (fact: RoomFact) => void): () => void;
  /** A room of ours, entered or not: what comes from `room/nick` is one person's, said privately in it (section 7.5). */
  know(room: string): void;
  /** Facts follow: occupants, ourselves last, then history and the subject; or a refusal. */
  join(entry: {
    readonly room: string;
    readonly nick: string;
    readonly password?: string;
    /** How many messages of history at most, or those since then (ms since 1970). */
    readonly history: { readonly most: number } | { readonly since: number };
  }): Result<void>;
  leave(room: string): Result<void>;
  setSubject(room: string, subject: string): Result<void>;
  /** Direct invitations (XEP-0249), and through the room where it must know of them (section 7.8.2). */
  invite(room: string, addresses: readonly string[], isThroughRoom: boolean): Result<void>;
  info(room: string): Promise<Result<RoomInfo>>;
  /** Addresses of the server's conference services. */
  services(): Promise<Result<readonly string[]>>;
  list(service: string): Promise<Result<readonly { readonly room: string; readonly name: string }[]>>;
  /** Fills in the fields that the room's form has (section 10.2); none: the room opens with its defaults. */
  configure(room: string, fields: Readonly<Record<string, string>>): Promise<Result<void>>;
  setRole(room: string, nick: string, role: RoomRole): Promise<Result<void>>;
  setAffiliation(room: string, address: string, affiliation: RoomAffiliation): Promise<Result<void>>;
  /** Who is on one of its lists (sections 9.2, 9.5, 10.5 and 10.8); only some may ask. */
  standings(room: string, list: RoomList): Promise<Result<readonly RoomStanding[]>>;
  /** XEP-0410: whether the room still knows us; undefined when nobody answered. */
  isInside(room: string): Promise<boolean | undefined>;
  /** XEP-0402, else XEP-0048. */
  bookmarks(): Promise<Result<readonly RoomBookmark[]>>;
  setBookmark(bookmark: RoomBookmark): Promise<Result<void>>;
  removeBookmark(room: string): Promise<Result<void>>;
}
