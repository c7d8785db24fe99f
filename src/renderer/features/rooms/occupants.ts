import type { Occupant, Room, RoomAffiliation, RoomRole } from '../../../shared/domain/room.ts';

type Standing = 'owner' | 'admin' | 'moderator' | 'visitor';

/** What is shown under a name: the higher of standing and role; nothing for ordinary people. */
export function standingOf({
  role,
  affiliation,
}: Pick<Occupant, 'role' | 'affiliation'>): Standing | undefined {
  if (affiliation === 'owner' || affiliation === 'admin') return affiliation;
  return role === 'moderator' || role === 'visitor' ? role : undefined;
}

const RANK: Readonly<Record<Standing | 'none', number>> = {
  owner: 0,
  admin: 1,
  moderator: 2,
  none: 3,
  visitor: 4,
};

/** Those who decide first, then by name; only those whose name or address holds the words. */
export function sortedOccupants(occupants: readonly Occupant[], words: string): readonly Occupant[] {
  const wanted = words.trim().toLocaleLowerCase();
  const rank = (one: Occupant) => RANK[standingOf(one) ?? 'none'];
  const { compare } = new Intl.Collator();
  return occupants
    .filter(({ nick, address = '' }) => `${nick} ${address}`.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.nick, b.nick));
}

export type OccupantAction =
  | { readonly kind: 'role'; readonly label: RoleLabel; readonly nick: string; readonly role: RoomRole }
  | {
      readonly kind: 'affiliation';
      readonly label: AffiliationLabel;
      readonly address: string;
      readonly affiliation: RoomAffiliation;
    };
type RoleLabel = 'kick' | 'grant-voice' | 'revoke-voice' | 'grant-moderator' | 'revoke-moderator';
type AffiliationLabel = 'ban' | 'grant-admin' | 'revoke-admin';

const STANDING: Readonly<Record<RoomAffiliation, number>> = {
  outcast: 0,
  none: 1,
  member: 2,
  admin: 3,
  owner: 4,
};

/** What we may do to somebody (XEP-0045 sections 5.1.1 and 5.2.1): never to ourselves, nor to those who stand as high. */
export function actionsOn(
  room: Pick<Room, 'state' | 'role' | 'affiliation'>,
  one: Occupant,
): readonly OccupantAction[] {
  if (room.state !== 'joined' || one.isSelf) return [];
  const ours = STANDING[room.affiliation];
  const theirs = STANDING[one.affiliation];
  const isModerator = room.role === 'moderator' && theirs < STANDING.admin && theirs <= ours;
  const isAdmin = ours >= STANDING.admin && theirs < ours;
  const { nick, address } = one;
  const actions: OccupantAction[] = [];
  const role = (label: RoleLabel, to: RoomRole) => actions.push({ kind: 'role', label, nick, role: to });
  if (isModerator && one.role === 'visitor') role('grant-voice', 'participant');
  if (isModerator && one.role === 'participant') role('revoke-voice', 'visitor');
  if (isAdmin && theirs < STANDING.admin) {
    if (one.role === 'moderator') role('revoke-moderator', 'participant');
    else role('grant-moderator', 'moderator');
  }
  if (isModerator) role('kick', 'none');
  if (address === undefined || !isAdmin) return actions;
  const standing = (label: AffiliationLabel, affiliation: RoomAffiliation) =>
    actions.push({ kind: 'affiliation', label, address, affiliation });
  if (room.affiliation === 'owner') {
    if (one.affiliation === 'admin') standing('revoke-admin', 'none');
    else standing('grant-admin', 'admin');
  }
  standing('ban', 'outcast');
  return actions;
}
