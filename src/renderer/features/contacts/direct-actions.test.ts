import { describe, expect, it } from 'vitest';
import { directActions } from './direct-actions.ts';

describe('command bar', () => {
  it.each([
    ['1001', ['call 1001']],
    ['+1 (555) 010-0199', ['call +1 (555) 010-0199']],
    ['*72', ['call *72']],
    ['alice@example.test', ['chat alice@example.test']],
    ['sip:bob@example.test', ['call sip:bob@example.test']],
    ['alice', []],
    ['--', []],
    ['7', []],
    ['', []],
  ])('C3: «%s» offers %j', (query, offered) => {
    expect(
      directActions(query, { hasPhone: true, hasChat: true }).map(
        (action) => `${action.kind} ${action.target}`,
      ),
    ).toEqual(offered);
  });

  it('A6: no calls are offered where there is no phone', () => {
    expect(directActions('1001', { hasPhone: false, hasChat: true })).toEqual([]);
  });

  it('A6: no chat is offered where there is none', () => {
    expect(directActions('alice@example.test', { hasPhone: true, hasChat: false })).toEqual([]);
  });
});
