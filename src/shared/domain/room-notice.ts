import type { Message } from './conversation.ts';
import type { Room } from './room.ts';

/** Whether the words name somebody: the nick as a whole word, with or without `@`, letter case aside. */
export function mentions(body: string, nick: string): boolean {
  const wanted = nick.trim().toLocaleLowerCase();
  if (wanted === '') return false;
  const words = body.toLocaleLowerCase();
  for (let at = words.indexOf(wanted); at !== -1; at = words.indexOf(wanted, at + 1)) {
    const isPart = (character: string | undefined) =>
      character !== undefined && /[\p{L}\p{N}_]/u.test(character);
    if (!isPart(words[at - 1]) && !isPart(words[at + wanted.length])) return true;
  }
  return false;
}

/** Whether a message is to raise a notice; `room` is absent between two people, where every message is. */
export function isWorthNotice(
  message: Pick<Message, 'body'>,
  room: Pick<Room, 'alerts' | 'nick'> | undefined,
): boolean {
  if (room === undefined || room.alerts === 'all') return true;
  return room.alerts === 'mentions' && mentions(message.body, room.nick);
}
