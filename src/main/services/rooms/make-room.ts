import type { CommandArgument } from '../../../shared/contract/commands.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { RoomsPorts } from './rooms-ports.ts';
import type { RoomsSession } from './rooms-session.ts';

const LONGEST_LOCAL = 60;

/** Makes a room (XEP-0045 section 10.1), configures it while nobody else can be in it, and asks the people in. */
export async function makeRoom(
  { traffic, random, chats, people: names }: RoomsPorts,
  session: RoomsSession,
  wish: CommandArgument<'rooms/create'>,
): Promise<Result<{ id: ConversationId }>> {
  const services = await traffic.services();
  if (!services.ok) return services;
  const service = services.value.find((one) => one === wish.service) ?? services.value[0];
  if (service === undefined) return fail('rooms.no-service');
  const people = wish.people.map(normaliseBareJid).filter((each) => each !== undefined);
  const name = wish.name.trim() || people.map((one) => names.nameOf(one) ?? one.split('@', 1)[0]).join(', ');
  const id = `${localOf(name, wish.isPersistent, random.uuid())}@${service}` as ConversationId;
  const room = await session.room(id, name);
  if (!(await room.create(session.isOnline))) return fail('rooms.not-allowed');
  const { isMembersOnly } = wish;
  const configured = await traffic.configure(id, {
    ...(wish.isPersistent ? persistentFields(name) : passingFields(name)),
    'muc#roomconfig_membersonly': isMembersOnly ? '1' : '0',
  });
  if (!configured.ok) return fail('rooms.not-allowed', undefined, configured.error.detail);
  await room.lookAt();
  traffic.invite(id, people, isMembersOnly);
  if (wish.draft !== undefined && wish.draft !== '') await chats.draft(id, wish.draft);
  if (wish.isPersistent) void traffic.setBookmark({ room: id, name, isAutojoin: true });
  return ok({ id });
}

/** A name that can be told on the phone, and that nobody has yet. */
function localOf(name: string, isPersistent: boolean, unique: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LONGEST_LOCAL);
  return isPersistent && words !== '' ? `${words}-${unique.slice(0, 4)}` : `group-${unique}`;
}

const COMMON = {
  'muc#roomconfig_whois': 'anyone',
  'muc#roomconfig_allowinvites': '1',
  'muc#roomconfig_enablearchiving': '1',
  'muc#roomconfig_enablelogging': '1',
} as const;

/** Section 15.5.3's fields; a service that lacks one does without it. */
export const persistentFields = (name: string): Readonly<Record<string, string>> => ({
  ...COMMON,
  'muc#roomconfig_roomname': name,
  'muc#roomconfig_persistentroom': '1',
  'muc#roomconfig_publicroom': '1',
});

/** Ends with its last occupant, and is in no list. */
export const passingFields = (name: string): Readonly<Record<string, string>> => ({
  ...COMMON,
  'muc#roomconfig_roomname': name,
  'muc#roomconfig_persistentroom': '0',
  'muc#roomconfig_publicroom': '0',
  'muc#roomconfig_changesubject': '1',
});
