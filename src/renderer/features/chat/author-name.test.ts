import { beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { loadTexts } from '../../text/text.ts';
import { authorName } from './author-name.ts';

type Given = Pick<Conversation, 'address' | 'title' | 'kind'>;
const direct: Given = { address: 'bob@example.test', title: 'Bob', kind: 'direct' };
const room: Given = { address: 'lab@rooms.test', title: 'Lab', kind: 'room' };
const privately: Given = { address: 'lab@rooms.test/bobby', title: 'bobby', kind: 'direct' };

beforeAll(() => loadTexts());

describe('M6: who is answered', () => {
  it.each<[string, string, Given, string | undefined, string]>([
    ['the other of two', 'bob@example.test', direct, undefined, 'Bob'],
    ['the other of two, by the device', 'bob@example.test/phone', direct, undefined, 'Bob'],
    ['oneself', 'alice@example.test', direct, undefined, 'You'],
    ['oneself, by the device', 'alice@example.test/desk', direct, undefined, 'You'],
    ['somebody in a room', 'lab@rooms.test/carol', room, 'alice', 'carol'],
    ['oneself in a room', 'lab@rooms.test/alice', room, 'alice', 'You'],
    ['somebody in a room that one has left', 'lab@rooms.test/carol', room, undefined, 'carol'],
    ['the other of a private talk', 'lab@rooms.test/bobby', privately, undefined, 'bobby'],
  ])('M6: %s', (_title, author, conversation, nick, name) => {
    expect(authorName(author, { ...conversation, nick })).toBe(name);
  });
});
