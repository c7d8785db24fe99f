import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceReturn, type ReturnEvent, type ReturnState } from './return.machine.ts';

const WORLD = { now: 500_000, monitorMs: 120_000, hasCalls: false };
const IN_CALL = { ...WORLD, hasCalls: true };

/** State and effects in words. */
function step(state: ReturnState, event: ReturnEvent, world = WORLD): string {
  const { state: next, effects } = reduceReturn(state, event, world);
  const steady = 'steady' in next && next.steady ? ` ${next.steady.server}@${next.steady.since / 1_000}` : '';
  const place =
    next.kind === 'off' ? 'off' : `${next.kind}${next.kind === 'probing' ? ` ${next.asked}` : ''}${steady}`;
  return [
    place,
    ...effects.map((effect) =>
      [effect.kind, 'server' in effect ? effect.server : '', 'ms' in effect ? effect.ms / 1_000 : '']
        .filter((part) => part !== '')
        .join(' '),
    ),
  ].join(', ');
}

const OFF: ReturnState = { kind: 'off' };
const WAITING: ReturnState = { kind: 'waiting', current: 2 };
const FRESH: ReturnState = { kind: 'waiting', current: 2, steady: { server: 0, since: 400_000 } };
const LONG: ReturnState = { kind: 'waiting', current: 2, steady: { server: 0, since: 380_000 } };
const PROBING: ReturnState = { kind: 'probing', current: 2, asked: 0 };
const PROBING_NEXT: ReturnState = { kind: 'probing', current: 2, asked: 1 };

describe('return machine', () => {
  it.each<[string, ReturnState, ReturnEvent, string]>([
    ['at the best server', OFF, { kind: 'registered', server: 0 }, 'off'],
    ['at a stand-in', OFF, { kind: 'registered', server: 2 }, 'waiting, set-timer 30'],
    ['refreshed there', FRESH, { kind: 'registered', server: 2 }, 'waiting 0@400'],
    ['at another stand-in', FRESH, { kind: 'registered', server: 1 }, 'waiting, set-timer 30'],
    ['home by another way', FRESH, { kind: 'registered', server: 0 }, 'off, stop'],
    ['lost', FRESH, { kind: 'lost' }, 'off, stop'],
    ['lost while asking', PROBING, { kind: 'lost' }, 'off, stop'],
    ['nothing to lose', OFF, { kind: 'lost' }, 'off'],
    ['a round', WAITING, { kind: 'round-due' }, 'probing 0, probe 0'],
    ['a round too late', OFF, { kind: 'round-due' }, 'off'],
    ['the best answers', PROBING, { kind: 'answered' }, 'waiting 0@500, set-timer 30'],
    ['the best is silent', PROBING, { kind: 'silent' }, 'probing 1, probe 1'],
    ['the next answers', PROBING_NEXT, { kind: 'answered' }, 'waiting 1@500, set-timer 30'],
    ['none answers', PROBING_NEXT, { kind: 'silent' }, 'waiting, set-timer 30'],
    [
      'answers, but not for long',
      { ...PROBING, steady: { server: 0, since: 400_000 } },
      { kind: 'answered' },
      'waiting 0@400, set-timer 30',
    ],
    [
      'has answered for long enough',
      { ...PROBING, steady: { server: 0, since: 380_000 } },
      { kind: 'answered' },
      'off, stop, return 0',
    ],
    [
      'a better one than the steady one answers',
      { ...PROBING, steady: { server: 1, since: 380_000 } },
      { kind: 'answered' },
      'waiting 0@500, set-timer 30',
    ],
    [
      'the second best is steady while the best is down',
      { ...PROBING_NEXT, steady: { server: 1, since: 380_000 } },
      { kind: 'answered' },
      'off, stop, return 1',
    ],
    [
      'missed a round: counted anew',
      { ...PROBING_NEXT, steady: { server: 0, since: 380_000 } },
      { kind: 'silent' },
      'waiting, set-timer 30',
    ],
    ['the last call ended, steady', LONG, { kind: 'calls-over' }, 'off, stop, return 0'],
    ['the last call ended, not steady yet', FRESH, { kind: 'calls-over' }, 'waiting 0@400'],
    ['an answer to nothing', WAITING, { kind: 'answered' }, 'waiting'],
  ])('A9: %s', (_name, state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });

  it('A9: never goes back during a call, and does at its end', () => {
    const due: ReturnState = { ...PROBING, steady: { server: 0, since: 380_000 } };
    expect(step(due, { kind: 'answered' }, IN_CALL)).toBe('waiting 0@380, set-timer 30');
    expect(step(LONG, { kind: 'calls-over' })).toBe('off, stop, return 0');
  });

  it('A9: whatever happens, it goes back only to a better server, without a call', () => {
    const event = fc.constantFrom<ReturnEvent>(
      { kind: 'registered', server: 2 },
      { kind: 'lost' },
      { kind: 'round-due' },
      { kind: 'answered' },
      { kind: 'silent' },
      { kind: 'calls-over' },
    );
    const moment = fc.record({ event, hasCalls: fc.boolean(), passed: fc.nat(60_000) });
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 60 }), (moments) => {
        let [state, now]: [ReturnState, number] = [OFF, 0];
        for (const each of moments) {
          now += each.passed;
          const next = reduceReturn(state, each.event, { now, monitorMs: 60_000, hasCalls: each.hasCalls });
          for (const effect of next.effects)
            if (effect.kind === 'return') {
              expect(effect.server).toBeLessThan(2);
              expect(each.hasCalls && each.event.kind !== 'calls-over').toBe(false);
            }
          state = next.state;
        }
      }),
    );
  });
});
