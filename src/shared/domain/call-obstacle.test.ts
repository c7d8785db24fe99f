import { describe, expect, it } from 'vitest';
import { callObstacle, typedCallObstacle } from './call-obstacle.ts';
import type { DeskPhone } from './desk-phone.ts';
import type { ServiceStatus } from './session.ts';

const by = (state: NonNullable<DeskPhone['control']>['state']) =>
  ({ mode: 'desk', control: { address: '1001', state } }) as const;

describe('why no call can begin', () => {
  const rows: readonly (readonly [
    ServiceStatus['state'] | undefined,
    Pick<DeskPhone, 'mode' | 'control'> | undefined,
    ReturnType<typeof callObstacle>,
  ])[] = [
    [undefined, undefined, undefined],
    ['online', undefined, undefined],
    ['connecting', undefined, 'phone-connecting'],
    ['waiting', undefined, 'phone-offline'],
    ['offline', undefined, 'phone-offline'],
    ['stopped', undefined, 'phone-offline'],
    ['off', undefined, 'phone-none'],
    ['waiting', { mode: 'other' }, 'phone-offline'],
    ['online', { mode: 'other' }, undefined],
    // WebDialer needs no registration of ours.
    ['off', { mode: 'desk' }, undefined],
    ['waiting', { mode: 'desk' }, undefined],
    ['online', by('ready'), undefined],
    ['waiting', by('ready'), 'phone-offline'],
    ['online', by('connecting'), 'desk-phone-connecting'],
    ['online', by('lost'), 'desk-phone-lost'],
    ['online', by('off'), 'desk-phone-lost'],
    ['online', { ...by('lost'), mode: 'computer' }, undefined],
  ];
  it.each(rows)('V4: a phone that is %s, with %j: %s', (state, desk, expected) => {
    expect(callObstacle(state && { state }, desk)).toBe(expected);
  });

  it('V6: what is typed could be an emergency number, which no desk phone stops', () => {
    expect(typedCallObstacle('desk-phone-lost')).toBeUndefined();
    expect(typedCallObstacle('phone-offline')).toBe('phone-offline');
  });
});
