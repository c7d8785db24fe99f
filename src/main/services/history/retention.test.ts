import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { retention } from './retention.ts';

describe('how long chats are kept', () => {
  it.each<[string, Settings['keepChats'], Readonly<Record<string, string>>, object]>([
    ['for good', 'forever', {}, { isKept: true, isDecided: false }],
    ['as the person wants', '90', {}, { isKept: true, isDecided: false, days: 90 }],
    [
      'as long as the administrator allows',
      'forever',
      { IM_History_Days: '30' },
      { isKept: true, isDecided: true, days: 30 },
    ],
    [
      'shorter, as the person wants',
      '30',
      { IM_History_Days: '365' },
      { isKept: true, isDecided: true, days: 30 },
    ],
    ['never longer', '365', { IM_History_Days: '30' }, { isKept: true, isDecided: true, days: 30 }],
    ['not at all', '90', { Disable_IM_History: 'true' }, { isKept: false, isDecided: true }],
  ])('M13: %s', (_name, keepChats, policies, expected) => {
    expect(retention({ keepChats }, fixedPolicies(policies).current())).toEqual(expected);
  });
});
