import { describe, expect, it } from 'vitest';
import { readableName } from './readable-name.ts';

describe('readable names', () => {
  it.each([
    ['Bob Baker', 'Bob Baker'],
    ['  Bob\n\tBaker ', 'Bob Baker'],
    ['Safe\u202egnp.exe\u202c', 'Safegnp.exe'],
    ['\u2066Bob\u2069\u0000', 'Bob'],
    ['ليلى حداد', 'ليلى حداد'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d💻 Ann', '👩\u200d💻 Ann'],
    [' ', ''],
    ['\u200b\u200b\u2060', ''],
    ['\u3164', ''],
  ])('Q1: «%s» is shown as «%s»', (given, shown) => {
    expect(readableName(given)).toBe(shown);
  });

  it('Q2: a very long name is cut between characters', () => {
    expect(readableName('😀'.repeat(5000))).toBe('😀'.repeat(200));
  });
});
