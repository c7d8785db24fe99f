import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Occupant, Room, RoomAlerts } from '../../../shared/domain/room.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { RoomFact, RoomInfo, RoomOccupant } from '../../ports/rooms.port.ts';
import type { RememberedRoom } from './remembered-room.ts';
import { passingFields } from './make-room.ts';
import { WhoIsWho } from './who-is-who.ts';
import { type RoomEffect, type RoomEvent, type RoomState, roomStep } from './room.machine.ts';
import type { RoomsPorts } from './rooms-ports.ts';

/** T10: shown at the first joining. */
const FIRST_HISTORY = 15;
/** How far our clock may be ahead of the room's; what comes twice is known again. */
const CLOCK_DOUBT_MS = 5 * 60_000;
/** A thousand people coming in are one change. */
const FOLD_MS = 100;

export interface OpenRoomParts extends RoomsPorts {
  readonly remember: (remembered: RememberedRoom) => void;
}

/** One room of the session: runs its machine, knows who is in it, and publishes both. */
export class OpenRoom {
  readonly id: ConversationId;
  private readonly parts: OpenRoomParts;
  private state: RoomState = { kind: 'outside', absence: 'left' };
  private remembered: RememberedRoom;
  private info: RoomInfo | undefined;
  private readonly occupants = new Map<string, RoomOccupant>();
  private readonly whoIsWho = new WhoIsWho();
  private revision = 0;
  private cancelTimer: Cancel = () => undefined;
  private cancelFold: Cancel | undefined;
  private isClosed = false;
  private readonly settled = new Set<(isInside: boolean) => void>();
  /** While we make it. Else a room that is new is one that had ended: it opens again as it was. */
  private isOurs = false;

  constructor(parts: OpenRoomParts, id: ConversationId, remembered: RememberedRoom) {
    this.parts = parts;
    this.id = id;
    this.remembered = remembered;
  }

  get isInside(): boolean {
    return this.state.kind === 'joined';
  }

  get name(): string {
    return this.remembered.name;
  }

  /** Shows it, and goes in if it was left standing. */
  async open(isOnline: boolean): Promise<void> {
    await this.parts.chats.ensure(this.id, this.remembered.name);
    this.publish();
    if (this.remembered.isWanted) this.want({ isOnline });
  }

  want({ isOnline, password }: { readonly isOnline: boolean; readonly password?: string }): void {
    this.keep({ isWanted: true });
    const { nick } = this.remembered;
    this.dispatch({ type: 'want', nick, isOnline, ...(password !== undefined && { password }) });
  }

  /** For a room of our making: it is configured by whoever made it. */
  create(isOnline: boolean): Promise<boolean> {
    this.isOurs = true;
    const inside = this.inside();
    this.want({ isOnline });
    return inside.finally(() => (this.isOurs = false));
  }

  /** Resolves when we are in, or know that we can't be. */
  inside(): Promise<boolean> {
    if (this.isInside) return Promise.resolve(true);
    return new Promise((resolve) => this.settled.add(resolve));
  }

  leave(): void {
    this.keep({ isWanted: false });
    this.dispatch({ type: 'leave' });
  }

  async rename(name: string): Promise<void> {
    if (name === '' || name === this.remembered.name) return;
    this.keep({ name });
    await this.parts.chats.ensure(this.id, name);
  }

  setAlerts(alerts: RoomAlerts): void {
    this.keep({ alerts });
    this.publish();
  }

  people(): Occupant[] {
    const nick = this.state.kind === 'outside' ? '' : this.state.nick;
    return [...this.occupants.values()].map(({ occupantId: _, ...one }) => ({
      ...one,
      isSelf: one.nick === nick,
    }));
  }

  occupant(nick: string): RoomOccupant | undefined {
    return this.occupants.get(nick);
  }

  dispatch(event: RoomEvent): void {
    if (this.isClosed) return;
    const before = this.state.kind;
    const step = roomStep(this.state, event);
    this.state = step.state;
    if (step.state.kind !== 'joined') this.forgetPeople();
    for (const effect of step.effects) this.perform(effect);
    if (before !== 'joined' && step.state.kind === 'joined') void this.arrived();
    if (step.state.kind === 'outside') {
      this.cancelTimer();
      this.settle(false);
    }
    this.publish();
  }

  onFact(fact: RoomFact): void {
    // Others' comings and goings first: the machine clears the list when it is we who go.
    if (fact.kind === 'occupant') this.onOccupant(fact.occupant);
    if (fact.kind === 'left') this.onLeft(fact);
    if (fact.kind === 'subject') this.keep({ subject: fact.subject });
    if (fact.kind === 'occupant' && fact.isSelf && fact.codes.includes(201) && !this.isOurs)
      void this.parts.traffic.configure(this.id, this.asItWas());
    if (fact.kind === 'configured') void this.lookAt();
    const isAboutUs = (fact.kind === 'occupant' || fact.kind === 'left') && fact.isSelf;
    if (isAboutUs || fact.kind === 'subject' || fact.kind === 'refused')
      this.dispatch({ type: 'fact', fact });
    this.revision += 1;
    this.fold();
  }

  /** The session ends. */
  close(): void {
    this.isClosed = true;
    this.cancelTimer();
    this.cancelFold?.();
    this.settle(false);
  }

  /** Asks the room what it is; the name it has is the name it is shown under. */
  async lookAt(): Promise<void> {
    const info = await this.parts.traffic.info(this.id);
    if (!info.ok || this.isClosed) return;
    this.info = info.value;
    // What stands before the @ is what a service calls a room that has no name: ours is better.
    if (info.value.name !== this.id.split('@', 1)[0] || this.remembered.name === '')
      await this.rename(info.value.name);
    this.publish();
  }

  /** A group that ended while everybody was away keeps its name, and stays out of the list of rooms. */
  private asItWas(): Readonly<Record<string, string>> {
    const { name } = this.remembered;
    return name === '' || name === this.id || name === this.id.split('@', 1)[0] ? {} : passingFields(name);
  }

  private async arrived(): Promise<void> {
    await this.lookAt();
    this.settle(true);
  }

  private settle(isInside: boolean): void {
    for (const resolve of [...this.settled]) resolve(isInside);
    this.settled.clear();
  }

  private onOccupant(occupant: RoomOccupant): void {
    this.occupants.set(occupant.nick, occupant);
    this.whoIsWho.seen(occupant, this.parts.clock.now(), this.isInside);
  }

  private forgetPeople(): void {
    this.occupants.clear();
    this.whoIsWho.lostSight();
  }

  private onLeft({ nick, newNick }: RoomFact & { readonly kind: 'left' }): void {
    const gone = this.occupants.get(nick);
    this.occupants.delete(nick);
    this.whoIsWho.left(nick, newNick);
    if (gone && newNick !== undefined) this.occupants.set(newNick, { ...gone, nick: newNick });
  }

  private perform(effect: RoomEffect): void {
    const { traffic, chats, clock } = this.parts;
    switch (effect.type) {
      case 'join':
        return void this.join(effect);
      case 'leave':
        traffic.leave(this.id);
        return;
      case 'open-door':
        return chats.open(this.id, {
          hasArchive: this.info?.hasArchive ?? false,
          holder: (nick) => this.whoIsWho.holder(nick),
        });
      case 'close-door':
        return chats.close(this.id);
      case 'wait':
        this.cancelTimer();
        this.cancelTimer = clock.after(effect.ms, () => this.dispatch({ type: 'timer' }));
        return;
      case 'ping':
        void traffic.isInside(this.id).then((isInside) => this.dispatch({ type: 'pinged', isInside }));
        return;
      default:
        assertNever(effect);
    }
  }

  /** Looks at the room first: one with an archive is read from there, and need send no history. */
  private async join({ nick, password }: RoomEffect & { readonly type: 'join' }): Promise<void> {
    const { traffic, chats, log } = this.parts;
    const [info, newest] = await Promise.all([traffic.info(this.id), chats.newestAt(this.id)]);
    if (this.isClosed || this.state.kind !== 'joining') return;
    this.info = info.ok ? info.value : undefined;
    const isArchived = this.info?.hasArchive === true;
    const mayKeep = this.parts.keepsHistory?.() !== false;
    const isReadThere = isArchived && mayKeep;
    const most = isReadThere || !mayKeep ? 0 : FIRST_HISTORY;
    const joined = traffic.join({
      room: this.id,
      nick,
      ...(password !== undefined && { password }),
      history: newest === undefined || isReadThere ? { most } : { since: newest - CLOCK_DOUBT_MS },
    });
    log.info('joining', { hasArchive: isArchived, isSent: joined.ok });
  }

  private keep(change: Partial<RememberedRoom>): void {
    this.remembered = { ...this.remembered, ...change };
    this.parts.remember(this.remembered);
  }

  private fold(): void {
    this.cancelFold ??= this.parts.clock.after(FOLD_MS, () => {
      this.cancelFold = undefined;
      this.publish();
    });
  }

  private publish(): void {
    if (!this.isClosed) this.parts.publisher.set('rooms', this.id, this.entity());
  }

  /** What the window sees of it. */
  entity(): Room {
    const { state, info, remembered } = this;
    const nick = state.kind === 'outside' ? remembered.nick : state.nick;
    const self = this.occupants.get(nick);
    return {
      id: this.id,
      state: state.kind,
      ...(state.kind === 'outside' && { absence: state.absence }),
      ...(state.kind === 'outside' && state.reason !== undefined && { reason: state.reason }),
      ...(state.kind === 'outside' && state.alternate !== undefined && { alternate: state.alternate }),
      nick,
      subject: remembered.subject,
      role: self?.role ?? 'none',
      affiliation: self?.affiliation ?? 'none',
      occupantCount: this.occupants.size,
      occupantsRevision: this.revision,
      isPersistent: info?.isPersistent ?? false,
      isMembersOnly: info?.isMembersOnly ?? false,
      alerts: remembered.alerts ?? usualAlerts(info),
      renamed: this.whoIsWho.renamed(),
    };
  }
}

/** In a group that lives for its people every word is for all of them; in a room that stays, only what names somebody. */
const usualAlerts = (info: RoomInfo | undefined): RoomAlerts =>
  info !== undefined && !info.isPersistent ? 'all' : 'mentions';
