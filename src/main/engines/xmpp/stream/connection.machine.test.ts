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
  retry: { kind: 'retry-due' },
  idle: { kind: 'idle-due', silentMs: KEEP_ALIVE.idleMs },
  busy: { kind: 'idle-due', silentMs: 1_000 },
  unanswered: { kind: 'probe-due' },
  nudge: { kind: 'nudge' },
  disconnect: { kind: 'disconnect' },
} as const satisfies Record<string, ConnectionEvent>;

const offline: ConnectionState = { kind: 'offline' };
const connecting: ConnectionState = { kind: 'connecting', attempt: 3 };
const online: ConnectionState = { kind: 'online', isProbing: false };
const probing: ConnectionState = { kind: 'online', isProbing: true };
const waiting: ConnectionState = { kind: 'waiting', attempt: 3 };
const stopped: ConnectionState = { kind: 'stopped' };

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

describe('connection machine', () => {
  it.each<[ConnectionState, keyof typeof events, ConnectionState, string]>([
    [offline, 'connect', { kind: 'connecting', attempt: 1 }, 'drop, forget-session, connecting, attempt'],
    [connecting, 'established', online, 'idle 60000, online, ok'],
    [connecting, 'reset', waiting, 'drop, retry 2000, waiting, net.reset'],
    [connecting, 'refused', stopped, 'drop, forget-session, stopped, auth.wrong-password'],
    [waiting, 'retry', { kind: 'connecting', attempt: 4 }, 'connecting, attempt'],
    [waiting, 'nudge', { kind: 'connecting', attempt: 1 }, 'connecting, attempt'],
    [waiting, 'disconnect', offline, 'drop, forget-session, offline, app.cancelled'],
    [online, 'reset', { kind: 'waiting', attempt: 1 }, 'drop, retry 500, waiting, net.reset'],
    [online, 'refused', stopped, 'drop, forget-session, stopped, auth.wrong-password'],
    [online, 'busy', online, 'idle 59000'],
    [online, 'idle', probing, 'probe, probe 20000'],
    [online, 'nudge', probing, 'probe, probe 4000'],
    [probing, 'heard', online, 'idle 60000'],
    [probing, 'unanswered', { kind: 'connecting', attempt: 1 }, 'drop, connecting, attempt'],
    [probing, 'nudge', probing, 'probe, probe 4000'],
    [online, 'disconnect', offline, 'close, forget-session, offline, app.cancelled'],
    [connecting, 'disconnect', offline, 'drop, forget-session, offline, app.cancelled'],
    [stopped, 'connect', { kind: 'connecting', attempt: 1 }, 'drop, forget-session, connecting, attempt'],
    [stopped, 'disconnect', offline, 'drop, forget-session, offline, app.cancelled'],
  ])('M1: %j, %s', (state, event, next, effects) => {
    const step = connectionStep(state, events[event]);
    expect(step.state).toEqual(next);
    expect(short(step.effects)).toBe(effects);
  });

  it.each<[ConnectionState, (keyof typeof events)[]]>([
    [offline, ['established', 'reset', 'heard', 'retry', 'idle', 'unanswered', 'nudge', 'disconnect']],
    [connecting, ['heard', 'retry', 'idle', 'unanswered', 'nudge']],
    [online, ['established', 'heard', 'retry', 'unanswered']],
    [probing, ['established', 'retry', 'idle']],
    [waiting, ['established', 'reset', 'heard', 'idle', 'unanswered']],
    [stopped, ['established', 'reset', 'heard', 'retry', 'idle', 'unanswered', 'nudge']],
  ])('%j takes no notice of %j', (state, names) => {
    for (const name of names) expect(connectionStep(state, events[name])).toEqual({ state, effects: [] });
  });

  it('M1: whatever happens, one attempt or stream at a time, and a way on', () => {
    const names = Object.keys(events) as (keyof typeof events)[];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 60 }), (sequence) => {
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
