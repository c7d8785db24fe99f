import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/domain/contact.ts';
import { createNumberIndex } from './number-index.ts';
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
const nameOf = (id: string) => people.find((one) => one.id === id)?.name;
const find = (text: string, recent = '') =>
  searchPeople(people.map(searchEntry), text, 8, (id) => (nameOf(id) === recent ? 1 : 0)).map(nameOf);

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
  it('C3: by user name, and by what lies inside an address', () => {
    expect(find('nat')).toEqual(['Natalia Wood']);
    expect(find('zof')).toEqual(['Žofie Černá']);
    expect(find('example').length).toBe(people.length);
  });
  it('C3: ten thousand people are searched, each word typed narrowing', () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      person(`Given${n % 100} Family${n}`, `user${n}@example.test`, `+1555${1_000_000 + n}`),
    );
    const entries = many.map(searchEntry);
    expect(searchPeople(entries, 'given7 family1207', 8, () => 0)).toEqual(['user1207@example.test']);
    expect(searchPeople(entries, 'given', 8, () => 0)).toHaveLength(8);
    expect(searchPeople(entries, '5551001234', 8, () => 0)).toEqual(['user1234@example.test']);
  });
  it('C3: of equals the recent one first; nothing typed finds nobody', () => {
    expect(find('b', 'Bob Baker')[0]).toBe('Bob Baker');
    expect(find('  ')).toEqual([]);
  });
});

describe('finding by number', () => {
  const index = createNumberIndex();
  const set = (id: string, ...numbers: string[]) => index.set(id as Contact['id'], numbers);
  set('office', '+1 (555) 010-0102', '0102');
  set('home', '+44 20 7946 0102');
  set('twin-a', '+1 555 777 0000');
  set('twin-b', '+44 555 777 0000');
  it.each([
    ['15550100102', 'office'],
    ['0102', 'office'],
    ['0044 20 7946 0102', 'home'],
    ['020 7946 0102', 'home'],
    ['99', undefined],
    ['10102', undefined],
    ['+1 555 777 0000', 'twin-a'],
    ['555 777 0000', undefined],
    ['', undefined],
  ])('C4: «%s» is %s', (number, expected) => {
    expect(index.find(number)).toBe(expected);
  });
  it('C4: follows changes', () => {
    set('mover', '7001');
    set('mover', '7002');
    expect(index.find('7001')).toBeUndefined();
    expect(index.find('7002')).toBe('mover');
    index.remove('mover' as Contact['id']);
    expect(index.find('7002')).toBeUndefined();
  });
});
