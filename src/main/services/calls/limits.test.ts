import { describe, expect, it } from 'vitest';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import { fail, failure } from '../../../shared/errors/result.ts';

const SERVED = { kind: 'registered', server: 'a:5060', transport: 'tcp', expiresAt: 0 } as const;
const WAITING = { kind: 'waiting', retryAt: 0, cause: failure('net.timeout') } as const;

describe('a phone that can do less than usual', () => {
  it('A9: while signalling fails over a call can be ended and muted, not held; afterwards all is back', async () => {
    const t = callsHarness();
    const { callId } = await t.connect();
    expect(t.call(callId)).toMatchObject({ can: ['hang-up', 'hold', 'mute', 'dtmf', 'transfer', 'merge'] });
    expect(t.call(callId)).not.toHaveProperty('limit');
    t.sip.setRegistration(WAITING);
    expect(t.call(callId)).toMatchObject({
      state: 'connected',
      limit: 'signalling-lost',
      can: ['hang-up', 'mute', 'dtmf'],
      cannot: ['hold', 'transfer', 'merge'],
    });
    expect(await t.ask('calls/hold', { callId })).toMatchObject({ error: { code: 'call.not-possible-now' } });
    t.sip.setRegistration(SERVED);
    expect(t.call(callId)).toMatchObject({ can: ['hang-up', 'hold', 'mute', 'dtmf', 'transfer', 'merge'] });
    expect(t.call(callId)).not.toHaveProperty('cannot');
  });

  it('A9: a call that the new server does not know stays limited, whatever else is possible', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    sip.emit({ kind: 'signalling', isCut: true });
    t.sip.setRegistration(SERVED);
    expect(t.call(callId)).toMatchObject({ limit: 'signalling-lost', cannot: ['hold', 'transfer', 'merge'] });
    const second = await t.connect('1003');
    expect(t.call(second.callId)).not.toHaveProperty('limit');
    sip.emit({ kind: 'signalling', isCut: false });
    expect(t.call(callId)).not.toHaveProperty('limit');
  });

  it('A9 T13: at a survivable site calls start, end, hold, resume, mute, unmute and take digits', async () => {
    const t = callsHarness();
    t.sip.setRegistration({ ...SERVED, standIn: 'survivable' });
    const { callId } = await t.connect();
    expect(t.call(callId)).toMatchObject({
      limit: 'survivable',
      can: ['hang-up', 'hold', 'mute', 'dtmf'],
      cannot: ['transfer', 'merge'],
    });
    for (const verb of ['calls/hold', 'calls/resume'] as const)
      expect(await t.ask(verb, { callId })).toMatchObject({ ok: true });
    for (const isMuted of [true, false])
      expect(await t.ask('calls/set-mute', { callId, isMuted })).toMatchObject({ ok: true });
    expect(await t.ask('calls/send-dtmf', { callId, digits: '5' })).toMatchObject({ ok: true });
    expect(await t.ask('calls/hang-up', { callId })).toMatchObject({ ok: true });
  });

  it('A9: without sound and without signalling a call waits for the network to come back', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    sip.refuse('renegotiate', fail('call.failed'));
    t.sip.setRegistration(WAITING);
    t.gateway.emit({ type: 'rtp-timeout', sessionId: callId });
    await settle();
    expect(t.call(callId)?.state).toBe('reconnecting');
    t.clock.advance(60_000);
    expect(t.call(callId)?.state).toBe('reconnecting');
    t.sip.setRegistration(SERVED);
    t.gateway.emit({ type: 'rtp-returned', sessionId: callId });
    expect(t.call(callId)?.state).toBe('connected');
    t.clock.advance(300_000);
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('A9: a window that is there again does not bring back a far end that is silent', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    sip.refuse('renegotiate', fail('call.failed'));
    t.gateway.emit({ type: 'rtp-timeout', sessionId: callId });
    await settle();
    await t.ask('media/answered', { callId, revision: 1, sdp: 'answer of the reloaded window' });
    await settle();
    await t.ask('media/answered', { callId, revision: 2, sdp: 'second answer' });
    await settle();
    expect(t.call(callId)?.state).toBe('reconnecting');
    t.gateway.emit({ type: 'rtp-returned', sessionId: callId });
    expect(t.call(callId)?.state).toBe('connected');
  });

  it('A9: a call that nothing was heard of for minutes ends with the reason', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    sip.refuse('renegotiate', fail('call.failed'));
    t.gateway.emit({ type: 'rtp-timeout', sessionId: callId });
    await settle();
    t.clock.advance(120_000);
    await settle();
    expect(t.callLog.rows).toHaveLength(1);
    expect(sip.asked.at(-1)).toBe('hang-up');
  });
});
