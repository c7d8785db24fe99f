import { describe, expect, it } from 'vitest';
import { alertFor, type Happening, isShown, situationOf, type Situation } from './notification-rules.ts';

const situations = ['available', 'on-a-call', 'do-not-disturb', 'screen-shared', 'locked', 'focus'] as const;

describe('X5: the rules for notices', () => {
  it.each<[Happening, string]>([
    ['call', 'toast+ring toast+beep nothing toast+beep toast+ring toast+ring'],
    ['call-let-through', 'toast+ring toast+beep toast+ring toast+beep toast+ring toast+ring'],
    ['emergency-call-back', 'toast+ring toast+ring toast+ring toast+ring toast+ring toast+ring'],
    ['message', 'banner+chime banner badge badge badge badge'],
    ['room-mention', 'banner+chime badge badge badge badge badge'],
    ['room-message', 'banner+chime nothing nothing nothing nothing nothing'],
    ['voicemail', 'banner badge badge badge badge badge'],
    ['meeting', 'banner+chime banner banner badge badge+chime banner'],
  ])('X5: %s: %s', (happening, row) => {
    const told = situations.map((situation: Situation) => {
      const { shows, sound } = alertFor(happening, situation);
      return sound === 'none' ? shows : `${shows}+${sound}`;
    });
    expect(told.join(' ')).toBe(row);
  });

  it.each([
    ['do-not-disturb', true, 'do-not-disturb'],
    ['available', true, 'locked'],
    ['presenting', false, 'screen-shared'],
    ['on-a-call', false, 'on-a-call'],
    ['in-a-meeting', false, 'available'],
    ['away', false, 'available'],
  ] as const)('X5: status %s, locked %s: %s', (show, isLocked, situation) => {
    expect(situationOf(show, isLocked)).toBe(situation);
  });

  it('X5: a badge is no notice', () => {
    expect([alertFor('message', 'locked'), alertFor('message', 'on-a-call')].map(isShown)).toEqual([
      false,
      true,
    ]);
  });
});
