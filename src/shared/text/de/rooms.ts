import type { rooms as english } from '../en/rooms.ts';
import type { TextsOf } from '../texts-of.ts';

export const rooms = {} as const satisfies TextsOf<typeof english>;
