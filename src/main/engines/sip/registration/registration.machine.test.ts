import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../shared/errors/result.ts';
import { judgeRefusal, type Refusal } from './judge-refusal.ts';
import { refreshDelay } from './refresh-delay.ts';
import {
  reduceRegistration,
  type RegistrationEvent,
  type RegistrationState,
} from './registration.machine.ts';

const WORLD = { now: 1_000_000, fraction: 0.5, servers: 2, expires: 300 };
const CAUSE = failure('net.refused', { host: 'a', port: 1 });
const BUSY = failure('sip.register-failed', { host: 'a', status: 503 });
const ELSEWHERE = { host: 'b', port: 5060, transport: 'tcp' } as const;
const WRONG = failure('auth.wrong-password');

/** State and effects in words. */
function step(state: RegistrationState, event: RegistrationEvent, world = WORLD): string {
  const { state: next, effects } = reduceRegistration(state, event, world);
  const words = effects.map((effect) =>
    [
      effect.kind,
      'server' in effect ? effect.server : '',
      'to' in effect ? `to ${effect.to?.host ?? ''}` : '',
      'event' in effect ? effect.event : '',
      'expires' in effect ? effect.expires : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
  return [`${next.kind}${'server' in next ? ` ${next.server}` : ''}`, ...words].join(', ');
}

const CONNECTING: RegistrationState = { kind: 'connecting', server: 0, tried: 1, attempt: 1 };
const SECOND: RegistrationState = { kind: 'connecting', server: 1, tried: 2, attempt: 3 };
const REGISTERING: RegistrationState = { kind: 'registering', server: 0, tried: 1, attempt: 1, expires: 300 };
const REGISTERED: RegistrationState = { kind: 'registered', server: 1, expires: 300, expiresAt: 1 };
const REFRESHING: RegistrationState = { kind: 'refreshing', server: 1, expires: 300, expiresAt: 1 };
const WAITING: RegistrationState = { kind: 'waiting', attempt: 2, retryAt: 1, cause: CAUSE };
const STOPPED: RegistrationState = { kind: 'stopped', cause: WRONG };
const OFF: RegistrationState = { kind: 'off' };
const LEAVING: RegistrationState = { kind: 'leaving' };
const MOVING: RegistrationState = { kind: 'moving', server: 1, to: 0 };
const SILENT = failure('net.timeout', { host: 'a', port: 1 });

describe('registration machine', () => {
  it.each<[RegistrationState, RegistrationEvent, string]>([
    [OFF, { kind: 'start' }, 'connecting 0, open-flow 0'],
    [CONNECTING, { kind: 'flow-open' }, 'registering 0, send-register 300'],
    [CONNECTING, { kind: 'flow-failed', cause: CAUSE }, 'connecting 1, close-flow, open-flow 1'],
    [SECOND, { kind: 'flow-failed', cause: CAUSE }, 'waiting, close-flow, set-timer retry-due'],
    // Not the next registrar, which may be one without encryption.
    [CONNECTING, { kind: 'flow-failed', cause: failure('tls.untrusted') }, 'stopped, stop-timer, close-flow'],
    [SECOND, { kind: 'flow-failed', cause: failure('tls.untrusted') }, 'stopped, stop-timer, close-flow'],
    [REGISTERING, { kind: 'accepted', expires: 120 }, 'registered 0, set-timer refresh-due'],
    [REGISTERING, { kind: 'flow-lost', cause: CAUSE }, 'connecting 1, close-flow, open-flow 1'],
    [
      REGISTERING,
      { kind: 'refused', verdict: { kind: 'stop', cause: WRONG } },
      'stopped, stop-timer, close-flow',
    ],
    [
      REGISTERING,
      { kind: 'refused', verdict: { kind: 'try-next', cause: BUSY } },
      'connecting 1, close-flow, open-flow 1',
    ],
    [
      REGISTERING,
      { kind: 'refused', verdict: { kind: 'too-brief', minExpires: 600, cause: BUSY } },
      'registering 0, send-register 600',
    ],
    [
      REGISTERING,
      { kind: 'refused', verdict: { kind: 'elsewhere', to: ELSEWHERE, cause: BUSY } },
      'connecting 0, close-flow, open-flow 0 to b',
    ],
    [
      { ...REGISTERING, hops: 3 },
      { kind: 'refused', verdict: { kind: 'elsewhere', to: ELSEWHERE, cause: BUSY } },
      'connecting 1, close-flow, open-flow 1',
    ],
    [
      REFRESHING,
      { kind: 'refused', verdict: { kind: 'elsewhere', to: ELSEWHERE, cause: BUSY } },
      'connecting 1, close-flow, open-flow 1 to b',
    ],
    // What it granted last is what it wants at least, but not what was asked for now.
    [
      { ...REFRESHING, expires: 600 },
      { kind: 'refused', verdict: { kind: 'too-brief', minExpires: 600, cause: BUSY } },
      'refreshing 1, send-register 600',
    ],
    [
      { ...REFRESHING, least: 600 },
      { kind: 'refused', verdict: { kind: 'too-brief', minExpires: 600, cause: BUSY } },
      'connecting 0, close-flow, open-flow 0',
    ],
    [
      { ...REGISTERING, expires: 600 },
      { kind: 'refused', verdict: { kind: 'too-brief', minExpires: 600, cause: BUSY } },
      'connecting 1, close-flow, open-flow 1',
    ],
    [REGISTERED, { kind: 'refresh-due' }, 'refreshing 1, send-register 300'],
    [REGISTERED, { kind: 'flow-lost', cause: CAUSE }, 'connecting 1, stop-timer, close-flow, open-flow 1'],
    // A server that keeps its connection and says nothing: not it again, but the next.
    [REGISTERED, { kind: 'flow-lost', cause: SILENT }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [REGISTERED, { kind: 'go-back', server: 0 }, 'moving 1, send-unregister, set-timer left'],
    [REFRESHING, { kind: 'go-back', server: 0 }, 'refreshing 1'],
    [MOVING, { kind: 'left' }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [MOVING, { kind: 'flow-lost', cause: CAUSE }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [MOVING, { kind: 'nudge' }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [MOVING, { kind: 'stop' }, 'leaving'],
    [MOVING, { kind: 'accepted', expires: 9 }, 'moving 1'],
    [REGISTERED, { kind: 'nudge' }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [REGISTERED, { kind: 'stop' }, 'leaving, send-unregister, set-timer left'],
    [REFRESHING, { kind: 'accepted', expires: 300 }, 'registered 1, set-timer refresh-due'],
    [
      REFRESHING,
      { kind: 'refused', verdict: { kind: 'stop', cause: WRONG } },
      'stopped, stop-timer, close-flow',
    ],
    [
      REFRESHING,
      { kind: 'refused', verdict: { kind: 'try-next', cause: BUSY } },
      'connecting 0, close-flow, open-flow 0',
    ],
    [
      REFRESHING,
      { kind: 'refused', verdict: { kind: 'too-brief', minExpires: 600, cause: BUSY } },
      'refreshing 1, send-register 600',
    ],
    [REFRESHING, { kind: 'flow-lost', cause: CAUSE }, 'connecting 0, close-flow, open-flow 0'],
    [REFRESHING, { kind: 'stop' }, 'leaving, send-unregister, set-timer left'],
    [WAITING, { kind: 'retry-due' }, 'connecting 0, open-flow 0'],
    [WAITING, { kind: 'nudge' }, 'connecting 0, stop-timer, close-flow, open-flow 0'],
    [WAITING, { kind: 'stop' }, 'off, stop-timer, close-flow'],
    [STOPPED, { kind: 'nudge' }, 'stopped'],
    [STOPPED, { kind: 'start' }, 'connecting 0, open-flow 0'],
    [LEAVING, { kind: 'left' }, 'off, stop-timer, close-flow'],
    [LEAVING, { kind: 'flow-lost', cause: CAUSE }, 'off, stop-timer, close-flow'],
    [LEAVING, { kind: 'nudge' }, 'leaving'],
    [OFF, { kind: 'accepted', expires: 1 }, 'off'],
    [OFF, { kind: 'nudge' }, 'off'],
    [REGISTERED, { kind: 'retry-due' }, 'registered 1'],
    [REGISTERED, { kind: 'left' }, 'registered 1'],
  ])('V1: %j on %j', (state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });

  it('V1: rounds are further and further apart, and a server that says when is heard', () => {
    const wait = (attempt: number, leastMs?: number): number => {
      const verdict = { kind: 'try-next', cause: BUSY, ...(leastMs !== undefined && { leastMs }) } as const;
      const { effects } = reduceRegistration(
        { ...REGISTERING, tried: 2, attempt },
        { kind: 'refused', verdict },
        WORLD,
      );
      return effects.flatMap((effect) => (effect.kind === 'set-timer' ? [effect.ms] : []))[0] ?? 0;
    };
    expect([1, 2, 3, 9].map((attempt) => wait(attempt))).toEqual([1_500, 3_000, 6_000, 45_000]);
    expect(wait(1, 35_000)).toBe(35_000);
  });

  it('A9: a silent server is only asked again where there is no other', () => {
    const only = { ...WORLD, servers: 1 };
    const registered: RegistrationState = { ...REGISTERED, server: 0 };
    expect(step(registered, { kind: 'flow-lost', cause: SILENT }, only)).toBe(
      'connecting 0, stop-timer, close-flow, open-flow 0',
    );
    expect(step({ ...registered, server: 1 }, { kind: 'flow-lost', cause: SILENT })).toMatch(/^connecting 0/);
  });

  it('A2: whatever happens, stopped is only left by a new start or by stopping', () => {
    const events = fc.constantFrom<RegistrationEvent>(
      { kind: 'nudge' },
      { kind: 'retry-due' },
      { kind: 'refresh-due' },
      { kind: 'flow-open' },
      { kind: 'flow-lost', cause: CAUSE },
      { kind: 'accepted', expires: 9 },
      { kind: 'left' },
    );
    fc.assert(
      fc.property(fc.array(events), (sequence) => {
        const end = sequence.reduce<RegistrationState>(
          (state, event) => reduceRegistration(state, event, WORLD).state,
          STOPPED,
        );
        expect(end).toBe(STOPPED);
      }),
    );
  });

  it('V1: refreshes at about half of what was granted', () => {
    expect([refreshDelay(120, 0), refreshDelay(120, 0.99), refreshDelay(1, 0)]).toEqual([
      54_000, 59_940, 5_000,
    ]);
  });
});

describe('refusals of REGISTER', () => {
  const refusal = (status: number, more: Partial<Refusal> = {}): Refusal => ({
    endpoint: { host: 'pbx', port: 5060, transport: 'udp' },
    status,
    reasonPhrase: '',
    warning: '',
    wasChallenged: false,
    isLocal: false,
    ...more,
  });
  it.each<[string, Refusal, object]>([
    [
      'challenged twice',
      refusal(401, { wasChallenged: true }),
      { kind: 'stop', cause: { code: 'auth.wrong-password' } },
    ],
    [
      'challenged by the proxy twice',
      refusal(407, { wasChallenged: true }),
      { kind: 'stop', cause: { code: 'auth.wrong-password' } },
    ],
    [
      'a challenge we cannot answer',
      refusal(401),
      { kind: 'stop', cause: { code: 'auth.no-common-mechanism' } },
    ],
    [
      'forbidden after the password',
      refusal(403, { wasChallenged: true }),
      { kind: 'stop', cause: { code: 'auth.wrong-password' } },
    ],
    [
      'forbidden outright',
      refusal(403),
      { kind: 'stop', cause: { code: 'sip.register-failed', params: { status: 403 } } },
    ],
    [
      'in use elsewhere',
      refusal(403, { warning: '399 ucm "Registration is active for another client"' }),
      { kind: 'stop', cause: { code: 'sip.active-elsewhere' } },
    ],
    [
      'TLS of CUCM',
      refusal(403, { wasChallenged: true, warning: '399 ucm "TLS authentication failure"' }),
      { kind: 'stop', cause: { code: 'sip.register-failed' } },
    ],
    [
      'no such device',
      refusal(404),
      { kind: 'stop', cause: { code: 'sip.no-device', params: { server: 'pbx' } } },
    ],
    ['too brief', refusal(423, { minExpires: '600' }), { kind: 'too-brief', minExpires: 600 }],
    ['too brief without a number', refusal(423), { kind: 'try-next' }],
    ['too brief beyond sense', refusal(423, { minExpires: '999999' }), { kind: 'try-next' }],
    [
      'busy',
      refusal(503, { retryAfter: '35 (maintenance)' }),
      { kind: 'try-next', leastMs: 35_000, cause: { code: 'sip.register-failed' } },
    ],
    ['trouble', refusal(500), { kind: 'try-next' }],
    [
      'another server',
      refusal(305, { contacts: ['<sip:node2>'] }),
      { kind: 'elsewhere', to: { host: 'node2', port: 5060, transport: 'udp' } },
    ],
    ['another service', refusal(380, { contacts: ['<sip:node2>'] }), { kind: 'try-next' }],
    [
      'no answer',
      refusal(408, { isLocal: true }),
      { kind: 'try-next', cause: { code: 'net.timeout', params: { host: 'pbx', port: 5060 } } },
    ],
    ['not sent', refusal(503, { isLocal: true }), { kind: 'try-next', cause: { code: 'net.reset' } }],
  ])('V1: %s', (_name, given, verdict) => {
    expect(judgeRefusal(given)).toMatchObject(verdict);
  });
});
