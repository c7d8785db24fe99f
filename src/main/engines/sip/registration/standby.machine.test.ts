import { describe, expect, it } from 'vitest';
import { reduceStandby, type StandbyEvent, type StandbyState } from './standby.machine.ts';

const run = (state: StandbyState, event: StandbyEvent, servers = 3) =>
  reduceStandby(state, event, { servers, fraction: 0 });
const at = (kind: 'opening' | 'registering' | 'bound' | 'waiting', main: number, server: number) =>
  ({ kind, main, server }) as const;
const OFF = { kind: 'off' } as const;

describe('the second registration', () => {
  it.each<[string, StandbyState, StandbyEvent, StandbyState, readonly object[]]>([
    [
      'the first one stands: the next server is opened',
      OFF,
      { kind: 'main', server: 0 },
      at('opening', 0, 1),
      [{ kind: 'open', server: 1 }],
    ],
    [
      'round the corner',
      OFF,
      { kind: 'main', server: 2 },
      at('opening', 2, 0),
      [{ kind: 'open', server: 0 }],
    ],
    ['open', at('opening', 0, 1), { kind: 'flow-open' }, at('registering', 0, 1), [{ kind: 'register' }]],
    [
      'accepted',
      at('registering', 0, 1),
      { kind: 'accepted', expires: 120 },
      at('bound', 0, 1),
      [{ kind: 'set-timer', ms: 54_000 }],
    ],
    ['refreshed', at('bound', 0, 1), { kind: 'due' }, at('bound', 0, 1), [{ kind: 'register' }]],
    [
      'failed: after half a minute',
      at('bound', 0, 1),
      { kind: 'failed' },
      at('waiting', 0, 1),
      [{ kind: 'close' }, { kind: 'set-timer', ms: 30_000 }],
    ],
    [
      'the next but not the first one’s',
      at('waiting', 0, 2),
      { kind: 'due' },
      at('opening', 0, 1),
      [{ kind: 'open', server: 1 }],
    ],
    ['it is the first now', at('bound', 0, 1), { kind: 'taken' }, OFF, []],
    [
      'the first one came to its server',
      at('bound', 0, 1),
      { kind: 'main', server: 1 },
      at('opening', 1, 2),
      [{ kind: 'close' }, { kind: 'open', server: 2 }],
    ],
    ['the first one moved elsewhere', at('bound', 0, 1), { kind: 'main', server: 2 }, at('bound', 2, 1), []],
    ['no first one', at('bound', 0, 1), { kind: 'main', server: undefined }, OFF, [{ kind: 'close' }]],
    ['too late', OFF, { kind: 'accepted', expires: 60 }, OFF, []],
  ])('A9: %s', (_name, state, event, next, effects) => {
    expect(run(state, event)).toEqual({ state: next, effects });
  });

  it('A9: with one server there is none', () => {
    expect(run(OFF, { kind: 'main', server: 0 }, 1)).toEqual({ state: OFF, effects: [] });
  });
});
