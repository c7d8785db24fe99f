import { describe, expect, it } from 'vitest';
import type { Person } from '../../../shared/domain/contact.ts';
import { dialNumber, ownerOf } from './dial-number.ts';

describe('dialled number', () => {
  it.each([
    ['+49 (0)30 1234-56', '+4930123456'],
    ['  030 / 123 45 6 ', '030123456'],
    ['tel:+1-201-555-0123;ext=4', '+12015550123'],
    ['(212) 555.0100', '2125550100'],
    ['\u202a+44 20 7946 0018\u202c', '+442079460018'],
    ['*21*1001#', '*21*1001#'],
    ['1001', '1001'],
    ['sip:bob@example.test;transport=tcp', 'sip:bob@example.test;transport=tcp'],
    ['bob@example.test', 'bob@example.test'],
    ['bob', 'bob'],
    ['', ''],
  ])('V2: «%s» is dialled as «%s»', (typed, dialled) => {
    expect(dialNumber(typed)).toBe(dialled);
  });

  it('V2: the owner of a number is found by its digits', () => {
    const person = (name: string, number: string): Person => ({
      id: name as Person['id'],
      source: 'contacts',
      name,
      phones: [{ kind: 'work', number }],
    });
    const found = [person('Al', '+49 30 1234567'), person('Bo', '1001')];
    expect(ownerOf('0301234567', found)).toBeUndefined();
    expect(ownerOf('301234567', found)?.name).toBe('Al');
    expect(ownerOf('1001', found)?.name).toBe('Bo');
    expect(ownerOf('100', found)).toBeUndefined();
    expect(ownerOf('10', found)).toBeUndefined();
  });
});
