import { describe, expect, it } from 'vitest';
import { queriesForUri } from './directory-query.ts';

describe('contact IDs', () => {
  it.each([
    ['login name at the domain', 'bbaker@example.test', [{ username: 'bbaker' }]],
    [
      'user principal name',
      'bbaker\\40corp.example.test@example.test',
      [{ username: 'bbaker@corp.example.test' }, { email: 'bbaker@corp.example.test' }],
    ],
    ['mail address', 'bob.baker@mail.example.test', []],
    ['employee number', '70012@example.test', [{ username: '70012' }, { number: '70012' }]],
    [
      'telephone number',
      '+15550100102@example.test',
      [{ username: '+15550100102' }, { numberlast: '0100102' }],
    ],
  ])('M15 T6: outside, a contact is found whose address is a %s', (_, address, more) => {
    expect(queriesForUri(address, 'example.test')).toEqual([{ uri: address }, { email: address }, ...more]);
  });

  it('M15: somebody of another company is looked for by the whole address only', () => {
    const address = 'bbaker@partner.example';
    expect(queriesForUri(address, 'example.test')).toEqual([{ uri: address }, { email: address }]);
  });
});
