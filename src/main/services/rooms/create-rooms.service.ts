import type { ConversationId } from '../../../shared/domain/ids.ts';
import { bareJid, normaliseBareJid } from '../../../shared/domain/jid.ts';
import type { Room } from '../../../shared/domain/room.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { CallContext, Handlers } from '../../ports/handlers.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import { makeRoom, persistentFields } from './make-room.ts';
import type { OpenRoom } from './open-room.ts';
import type { RoomsPorts } from './rooms-ports.ts';
import { nameOfRoom, RoomsSession } from './rooms-session.ts';

type RoomCommand = Extract<keyof Handlers, `rooms/${string}`>;
export type RoomHandlers = Pick<Handlers, RoomCommand>;

export interface RoomsService {
  readonly handlers: RoomHandlers;
  /** As published last. */
  entity(id: ConversationId): Room | undefined;
  /** After the chat service, whose conversations the rooms' are. */
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
}

type Act<N extends RoomCommand> = (
  session: RoomsSession,
  argument: Parameters<RoomHandlers[N]>[0],
) => ReturnType<RoomHandlers[N]>;

export function createRoomsService(ports: RoomsPorts): RoomsService {
  let session: RoomsSession | undefined;
  const inSession =
    <A, R>(act: (session: RoomsSession, argument: A) => Promise<Result<R>>) =>
    async (argument: A, _context: CallContext): Promise<Result<R>> =>
      session === undefined ? fail('app.not-signed-in') : act(session, argument);
  async function stop(): Promise<void> {
    const closing = session;
    session = undefined;
    await closing?.stop();
  }
  const acts = roomActs(ports);
  return {
    handlers: {
      'rooms/browse': inSession(acts.browse),
      'rooms/create': inSession(acts.create),
      'rooms/join': inSession(acts.join),
      'rooms/leave': inSession(acts.leave),
      'rooms/occupants': inSession(acts.occupants),
      'rooms/invite': inSession(acts.invite),
      'rooms/set-subject': inSession(acts.setSubject),
      'rooms/set-alerts': inSession(acts.setAlerts),
      'rooms/set-role': inSession(acts.setRole),
      'rooms/set-affiliation': inSession(acts.setAffiliation),
      'rooms/standings': inSession(acts.standings),
      'rooms/services': inSession(acts.services),
      'rooms/make-persistent': inSession(acts.makePersistent),
    },
    entity: (id) => session?.rooms.get(id)?.entity(),
    async start(identity, address) {
      await stop();
      session = new RoomsSession(ports, identity, address);
      await session.start();
    },
    stop,
  };
}

interface RoomActs {
  readonly browse: Act<'rooms/browse'>;
  readonly create: Act<'rooms/create'>;
  readonly join: Act<'rooms/join'>;
  readonly leave: Act<'rooms/leave'>;
  readonly occupants: Act<'rooms/occupants'>;
  readonly invite: Act<'rooms/invite'>;
  readonly setSubject: Act<'rooms/set-subject'>;
  readonly setAlerts: Act<'rooms/set-alerts'>;
  readonly setRole: Act<'rooms/set-role'>;
  readonly setAffiliation: Act<'rooms/set-affiliation'>;
  readonly standings: Act<'rooms/standings'>;
  readonly services: Act<'rooms/services'>;
  readonly makePersistent: Act<'rooms/make-persistent'>;
}

function roomActs(ports: RoomsPorts): RoomActs {
  const { traffic } = ports;
  const inRoom = (session: RoomsSession, id: ConversationId): OpenRoom | undefined => {
    const room = session.rooms.get(id);
    return room?.isInside === true ? room : undefined;
  };
  return {
    async browse(_session, { text }) {
      const services = await traffic.services();
      if (!services.ok) return services;
      const lists = await Promise.all(services.value.map((service) => traffic.list(service)));
      const wanted = text.trim().toLocaleLowerCase();
      return ok(
        lists
          .flatMap((list) => (list.ok ? list.value : []))
          .filter(({ room, name }) => `${name} ${room}`.toLocaleLowerCase().includes(wanted))
          .map(({ room, name }) => ({ address: room, name }))
          .toSorted((a, b) => a.name.localeCompare(b.name)),
      );
    },
    create: (session, wish) => makeRoom(ports, session, wish),
    async join(session, { address, password }) {
      const id = normaliseBareJid(address) as ConversationId | undefined;
      if (id === undefined) return fail('contacts.bad-address', { address });
      const room = await session.room(id, nameOfRoom(id));
      room.want({ isOnline: session.isOnline, ...(password !== undefined && { password }) });
      void traffic.setBookmark({ room: id, name: room.name, isAutojoin: true });
      return ok({ id });
    },
    async leave(session, { id }) {
      session.rooms.get(id)?.leave();
      void traffic.removeBookmark(id);
      return ok();
    },
    occupants: async (session, { id }) => ok(session.rooms.get(id)?.people() ?? []),
    async invite(session, { id, people }) {
      const room = inRoom(session, id);
      if (!room) return fail('rooms.not-inside');
      return invite(ports, id, people);
    },
    setSubject: async (session, { id, subject }) =>
      inRoom(session, id) ? traffic.setSubject(id, subject) : fail('rooms.not-inside'),
    async setAlerts(session, { id, alerts }) {
      session.rooms.get(id)?.setAlerts(alerts);
      return ok();
    },
    setRole: async (session, { id, nick, role }) =>
      inRoom(session, id) ? allowed(await traffic.setRole(id, nick, role)) : fail('rooms.not-inside'),
    async setAffiliation(session, { id, address, affiliation }) {
      if (!inRoom(session, id)) return fail('rooms.not-inside');
      // A ban may be of a whole domain (section 9.1).
      const known = affiliation === 'outcast' || affiliation === 'none' ? bareJid : normaliseBareJid;
      const who = known(address.trim());
      if (who === undefined) return fail('contacts.bad-address', { address });
      return allowed(await traffic.setAffiliation(id, who, affiliation));
    },
    async standings(session, { id, list }) {
      if (!inRoom(session, id)) return fail('rooms.not-inside');
      const found = allowed(await traffic.standings(id, list));
      return found.ok ? ok(found.value.toSorted((a, b) => a.address.localeCompare(b.address))) : found;
    },
    async services() {
      const found = await traffic.services();
      return found.ok ? ok([...found.value]) : found;
    },
    async makePersistent(session, { id, name }) {
      const room = inRoom(session, id);
      if (!room) return fail('rooms.not-inside');
      const done = allowed(await traffic.configure(id, persistentFields(name)));
      if (!done.ok) return done;
      await room.rename(name);
      await room.lookAt();
      void traffic.setBookmark({ room: id, name, isAutojoin: true });
      return ok();
    },
  };
}

/** A members' room must know of them first; the room itself tells them then. */
async function invite(
  { traffic }: RoomsPorts,
  id: ConversationId,
  people: readonly string[],
): Promise<Result<void>> {
  const addresses = people.map(normaliseBareJid).filter((each) => each !== undefined);
  const info = await traffic.info(id);
  return traffic.invite(id, addresses, info.ok && info.value.isMembersOnly);
}

/** A room's no is told as what it is. */
function allowed<T>(result: Result<T>): Result<T> {
  const isNo = !result.ok && result.error.code === 'xmpp.stanza';
  return isNo ? fail('rooms.not-allowed', undefined, result.error.detail) : result;
}
