import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { idleRules } from './idle-rules.ts';

const minutes = (awayAfter: Settings['awayAfter'], policies: Readonly<Record<string, string>>) => {
  const { awayAfterMs } = idleRules({ awayAfter, awayWhenLocked: true }, fixedPolicies(policies).current());
  return awayAfterMs === undefined ? 'never' : awayAfterMs / 60_000;
};

describe('when absence counts', () => {
  it.each<[string, Settings['awayAfter'], Readonly<Record<string, string>>, number | 'never']>([
    ['the person’s choice', '10', {}, 10],
    ['the person’s never', 'never', {}, 'never'],
    ['the administrator’s time', '10', { Set_Status_Inactive_Timeout: '20' }, 20],
    ['also over never', 'never', { Set_Status_Inactive_Timeout: '20' }, 20],
    ['switched off by the administrator', '10', { Set_Status_Away_On_Inactive: 'false' }, 'never'],
    ['switched on by the administrator', 'never', { Set_Status_Away_On_Inactive: 'true' }, 15],
    ['a time of nought is none', '10', { Set_Status_Inactive_Timeout: '0' }, 10],
  ])('M4: %s', (_name, chosen, policies, expected) => {
    expect(minutes(chosen, policies)).toBe(expected);
  });

  it('M4: the lock is the person’s choice until the administrator decides', () => {
    const locked = (awayWhenLocked: boolean, policies: Readonly<Record<string, string>>) =>
      idleRules({ awayAfter: '15', awayWhenLocked }, fixedPolicies(policies).current()).isAwayWhenLocked;
    expect(locked(false, {})).toBe(false);
    expect(locked(false, { Set_Status_Away_On_Lock_OS: 'true' })).toBe(true);
    expect(locked(true, { Set_Status_Away_On_Lock_OS: 'false' })).toBe(false);
  });
});
