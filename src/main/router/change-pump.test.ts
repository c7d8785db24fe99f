import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import { BATCH_LIMIT, CHANGE_WINDOW, type ServerFrame } from '../../shared/contract/envelope.ts';
import { createPump } from './change-pump.ts';
import { createPublication } from './publication.ts';

function start() {
  const clock = manualClock();
  const publication = createPublication();
  const sizes: number[] = [];
  const pump = createPump(publication, clock, ['contacts'], (frame: ServerFrame) => {
    if (frame.t === 'changes') sizes.push(frame.changes.length);
  });
  let value = 0;
  const change = (keys: number) => {
    value += 1;
    for (let key = 0; key < keys; key += 1) publication.set('contacts', String(key), { value } as never);
  };
  const add = (key: number) => publication.set('contacts', `new-${key}`, { value: key } as never);
  return { clock, pump, sizes, change, add };
}

describe('what a client is sent', () => {
  it('Q5: a lone change after a quiet time leaves at once, the next ones together a frame later', () => {
    const { clock, sizes, change } = start();
    change(1);
    clock.advance(0);
    change(2);
    change(3);
    clock.advance(15);
    expect(sizes).toEqual([1]);
    clock.advance(1);
    expect(sizes).toEqual([1, 3]);
  });

  it('Q5: in a burst rows that change again and again are sent seven times a second', () => {
    const { clock, pump, sizes, change } = start();
    for (let ms = 0; ms < 1_000; ms += 10) {
      change(50);
      clock.advance(10);
      pump.credit(1);
    }
    expect(sizes.length).toBeGreaterThanOrEqual(6);
    expect(sizes.length).toBeLessThanOrEqual(8);
    clock.advance(1_000);
    change(1);
    clock.advance(0);
    expect(sizes.at(-1)).toBe(1);
  });

  it('Q5: what comes one by one, but hundreds a second, is sent as seldom', () => {
    const { clock, pump, sizes, change, add } = start();
    for (let n = 0; n < 200; n += 1) {
      add(n);
      clock.advance(5);
      pump.credit(1);
    }
    expect(sizes[1]).toBeLessThan(5);
    expect(sizes.length).toBeLessThanOrEqual(15);
    // Somebody who types or a call that changes is no burst.
    clock.advance(500);
    pump.credit(1);
    sizes.length = 0;
    for (let ms = 0; ms < 1_000; ms += 50) {
      clock.advance(50);
      change(3);
      clock.advance(0);
      pump.credit(1);
    }
    expect(sizes.length).toBe(20);
  });

  it('Q5: the last of a burst leaves as soon as nothing more comes', () => {
    const { clock, sizes, change } = start();
    change(50);
    clock.advance(0);
    clock.advance(5);
    change(20);
    expect(sizes).toEqual([50]);
    clock.advance(21);
    expect(sizes).toEqual([50, 20]);
  });

  it('Q5: pieces of something long follow each other at once, as far as they are paid for', () => {
    const { clock, pump, sizes, change } = start();
    change(BATCH_LIMIT * (CHANGE_WINDOW + 1));
    clock.advance(100);
    expect(sizes).toEqual(Array(CHANGE_WINDOW).fill(BATCH_LIMIT));
    pump.credit(1);
    clock.advance(0);
    expect(sizes).toHaveLength(CHANGE_WINDOW + 1);
  });

  it('Q5: nothing is sent after the client has gone', () => {
    const { clock, pump, sizes, change } = start();
    change(1);
    pump.close();
    clock.advance(100);
    expect(sizes).toEqual([]);
  });
});
