import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { RoomChats } from '../../ports/room-chats.port.ts';
import type { RoomTraffic } from '../../ports/rooms.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';

/** What the rooms service asks for. */
export interface RoomsPorts {
  readonly traffic: RoomTraffic;
  readonly xmpp: Pick<Xmpp, 'on' | 'link'>;
  readonly chats: RoomChats;
  readonly people: Pick<People, 'nameOf'>;
  readonly prompter: Pick<Prompter, 'ask'>;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The person's own name, once it is known. */
  readonly ownName: () => string | undefined;
  /** Whether what is said may be kept; else a room is asked for nothing that was said before we came. Absent: it may. */
  readonly keepsHistory?: () => boolean;
}
