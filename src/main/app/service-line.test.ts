import { describe, expect, it } from 'vitest';
import { serviceStatusSchema } from '../../shared/domain/session.ts';
import type { XmppLink } from '../ports/xmpp.port.ts';
import { createPublication } from '../router/publication.ts';
import { chatStatus, createServiceLine, phoneStatus } from './service-line.ts';

const links: readonly XmppLink[] = [
  { kind: 'offline' },
  { kind: 'connecting', attempt: 1 },
  {
    kind: 'online',
    jid: 'a@b/c',
    isResumed: false,
    server: 'b:5222',
    features: { archive: true, carbons: true, streamManagement: true },
  },
  { kind: 'waiting', attempt: 2, retryAt: 5, cause: { code: 'net.timeout' } },
  { kind: 'stopped', cause: { code: 'auth.wrong-password' } },
];

describe('service line', () => {
  it('D1: each state of chat and phone becomes a line that the contract takes', () => {
    const registrations = [
      { kind: 'off' },
      { kind: 'registering', attempt: 1 },
      { kind: 'registered', server: 'b:5061', transport: 'tls', expiresAt: 1 },
      { kind: 'waiting', retryAt: 5, cause: { code: 'net.timeout' } },
      { kind: 'stopped', cause: { code: 'sip.active-elsewhere' } },
    ] as const;
    const states = [...links.map(chatStatus), ...registrations.map(phoneStatus)];
    for (const state of states) expect(serviceStatusSchema.safeParse(state).success).toBe(true);
    expect(states.map((s) => s.state)).toEqual([
      'offline',
      'connecting',
      'online',
      'waiting',
      'stopped',
      'off',
      'connecting',
      'online',
      'waiting',
      'stopped',
    ]);
  });

  it('D1: «since» stays while the state stays', () => {
    let now = 100;
    const publication = createPublication();
    const clock = { now: () => now, monotonic: () => now, after: () => () => {} };
    const line = createServiceLine({ publisher: publication, clock });
    const since = () =>
      (publication.open(['services'], () => {}).snapshot[0]!.value as { since: number }).since;
    line.set({ name: 'chat', state: 'online' });
    now = 200;
    line.set({ name: 'chat', state: 'online', server: 'b' });
    expect(since()).toBe(100);
    line.set({ name: 'chat', state: 'waiting' });
    expect(since()).toBe(200);
  });
});
