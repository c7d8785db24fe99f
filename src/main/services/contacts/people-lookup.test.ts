import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/domain/contact.ts';
import { isSameNumber } from './match-number.ts';
import { searchEntry, searchPeople } from './search-people.ts';

const person = (name: string, address: string, ...numbers: string[]): Contact => ({
  id: address as Contact['id'],
  address,
  name,
  groups: [],
  subscription: 'both',
  isPending: false,
  presence: { show: 'unknown' },
  phones: numbers.map((number) => ({ kind: 'work', number })),
});
const people = [
  person('Alice Archer', 'alice@example.test', '1001'),
  person('Bob Baker', 'bob@example.test', '+1 555 010-0102'),
  person('Barbara Aliyev', 'barbara@example.test'),
  person('Žofie Černá', 'zofie@example.test'),
  person('Ali', 'ali@example.test'),
  person('Natalia Wood', 'nat@example.test'),
];
const find = (text: string, recent = '') =>
  searchPeople(people.map(searchEntry), text, 8, (one) => (one.name === recent ? 1 : 0)).map(
    (one) => one.name,
  );

describe('searching people', () => {
  it('C3: the exact name first, then its beginning, a word’s beginning, and what lies inside', () => {
    expect(find('ali')).toEqual(['Ali', 'Alice Archer', 'Barbara Aliyev', 'Natalia Wood']);
  });
  it('C3: several words in any order, accents and case forgiven', () => {
    expect(find('arch ali')).toEqual(['Alice Archer']);
    expect(find('cerna')).toEqual(['Žofie Černá']);
    expect(find('BAKER')).toEqual(['Bob Baker']);
  });
  it('C3: by address and by number', () => {
    expect(find('zofie@')).toEqual(['Žofie Černá']);
    expect(find('555 0109')).toEqual([]);
    expect(find('010-0102')).toEqual(['Bob Baker']);
    expect(find('1001')[0]).toBe('Alice Archer');
  });
  it('C3: of equals the recent one first; nothing typed finds nobody', () => {
    expect(find('b', 'Bob Baker')[0]).toBe('Bob Baker');
    expect(find('  ')).toEqual([]);
  });
});

describe('whose number', () => {
  it.each([
    ['+1 (555) 010-0102', '15550100102', true],
    ['0015550100102', '+15550100102', true],
    ['915550100102', '+15550100102', true],
    ['5550100102', '+1 555 010 0102', true],
    ['+49 (0) 30 1234567', '+49301234567', true],
    ['1001', '1001', true],
    ['1001', '91001', false],
    ['1001', '15550101001', false],
    ['', '', false],
  ])('C4: «%s» and «%s»: %s', (a, b, expected) => {
    expect(isSameNumber(a, b)).toBe(expected);
  });
});
