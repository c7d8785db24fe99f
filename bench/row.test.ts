import { describe, expect, it } from 'vitest';
import { row } from './row.ts';
import { amount, table } from './table.ts';

const facts = { part: 'launch', name: 'shown', unit: 'ms' };

describe('a row', () => {
  it('has the median of its runs, the ratio to what it is held against, and a verdict', () => {
    const goal = { of: 'ratio', atMost: 1.5 } as const;
    expect(
      row({ ...facts, measured: [30, 10, 20], reference: { label: 'floor', value: 10 }, goal }),
    ).toMatchObject({
      measured: 20,
      runs: [30, 10, 20],
      ratio: 2,
      verdict: 'missed',
    });
  });

  it('Q4: a goal is judged by its ratio or by the number itself, up to and with the goal', () => {
    const goal = { of: 'measured', atMost: 5 } as const;
    expect([5, 5.1].map((measured) => row({ ...facts, measured, goal }).verdict)).toEqual(['met', 'missed']);
  });

  it('has no ratio to nothing, and then no verdict about it', () => {
    const goal = { of: 'ratio', atMost: 1 } as const;
    const bare = row({ ...facts, measured: 5, reference: { label: 'floor', value: 0 }, goal });
    expect([bare.ratio, bare.verdict, bare.runs]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the table', () => {
  it('groups by part, lines columns up and puts notes below', () => {
    const text = table([
      row({ ...facts, measured: [9, 11], reference: { label: 'floor', value: 5 }, note: 'cold' }),
      row({ ...facts, part: 'burst', name: 'lost', unit: '', measured: 1, isWrong: true }),
    ]);
    const lines = text.split('\n');
    expect(lines.find((line) => line.startsWith('  shown'))).toMatch(
      /10 ms +9–11 of 2 +floor +5 ms +× 2\.00$/,
    );
    expect(lines).toContain('    shown: cold');
    expect(lines.find((line) => line.startsWith('  lost'))).toMatch(/ 1 +WRONG$/);
  });

  it.each([
    [0.123, '0.12 ms'],
    [12.34, '12.3 ms'],
    [1234.5, '1235 ms'],
    [7, '7 ms'],
  ])('%d is %s', (value, text) => {
    expect(amount(value, 'ms')).toBe(text);
  });
});
