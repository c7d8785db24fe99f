import { describe, expect, it } from 'vitest';
import { readMessageSummary } from './message-summary.ts';

describe('message waiting', () => {
  it.each([
    ['Messages-Waiting: yes\r\nVoice-Message: 2/5\r\n', { isWaiting: true, fresh: 2, old: 5 }],
    [
      'Messages-Waiting: yes\r\nMessage-Account: sip:8000@example.test\r\nVoice-Message: 4/8 (1/2)\r\n',
      { isWaiting: true, fresh: 4, old: 8 },
    ],
    ['messages-waiting : NO\nvoice-message: 0/3 (0/0)\n', { isWaiting: false, fresh: 0, old: 3 }],
    ['Messages-Waiting: no\r\n', { isWaiting: false }],
    ['Voice-Message: 1/0\r\n', { isWaiting: true, fresh: 1, old: 0 }],
    ['Messages-Waiting: yes\r\nFax-Message: 3/0\r\n', { isWaiting: true }],
    ['Messages-Waiting: yes\r\nVoice-Message: 999999999/0\r\n', { isWaiting: true, fresh: 99_999, old: 0 }],
  ])('V11: %j', (body, summary) => {
    expect(readMessageSummary(body)).toEqual(summary);
  });

  it.each(['', 'hello', 'Messages-Waiting: maybe', 'Voice-Message: many'])('V11: %j says nothing', (body) => {
    expect(readMessageSummary(body)).toBeUndefined();
  });
});
