import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../ports/xmpp.port.ts';
import { toNewMessage } from './incoming-message.ts';

const encrypted: ChatMessage = {
  peer: 'bob@example.test',
  direction: 'in',
  from: 'bob@example.test',
  body: '',
  encryption: 'OMEMO',
  wire: { messageId: 'm1' },
  wantsReceipt: false,
  isMarkable: false,
  via: 'live',
};
const place = { self: 'alice@example.test', now: 1, isRead: false };

describe('a message of a server', () => {
  it('M6: stands in a conversation of its own', () => {
    const { encryption: _, ...plain } = {
      ...encrypted,
      peer: 'example.test',
      from: 'example.test',
      body: 'at five',
    };
    expect(toNewMessage(plain, place)?.message).toMatchObject({
      conversationId: 'example.test',
      from: 'example.test',
      body: 'at five',
    });
    expect(toNewMessage({ ...plain, peer: 'no address' }, place)).toBeUndefined();
  });
});

describe('a message that nobody here can read', () => {
  it('M12: is kept as a line that says so, in the person’s language', () => {
    const line = (scheme: string): string => `encrypted with ${scheme}`;
    expect(toNewMessage(encrypted, { ...place, encrypted: line })?.message.body).toBe('encrypted with OMEMO');
    expect(toNewMessage(encrypted, place)?.message.body).toBe('\u{1f512} OMEMO');
    expect(toNewMessage({ ...encrypted, encryption: '' }, place)?.message.body).toBe('\u{1f512}');
  });
});
