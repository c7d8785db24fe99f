import { bareJid } from '../../../../shared/domain/jid.ts';
import type { RoomFact } from '../../../ports/rooms.port.ts';
import type { ChatMessage } from '../../../ports/xmpp.port.ts';
import type { OwnAddress } from '../stanzas/own-address.ts';
import { readRoomMessage, readSubject, type RoomSeat } from '../stanzas/room-message-reader.ts';
import { occupantIdOf, readInvitation, readRoomPresence, statusCodes } from '../stanzas/room-reader.ts';
import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';

/** `taken`: it was a room's, words or not, and nobody else needs to look at it. */
export interface RoomMessageVerdict {
  readonly taken: boolean;
  readonly message?: ChatMessage;
}

/** Told of what comes out of rooms. */
export type RoomListener = (fact: RoomFact) => void;

/** The rooms that this session has asked to enter: what comes from elsewhere in a room's name is not believed. */
export class RoomBook {
  private readonly seats = new Map<string, RoomSeat>();
  private readonly listeners = new Set<RoomListener>();
  /** Every room that we were in or are told of; not forgotten with a stream, for copies of what was said come later. */
  private readonly known = new Set<string>();

  on(listener: RoomListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  seat(room: string): RoomSeat | undefined {
    return this.seats.get(room);
  }

  readonly isRoom = (address: string): boolean => this.known.has(address);

  know(room: string): void {
    this.known.add(room);
  }

  take(seat: RoomSeat): void {
    this.know(seat.room);
    this.seats.set(seat.room, seat);
  }

  /** A new stream begins outside of all. */
  clear(): void {
    this.seats.clear();
  }

  /** True when the presence was a room's, and nobody else needs to look at it. */
  onPresence(stanza: Element): boolean {
    const room = bareJid(stanza.attrs['from'] ?? '');
    const seat = room === undefined ? undefined : this.seats.get(room);
    // Late words of a room that we have left are a room's all the same.
    if (!seat) return stanza.getChild('x', NS.mucUser) !== undefined;
    const fact = readRoomPresence(stanza, seat.room, seat.nick);
    if (!fact) return true;
    if (fact.kind === 'occupant' && fact.isSelf) this.sit(seat, fact.occupant.nick, occupantIdOf(stanza));
    const isMovedOut = fact.kind === 'left' && fact.isSelf && fact.newNick === undefined;
    if (fact.kind === 'left' && fact.isSelf && fact.newNick !== undefined)
      this.sit(seat, fact.newNick, undefined);
    if (fact.kind === 'refused' || isMovedOut) this.seats.delete(seat.room);
    this.tell(fact);
    return true;
  }

  /** What a room passed on. */
  onMessage(stanza: Element, own: OwnAddress): RoomMessageVerdict {
    const { type, from = '' } = stanza.attrs;
    if (type === 'error') return { taken: false };
    const room = bareJid(from);
    const seat = room === undefined ? undefined : this.seats.get(room);
    if (type !== 'groupchat') {
      return { taken: this.onInvitation(stanza, own) };
    }
    if (!seat) return { taken: true };
    const subject = readSubject(stanza);
    const seatNow = subject === undefined ? seat : { ...seat, hasBegun: true };
    this.seats.set(seat.room, seatNow);
    if (subject !== undefined) this.tell({ kind: 'subject', room: seat.room, subject });
    const user = stanza.getChild('x', NS.mucUser);
    if (user && statusCodes(user).some((code) => code === 104 || (code >= 170 && code <= 174)))
      this.tell({ kind: 'configured', room: seat.room });
    const message = readRoomMessage(stanza, seat);
    return { taken: true, ...(message && { message }) };
  }

  private onInvitation(stanza: Element, own: OwnAddress): boolean {
    const invitation = readInvitation(stanza);
    if (!invitation || invitation.from === own.bare) return false;
    this.tell(invitation);
    return true;
  }

  private sit(seat: RoomSeat, nick: string, occupantId: string | undefined): void {
    this.seats.set(seat.room, { ...seat, nick, ...(occupantId !== undefined && { occupantId }) });
  }

  private tell(fact: RoomFact): void {
    for (const listener of [...this.listeners]) listener(fact);
  }
}
