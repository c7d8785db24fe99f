import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  enabled,
  readCounter,
  received,
  requested,
  sent,
  type StreamManagement,
  unacknowledgedMessages,
} from './stream-management.ts';

const message = (id: string) => ({ xml: `<message id="${id}"/>`, messageId: id });
const withSent = (ids: readonly string[], start = requested()): StreamManagement =>
  ids.reduce((state, id) => sent(state, message(id)), start);

describe('stream management (XEP-0198)', () => {
  it('M1: counts what we send from <enable/> and what comes from <enabled/>', () => {
    const early = received(withSent(['a', 'b']));
    expect(early.inbound).toBe(0);
    const on = received(enabled(early, { id: 'x' }));
    expect(on.inbound).toBe(1);
    expect(acknowledge(on, 1)).toMatchObject({
      messageIds: ['a'],
      state: { acknowledged: 1, resumption: { id: 'x' } },
    });
  });

  it('M6: an acknowledgement tells messages only, in order, each once', () => {
    const state = sent(withSent(['a']), { xml: '<presence/>' });
    const first = acknowledge(withSent(['b'], state), 3);
    expect(first?.messageIds).toEqual(['a', 'b']);
    expect(first && acknowledge(first.state, 3)?.messageIds).toEqual([]);
  });

  it('M1: an acknowledgement of what was never sent is refused', () => {
    expect(acknowledge(withSent(['a']), 2)).toBeUndefined();
    expect(acknowledge(withSent(['a']), 2 ** 32 - 1)).toBeUndefined();
  });

  it('M1: counters wrap at 2^32', () => {
    const near = { ...enabled(requested(), undefined), inbound: 2 ** 32 - 1, acknowledged: 2 ** 32 - 1 };
    expect(received(near).inbound).toBe(0);
    expect(acknowledge(withSent(['a', 'b'], near), 1)).toMatchObject({
      messageIds: ['a', 'b'],
      state: { acknowledged: 1, queue: [] },
    });
  });

  it.each([
    ['0', 0],
    ['4294967295', 2 ** 32 - 1],
    ['4294967296', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads the counter %j as %j', (text, value) => {
    expect(readCounter(text)).toBe(value);
  });

  it('M6: whatever order of sending and acknowledging, each message is told once or stays unacknowledged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 6 }), { maxLength: 50 }),
        fc.nat({ max: 2 ** 32 - 1 }),
        (steps, start) => {
          let state: StreamManagement = { ...requested(), acknowledged: start };
          const told: string[] = [];
          let count = 0;
          for (const step of steps) {
            if (step < 4) state = withSent([`m${(count += 1)}`], state);
            const handled = Math.min(step, state.queue.length);
            const done = acknowledge(state, (state.acknowledged + handled) % 2 ** 32);
            if (!done) throw new Error('refused');
            told.push(...done.messageIds);
            ({ state } = done);
          }
          expect([...told, ...unacknowledgedMessages(state)]).toEqual(
            Array.from({ length: count }, (_, index) => `m${index + 1}`),
          );
        },
      ),
    );
  });
});
