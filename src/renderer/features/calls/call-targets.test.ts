import { describe, expect, it } from 'vitest';
import type { Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { callTargets } from './call-targets.ts';

const person = (name: string, ...numbers: string[]): Person => ({
  id: name as ContactId,
  source: 'directory',
  name,
  phones: numbers.map((number) => ({ kind: 'work', number })),
});

describe('whom a call can be sent to', () => {
  it('V4: the number as it will be dialled comes first, then the people found with each of their numbers', () => {
    const targets = callTargets('+49 (0)30 12', [person('Hana', '1003', '+493012'), person('Ida')]);
    expect(targets.map(({ name, target }) => [name, target])).toEqual([
      ['+493012', '+493012'],
      ['Hana', '1003'],
    ]);
  });

  it('V4: a name dials nothing by itself; SIP addresses do; nothing typed is nothing', () => {
    expect(callTargets('han', [person('Hana', '1003')]).map(({ target }) => target)).toEqual(['1003']);
    expect(callTargets('hana@example.test', [])).toMatchObject([{ target: 'hana@example.test' }]);
    expect(callTargets('  ', [person('Hana', '1003')])).toEqual([]);
  });
});
