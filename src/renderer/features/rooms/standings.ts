import type { Room, RoomList } from '../../../shared/domain/room.ts';

export interface OfferedList {
  readonly list: RoomList;
  /** Else it may only be read. */
  readonly isOurs: boolean;
}

/** Which lists one may see and change (XEP-0045 sections 5.2.1 and 9.5): owners all, administrators members and bans. */
export function listsOf({
  affiliation,
  isMembersOnly,
}: Pick<Room, 'affiliation' | 'isMembersOnly'>): readonly OfferedList[] {
  const ours = (list: RoomList): OfferedList => ({ list, isOurs: true });
  switch (affiliation) {
    case 'owner':
      return [ours('member'), ours('admin'), ours('owner'), ours('outcast')];
    case 'admin':
      return [ours('member'), ours('outcast')];
    case 'member':
      return isMembersOnly ? [{ list: 'member', isOurs: false }] : [];
    default:
      return [];
  }
}
