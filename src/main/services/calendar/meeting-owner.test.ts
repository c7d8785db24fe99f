import { describe, expect, it } from 'vitest';
import { meetingOwner } from './meeting-owner.ts';

describe('who says «In a meeting» (T7)', () => {
  it.each([
    ['server with Exchange, option on', true, true, true, 'server'],
    ['server with Exchange, option off: unchanged', true, false, true, 'server'],
    ['no Exchange at the server, option on', false, true, true, 'app'],
    ['no Exchange at the server, option off: unchanged', false, false, true, 'nobody'],
    ['switched off by the administrator', false, true, false, 'nobody'],
    ['switched off, the server does it all the same', true, true, false, 'server'],
  ] as const)('M5: %s', (_name, hasServerCalendar, isWanted, isAllowed, owner) => {
    expect(meetingOwner({ hasServerCalendar, isWanted, isAllowed })).toBe(owner);
  });
});
