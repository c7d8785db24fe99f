import { useMemo } from 'react';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { useEntities } from '../../bridge/bridge-context.tsx';
import { findRooms } from './find-rooms.ts';

const SHOWN = 4;

/** Rooms that the person is or was in, by what is typed (C3). */
export function useRoomSearch(query: string): readonly Conversation[] {
  const conversations = useEntities('conversations');
  return useMemo(() => findRooms(conversations.values(), query, SHOWN), [conversations, query]);
}
