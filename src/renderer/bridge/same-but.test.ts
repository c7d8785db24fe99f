import { describe, expect, it } from 'vitest';
import { createSameBut, sameBut } from './same-but.ts';

interface Row {
  readonly title: string;
  readonly unread: number;
  readonly draft?: string;
}

describe('what need not be drawn anew', () => {
  const before: Row = { title: 'Room', unread: 1 };

  it('M8: while only fields that are not shown change, the entity from before stays', () => {
    expect(sameBut(before, { title: 'Room', unread: 2 }, ['unread'])).toBe(before);
  });

  it('M8: any other change, a field that comes or goes, and the entity itself coming or going are seen', () => {
    for (const now of [
      { title: 'Other', unread: 1 },
      { ...before, draft: 'words' },
    ])
      expect(sameBut(before, now, ['unread'])).toBe(now);
    const drafted: Row = { ...before, draft: 'words' };
    expect(sameBut(drafted, before, ['unread'])).toBe(before);
    expect(sameBut(before, undefined, ['unread'])).toBeUndefined();
    expect(sameBut(undefined, before, ['unread'])).toBe(before);
  });

  it('M8: it is compared with what was given last, so many small changes are none until another one comes', () => {
    let now: Row = before;
    const read = createSameBut(() => now, ['unread']);
    expect(read()).toBe(before);
    for (let unread = 2; unread < 5; unread += 1) {
      now = { ...before, unread };
      expect(read()).toBe(before);
    }
    now = { title: 'Other', unread: 9 };
    expect(read()).toBe(now);
  });
});
