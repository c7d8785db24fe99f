import type { Conversation } from '../../../shared/domain/conversation.ts';

/** Letters that compare equal for a person who types. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Rooms in whose title every typed word begins a word; those that begin so come first, then the last used. */
export function findRooms(
  conversations: Iterable<Conversation>,
  query: string,
  limit: number,
): readonly Conversation[] {
  const whole = fold(query.trim());
  if (whole === '') return [];
  const words = whole.split(/\s+/u);
  return [...conversations]
    .filter(({ kind, title }) => {
      const own = fold(title).split(/[\s.,;()_-]+/u);
      return kind === 'room' && words.every((word) => own.some((each) => each.startsWith(word)));
    })
    .map((room) => ({ room, isStart: fold(room.title).startsWith(whole), at: room.lastMessage?.at ?? 0 }))
    .sort((a, b) => Number(b.isStart) - Number(a.isStart) || b.at - a.at)
    .slice(0, limit)
    .map(({ room }) => room);
}
