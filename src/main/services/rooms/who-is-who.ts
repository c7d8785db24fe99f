import type { RoomOccupant } from '../../ports/rooms.port.ts';
import type { NickHolder } from '../../ports/room-chats.port.ts';

/** How many changes of nicks are remembered. */
const MOST_RENAMES = 200;
const MOST_DEPARTED = 1_000;

/**
 * Who is behind a nick of one room, as far as the room tells: its id of the person (XEP-0421) or the address. A nick is free
 * for anybody once its holder has gone.
 */
export class WhoIsWho {
  private readonly holders = new Map<string, NickHolder>();
  /** Holders of the time when we were inside last. */
  private before: ReadonlyMap<string, string | undefined> = new Map();
  /** Who had it last and went while we were inside: whoever comes back is who they were. */
  private readonly departed = new Map<string, NickHolder>();
  private readonly renames = new Map<string, string>();

  holder(nick: string): NickHolder | undefined {
    return this.holders.get(nick);
  }

  /** What somebody who was called `nick` is called now. */
  renamed(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.renames);
  }

  /** Somebody came, or changed. `areWeInside`: not among those that we were shown when we came in. */
  seen({ nick, occupantId, address }: RoomOccupant, now: number, areWeInside = false): void {
    const identity = occupantId ?? address;
    const held = this.holders.get(nick);
    if (held && held.identity === identity) return;
    const departed = this.departed.get(nick);
    if (!held && departed !== undefined && identity !== undefined && departed.identity === identity) {
      this.holders.set(nick, departed);
      return;
    }
    const earlier = held ? undefined : this.before.get(nick);
    const isBack = identity !== undefined && earlier === identity;
    this.holders.set(nick, {
      since: now,
      ...(identity !== undefined && { identity }),
      isBack,
      ...(areWeInside && !isBack && { cameAfterUs: true as const }),
    });
  }

  left(nick: string, newNick: string | undefined): void {
    const gone = this.holders.get(nick);
    this.holders.delete(nick);
    if (gone) this.depart(nick, gone);
    if (newNick === undefined || newNick === nick) return;
    if (gone) this.holders.set(newNick, gone);
    this.renames.delete(newNick);
    for (const [old, now] of this.renames) if (now === nick) this.renames.set(old, newNick);
    this.renames.set(nick, newNick);
    const [oldest] = this.renames.keys();
    if (this.renames.size > MOST_RENAMES && oldest !== undefined) this.renames.delete(oldest);
  }

  private depart(nick: string, holder: NickHolder): void {
    this.departed.delete(nick);
    this.departed.set(nick, holder);
    const [oldest] = this.departed.keys();
    if (this.departed.size > MOST_DEPARTED && oldest !== undefined) this.departed.delete(oldest);
  }

  /** We are outside: what happens there now is not seen. */
  lostSight(): void {
    if (this.holders.size === 0) return;
    this.before = new Map([...this.holders].map(([nick, { identity }]) => [nick, identity]));
    this.holders.clear();
    this.departed.clear();
  }
}
