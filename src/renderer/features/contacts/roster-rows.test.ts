import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/domain/contact.ts';
import { type RosterOrder, rosterRows } from './roster-rows.ts';

const contact = (name: string, groups: string[], show: Contact['presence']['show'] = 'offline'): Contact => ({
  id: `${name.toLowerCase()}@example.test` as Contact['id'],
  name,
  groups,
  subscription: 'both',
  isPending: false,
  presence: { show },
  phones: [],
});
const order = (change: Partial<RosterOrder> = {}): RosterOrder => ({
  sortBy: 'status',
  showOffline: true,
  closedGroups: new Set(),
  ...change,
});
const keys = (contacts: Contact[], change: Partial<RosterOrder> = {}) =>
  rosterRows(contacts, order(change)).map((row) =>
    row.kind === 'group' ? `[${row.group} ${row.online}/${row.total}]` : row.name,
  );

describe('contact list', () => {
  const people = [
    contact('Zoe', ['Sales'], 'available'),
    contact('adam', ['Sales']),
    contact('Bea', ['Sales', 'Friends'], 'do-not-disturb'),
    contact('Loner', []),
  ];

  it('M2: groups by name, the groupless last, a contact in each of its groups', () => {
    expect(keys(people)).toEqual([
      '[Friends 1/1]',
      'Bea',
      '[Sales 2/3]',
      'Zoe',
      'Bea',
      'adam',
      '[ 0/1]',
      'Loner',
    ]);
  });

  it('M2: sorted by name, whatever the letter case', () => {
    expect(keys(people, { sortBy: 'name' })).toEqual([
      '[Friends 1/1]',
      'Bea',
      '[Sales 2/3]',
      'adam',
      'Bea',
      'Zoe',
      '[ 0/1]',
      'Loner',
    ]);
  });

  it('M2: offline people hidden, unknown ones not', () => {
    const known = [...people, contact('Una', ['Sales'], 'unknown')];
    expect(keys(known, { showOffline: false })).toEqual([
      '[Friends 1/1]',
      'Bea',
      '[Sales 2/4]',
      'Zoe',
      'Bea',
      'Una',
      '[ 0/1]',
    ]);
  });

  it('M2: a closed group keeps its heading', () => {
    expect(keys(people, { closedGroups: new Set(['Sales']) })).toContain('[Sales 2/3]');
    expect(keys(people, { closedGroups: new Set(['Sales']) })).not.toContain('Zoe');
  });

  it('C5: people outside the roster are not in it', () => {
    expect(keys([{ ...contact('Peer', []), subscription: 'none' }])).toEqual([]);
    expect(keys([{ ...contact('Asked', []), subscription: 'none', isPending: true }])).toEqual([
      '[ 0/1]',
      'Asked',
    ]);
  });

  it('M2: 10,000 contacts in 40 groups make one row each', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      contact(`Person ${i}`, [`Group ${i % 40}`], i % 3 ? 'available' : 'away'),
    );
    expect(rosterRows(many, order()).length).toBe(10_040);
  });
});
