import { describe, expect, it } from 'vitest';
import type { ManualSettings } from '../../../shared/domain/session.ts';
import { draftOf, settingsOf } from './advanced-draft.ts';

const all: readonly ManualSettings[] = [
  { kind: 'automatic' },
  { kind: 'cucm-imp', server: 'imp.example.test' },
  { kind: 'cucm', tftp: ['a', 'b'], ccmcip: ['c'], cti: [] },
  { kind: 'cucm', tftp: ['a'], ccmcip: ['b', 'c'], cti: ['d', 'e'] },
  { kind: 'webex', casUrl: 'https://cas.example.test/cas/FederatedSSO' },
  { kind: 'standards', xmpp: { address: 'a@example.test', tls: 'direct', port: 5223 } },
  {
    kind: 'standards',
    sip: { address: 'sip:a@example.test', transport: 'udp', registrar: 'r', authUser: 'u' },
  },
];

describe('Advanced settings', () => {
  it.each(all)('D12: $kind settings come out of the form as they went in', (settings) => {
    expect(settingsOf(draftOf(settings))).toEqual({ ok: true, settings });
  });

  it('D12: says what is missing', () => {
    const standards = { ...draftOf({ kind: 'automatic' }), kind: 'standards' as const };
    expect(settingsOf(standards)).toEqual({ ok: false, problem: 'incomplete' });
    expect(settingsOf({ ...standards, xmppAddress: 'a@b', xmppPort: '70000' })).toEqual({
      ok: false,
      problem: 'bad-port',
    });
    expect(settingsOf({ ...standards, kind: 'cucm', tftp1: '  ' })).toEqual({
      ok: false,
      problem: 'incomplete',
    });
    expect(settingsOf({ ...standards, kind: 'webex' })).toEqual({ ok: false, problem: 'incomplete' });
  });

  it('D12: the server that _cuplogin named is there to begin with, and what was entered stays', () => {
    const found = { presenceServer: 'imp-a.example.test' };
    expect(draftOf({ kind: 'automatic' }, found).server).toBe('imp-a.example.test');
    expect(draftOf({ kind: 'cucm-imp', server: 'mine.example.test' }, found).server).toBe(
      'mine.example.test',
    );
  });
});
