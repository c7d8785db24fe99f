import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { Situation } from '../../shared/domain/notification-rules.ts';
import type { Room } from '../../shared/domain/room.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import type { DesktopNotice } from '../ports/host.port.ts';
import { createMessageNotices } from './message-notices.ts';

const chat = { id: 'bob@example.test', address: 'bob@example.test', title: 'Bob Baker' } as Conversation;
const said = (body: string) => ({ body }) as Message;

function desk(room?: Partial<Room>) {
  const shown: DesktopNotice[] = [];
  const replies: string[] = [];
  const opened: string[] = [];
  const at: { situation: Situation } = { situation: 'available' };
  const clock = manualClock();
  const notices = createMessageNotices({
    host: { caps: { nativeNotifications: true } as HostCaps, notify: (notice) => void shown.push(notice) },
    settings: { current: () => ({ ...defaultSettings, language: 'en' }), onChange: () => () => undefined },
    clock,
    situation: () => at.situation,
    open: (id) => void opened.push(id ?? 'all'),
    roomOf: () => room as Room | undefined,
    reply: (id, text) => void replies.push(`${id} ${text}`),
  });
  return { shown, replies, opened, at, clock, notices };
}

describe('X5: notices of messages', () => {
  it('X5: a message is shown with a line to answer in, and the answer is sent', () => {
    const { shown, replies, notices } = desk();
    notices.notify(said('Lunch?'), chat);
    expect(shown).toMatchObject([{ title: 'Bob Baker', body: 'Lunch?', replyHint: 'Write a reply' }]);
    shown[0]?.onAct?.({ kind: 'reply', text: 'Yes' });
    shown[0]?.onAct?.({ kind: 'reply', text: '  ' });
    expect(replies).toEqual(['bob@example.test Yes']);
  });

  it('X5: a click on a notice opens its chat; on one that tells of several, the list of them', () => {
    const { shown, opened, notices } = desk();
    notices.notify(said('Lunch?'), chat);
    notices.notifyMissed(2, [chat]);
    notices.notifyMissed(3, [chat, { ...chat, id: 'carol@example.test' as Conversation['id'] }]);
    for (const notice of shown) notice.onAct?.({ kind: 'open' });
    expect(opened).toEqual(['bob@example.test', 'bob@example.test', 'all']);
  });

  it.each([
    ['available', 2],
    ['on-a-call', 1],
    ['do-not-disturb', 0],
    ['screen-shared', 0],
    ['locked', 0],
  ] as const)('X5: %s: %i of a message and a room’s', (situation, count) => {
    const two = desk();
    two.at.situation = situation;
    two.notices.notify(said('Hello'), chat);
    const room = desk({ alerts: 'all', nick: 'alice' });
    room.at.situation = situation;
    room.notices.notify(said('Hello'), chat);
    expect(two.shown.length + room.shown.length).toBe(count);
  });

  it('X5: more than three in five seconds are told together', () => {
    const { shown, clock, notices } = desk();
    for (let count = 0; count < 5; count += 1) notices.notify(said(`no. ${count}`), chat);
    expect(shown.map(({ tag }) => tag)).toEqual([chat.id, chat.id, chat.id, 'missed', 'missed']);
    clock.advance(5_000);
    notices.notify(said('later'), chat);
    expect(shown.at(-1)).toMatchObject({ body: 'later' });
  });
});
