import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/domain/conversation.ts';
import { messageNotice } from './page-notices.ts';

const message = (change: Partial<Message> = {}): Message => ({
  id: 'm1' as Message['id'],
  conversationId: 'bob@example.test' as Message['conversationId'],
  direction: 'in',
  from: 'bob@example.test',
  body: 'Hello',
  at: 1_000_000,
  order: 1,
  isRead: false,
  ...change,
});
const now = 1_000_500;

describe('page notices', () => {
  it('X5: a message that came in just now is told once a chat, shortened', () => {
    expect(messageNotice(message(), undefined, now)).toEqual({
      tag: 'chat:bob@example.test',
      title: 'bob@example.test',
      body: 'Hello',
      isUrgent: false,
    });
    expect(messageNotice(message({ body: 'x'.repeat(500) }), undefined, now)?.body).toHaveLength(121);
  });

  it('X5: own, read, edited and archived messages are not told', () => {
    expect(messageNotice(message({ direction: 'out' }), undefined, now)).toBeUndefined();
    expect(messageNotice(message({ isRead: true }), undefined, now)).toBeUndefined();
    expect(messageNotice(message({ editedAt: now }), undefined, now)).toBeUndefined();
    expect(messageNotice(message({ at: now - 3_600_000 }), undefined, now)).toBeUndefined();
  });
});
