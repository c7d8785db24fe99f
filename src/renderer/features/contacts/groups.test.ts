import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/domain/contact.ts';
import { addressesByGroup } from './groups.ts';

const contact = (id: string, groups: readonly string[], address: string | undefined = id) =>
  ({ id, groups, ...(address !== '' && { address }) }) as unknown as Contact;

describe('groups to write to', () => {
  it('M9: each with those who have an address, in order', () => {
    const groups = addressesByGroup([
      contact('bob', ['Team', 'Sales']),
      contact('eve', ['Team']),
      contact('plumber', ['Home'], ''),
      contact('loner', []),
    ]);
    expect([...groups].map(([name, members]) => [name, [...members]])).toEqual([
      ['Sales', ['bob']],
      ['Team', ['bob', 'eve']],
    ]);
  });
});
