import { describe, expect, it } from 'vitest';
import { ABSENT_MS, PageIdle } from './page-idle.ts';

describe('absence as a page sees it', () => {
  it('M4: nobody uses the window that has the keyboard: absent, until somebody does', () => {
    const idle = new PageIdle(0);
    expect(idle.look(ABSENT_MS - 1, true)).toBeUndefined();
    expect(idle.look(ABSENT_MS, true)).toEqual({ idleMs: ABSENT_MS, isLocked: false });
    expect(idle.look(ABSENT_MS + 15_000, true)).toEqual({ idleMs: ABSENT_MS + 15_000, isLocked: false });
    expect(idle.used(ABSENT_MS + 20_000)).toEqual({ idleMs: 0, isLocked: false });
    expect(idle.used(ABSENT_MS + 21_000)).toBeUndefined();
  });

  it('M4: minimised or behind other windows is no absence, and ends one', () => {
    const idle = new PageIdle(0);
    expect(idle.look(10 * ABSENT_MS, false)).toBeUndefined();
    expect(idle.look(10 * ABSENT_MS + 1, true)).toBeUndefined();
    expect(idle.look(11 * ABSENT_MS, true)).toEqual({ idleMs: ABSENT_MS, isLocked: false });
    expect(idle.look(11 * ABSENT_MS + 1, false)).toEqual({ idleMs: 0, isLocked: false });
  });
});
