import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { createStorePace } from './store-pace.ts';

function start() {
  const clock = manualClock();
  const stored: number[] = [];
  let waiting = 0;
  const pace = createStorePace(clock, () => {
    stored.push(waiting);
    waiting = 0;
  });
  const add = () => {
    waiting += 1;
    pace.noteAdded();
    pace.again();
  };
  return { clock, stored, add, pace };
}

describe('when messages are stored', () => {
  it('M6: one by itself is stored at once, and so is the first of many', () => {
    const { clock, stored, add } = start();
    for (let n = 0; n < 3; n += 1) {
      add();
      clock.advance(0);
      clock.advance(1_000);
    }
    expect(stored).toEqual([1, 1, 1]);
  });

  it('M8: a thousand a second share transactions, eight a second or fewer', () => {
    const { clock, stored, add } = start();
    for (let ms = 0; ms < 1_000; ms += 1) {
      add();
      clock.advance(1);
    }
    clock.advance(10);
    expect(stored.reduce((sum, each) => sum + each, 0)).toBe(1_000);
    expect(stored.length).toBeLessThan(18);
  });

  it('M8: the last of a burst does not wait for more that does not come', () => {
    const { clock, stored, add } = start();
    for (let n = 0; n < 20; n += 1) add();
    clock.advance(0);
    stored.length = 0;
    for (let n = 0; n < 20; n += 1) add();
    clock.advance(9);
    expect(stored).toEqual([]);
    clock.advance(1);
    expect(stored).toEqual([20]);
  });

  it('Q3: after a store that failed it is tried again when told, not when more comes', () => {
    const { clock, stored, add, pace } = start();
    pace.again(5_000);
    add();
    clock.advance(4_999);
    expect(stored).toEqual([]);
    clock.advance(1);
    expect(stored).toEqual([1]);
    pace.again();
    pace.cancel();
    clock.advance(10_000);
    expect(stored).toEqual([1]);
  });
});
