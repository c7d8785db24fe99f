import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../shared/errors/result.ts';
import {
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  connectionStep,
  initialConnection,
  KEEP_ALIVE,
} from './connection.machine.ts';

const link = {
  kind: 'online',
  jid: 'alice@example.test/desk',
  isResumed: false,
  server: 'example.test',
  features: { archive: true, carbons: true, streamManagement: true },
} as const;
const events = {
  connect: { kind: 'connect' },
  established: { kind: 'established', link },
  reset: { kind: 'lost', cause: failure('net.reset'), fraction: 0, now: 1_000 },
  refused: { kind: 'lost', cause: failure('auth.wrong-password'), fraction: 0, now: 1_000 },
  heard: { kind: 'heard' },
  asked: { kind: 'asked' },
  retry: { kind: 'retry-due' },
  idle: { kind: 'idle-due', silentMs: KEEP_ALIVE.idleMs },
  busy: { kind: 'idle-due', silentMs: 1_000 },
  unanswered: { kind: 'probe-due', hasBytes: false },
  slow: { kind: 'probe-due', hasBytes: true },
  nudge: { kind: 'nudge', attemptMs: 1_000 },
  'late nudge': { kind: 'nudge', attemptMs: 5_000 },
  'put off': {
    kind: 'lost',
    cause: failure('net.reset'),
    fraction: 0,
    now: 1_000,
    verdict: { delayMs: 120_000 },
  },
  'both failed': {
    kind: 'lost',
    cause: failure('xmpp.nodes-failed'),
    fraction: 0,
    now: 1_000,
    verdict: 'rest',
  },
  again: { kind: 'again' },
  move: { kind: 'move' },
  disconnect: { kind: 'disconnect' },
} as const satisfies Record<string, ConnectionEvent>;

/** Effects in short, timers' cancelling left out. */
function short(effects: readonly ConnectionEffect[]): string {
  return effects
    .flatMap((effect) => {
      if (effect.kind === 'cancel-timer') return [];
      if (effect.kind === 'timer') return `${effect.name} ${effect.ms}`;
      if (effect.kind === 'publish') return effect.link.kind;
      return effect.kind === 'answer' ? (effect.result.ok ? 'ok' : effect.result.error.code) : effect.kind;
    })
    .join(', ');
}

const states: Readonly<Record<string, ConnectionState>> = {
  offline: { kind: 'offline' },
  'connecting 1': { kind: 'connecting', attempt: 1 },
  'connecting 3': { kind: 'connecting', attempt: 3 },
  'connecting 4': { kind: 'connecting', attempt: 4 },
  online: { kind: 'online', probe: 'none' },
  probing: { kind: 'online', probe: 'asked' },
  pressed: { kind: 'online', probe: 'pressed' },
  patient: { kind: 'online', probe: 'patient' },
  'waiting 1': { kind: 'waiting', attempt: 1 },
  'waiting 3': { kind: 'waiting', attempt: 3 },
  stopped: { kind: 'stopped', isResting: false },
  resting: { kind: 'stopped', isResting: true },
};
const sources = [
  'offline',
  'connecting 3',
  'online',
  'probing',
  'pressed',
  'patient',
  'waiting 3',
  'stopped',
  'resting',
];
const eventNames = Object.keys(events) as (keyof typeof events)[];

/** The rows of the table in the document: state, event, next state, effects. */
const documented = readFileSync(new URL('../../../../../docs/protocols/xmpp.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([from = '', event = '']) => sources.includes(from) && eventNames.some((name) => name === event));
const undocumented = sources.flatMap((from) =>
  eventNames
    .filter((name) => !documented.some((row) => row[0] === from && row[1] === name))
    .map((name) => [from, name] as const),
);

describe('connection machine', () => {
  it.each(documented)('M1: %s, %s: %s (%s)', (from = '', event = '', next = '', effects = '') => {
    const step = connectionStep(states[from]!, events[event as keyof typeof events]);
    expect(step.state).toEqual(states[next]);
    expect(short(step.effects)).toBe(effects);
  });

  it('the document names every change', () => {
    expect(documented.length).toBeGreaterThan(20);
    for (const [from, event] of undocumented) {
      const state = states[from]!;
      expect(connectionStep(state, events[event]), `${from}, ${event}`).toEqual({ state, effects: [] });
    }
  });

  it('M1: whatever happens, one attempt or stream at a time, and a way on', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventNames), { maxLength: 60 }), (sequence) => {
        let state = initialConnection;
        let live = 0;
        let hasRetry = false;
        for (const name of sequence) {
          const step = connectionStep(state, events[name]);
          for (const effect of step.effects) {
            if (effect.kind === 'drop' || effect.kind === 'close') live = 0;
            if (effect.kind === 'attempt') live += 1;
            if (effect.kind === 'timer' && effect.name === 'retry') hasRetry = true;
            if (effect.kind === 'cancel-timer' && effect.name === 'retry') hasRetry = false;
            expect(live).toBeLessThanOrEqual(1);
          }
          ({ state } = step);
          expect(live).toBe(state.kind === 'connecting' || state.kind === 'online' ? 1 : 0);
          expect(hasRetry).toBe(state.kind === 'waiting');
        }
      }),
    );
  });
});
