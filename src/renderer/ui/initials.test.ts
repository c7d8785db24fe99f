import { describe, expect, it } from 'vitest';
import { initialsOf, tintOf } from './initials.ts';

describe('initials', () => {
  it.each([
    ['Alice Archer', 'AA'],
    ['alice', 'A'],
    ['Anna-Maria von der Heide', 'AH'],
    ['Bob (Sales)', 'B'],
    ['山田太郎', '山'],
    ['Žofie Černá', 'ŽČ'],
    ['👩‍💻 Carol', 'C'],
    ['+44 20 7946 0018', '#'],
    ['🧑🏽‍🚀🎉', '🧑🏽‍🚀'],
    ['«Bold» & "Sons"', 'BS'],
    ['   ', ''],
    ['', ''],
  ])('C5: «%s» becomes «%s»', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('C5: the tint of a name never changes', () => {
    expect(tintOf('Alice Archer')).toBe(tintOf('Alice Archer'));
    expect(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(tintOf)).size).toBeGreaterThan(2);
  });
});
