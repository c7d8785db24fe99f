import type { ConversationId } from '../../../shared/domain/ids.ts';
import { bareJid, unescapeLocal } from '../../../shared/domain/jid.ts';
import type { RoomFact } from '../../ports/rooms.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { XmppLink } from '../../ports/xmpp.port.ts';
import { OpenRoom } from './open-room.ts';
import { type RememberedRoom, rememberRoom, rememberedRooms } from './remembered-room.ts';
import type { RoomsPorts } from './rooms-ports.ts';

const LONGEST_NICK = 60;

/** The rooms of one signed-in identity. */
export class RoomsSession {
  readonly rooms = new Map<ConversationId, OpenRoom>();
  readonly self: string;
  private readonly ports: RoomsPorts;
  private readonly identity: IdentityStore;
  private readonly invited = new Set<string>();
  private readonly ending = new AbortController();
  private stops: (() => void)[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(ports: RoomsPorts, identity: IdentityStore, self: string) {
    this.ports = ports;
    this.identity = identity;
    this.self = self;
  }

  async start(): Promise<void> {
    for (const [room, remembered] of await rememberedRooms(this.identity.keyValue))
      await this.take(room as ConversationId, remembered).open(false);
    const { xmpp, traffic } = this.ports;
    this.stops = [
      xmpp.on((event) => event.kind === 'link' && this.onLink(event.link)),
      traffic.on((fact) => this.onFact(fact)),
    ];
    const link = xmpp.link();
    if (link.kind === 'online') this.onLink({ ...link, isResumed: false });
  }

  async stop(): Promise<void> {
    this.ending.abort();
    for (const stop of this.stops) stop();
    for (const room of this.rooms.values()) room.close();
    await this.writing;
    this.ports.publisher.clear('rooms');
  }

  get isOnline(): boolean {
    return this.ports.xmpp.link().kind === 'online';
  }

  /** The room, known or new; not gone into yet. */
  async room(id: ConversationId, name: string): Promise<OpenRoom> {
    const known = this.rooms.get(id);
    if (known) return known;
    const fresh = this.take(id, {
      name,
      nick: this.nick(),
      isWanted: false,
      subject: '',
    });
    await fresh.open(this.isOnline);
    return fresh;
  }

  private take(id: ConversationId, remembered: RememberedRoom): OpenRoom {
    const remember = (value: RememberedRoom): void => {
      this.writing = this.writing
        .then(() => rememberRoom(this.identity.keyValue, id, value))
        .catch(() => this.ports.log.warn('room not remembered'));
    };
    // Copies of what was said privately in it may come before we are inside.
    this.ports.traffic.know(id);
    const room = new OpenRoom({ ...this.ports, remember }, id, remembered);
    this.rooms.set(id, room);
    return room;
  }

  /** How we are called in rooms: our name, without what a nick can't hold. */
  private nick(): string {
    const local = unescapeLocal(this.self.slice(0, this.self.indexOf('@')));
    const name = (this.ports.ownName() ?? local).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
    return (name === '' ? local : name).slice(0, LONGEST_NICK).trim();
  }

  private onLink(link: XmppLink): void {
    const event = link.kind === 'online' ? ('online' as const) : ('offline' as const);
    // A resumed stream is in the same rooms.
    if (link.kind === 'online' && link.isResumed) return;
    // One that may be resumed as well: only a new stream tells that we are out of them.
    if (link.kind !== 'online' && link.kind !== 'offline' && link.kind !== 'stopped') return;
    for (const room of this.rooms.values()) room.dispatch({ type: event });
    if (event === 'online') void this.takeBookmarks();
  }

  private onFact(fact: RoomFact): void {
    if (fact.kind === 'invitation') void this.onInvitation(fact);
    else this.rooms.get(fact.room as ConversationId)?.onFact(fact);
  }

  /** Rooms that another device of ours keeps. */
  private async takeBookmarks(): Promise<void> {
    const held = await this.ports.traffic.bookmarks();
    if (!held.ok || this.ending.signal.aborted) return;
    for (const { room, name, isAutojoin } of held.value) {
      const id = room as ConversationId;
      if (!isAutojoin || this.rooms.has(id)) continue;
      (await this.room(id, name === '' ? nameOfRoom(room) : name)).want({ isOnline: this.isOnline });
    }
  }

  private async onInvitation(fact: RoomFact & { readonly kind: 'invitation' }): Promise<void> {
    const { room, from, reason, password } = fact;
    const id = room as ConversationId;
    // Asked twice while nobody answers is asked once.
    if (this.rooms.get(id)?.isInside === true || this.invited.has(room)) return;
    this.invited.add(room);
    const info = await this.ports.traffic.info(room);
    const name = info.ok && info.value.name !== '' ? info.value.name : nameOfRoom(room);
    const isAccepted = await this.ports.prompter.ask(
      {
        kind: 'room-invitation',
        room,
        roomName: name,
        from,
        name: this.ports.people.nameOf(from) ?? from,
        ...(reason !== undefined && { reason }),
      },
      this.ending.signal,
    );
    this.invited.delete(room);
    if (!isAccepted || this.ending.signal.aborted) return;
    (await this.room(id, name)).want({
      isOnline: this.isOnline,
      ...(password !== undefined && { password }),
    });
  }
}

/** What to call a room that has told no name. */
export const nameOfRoom = (room: string): string => unescapeLocal(bareJid(room)?.split('@', 1)[0] ?? room);
