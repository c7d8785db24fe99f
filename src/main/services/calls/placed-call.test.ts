import { describe, expect, it } from 'vitest';
import { callsHarness as rig, settle } from '../../../../test/fakes/calls-harness.ts';
import { fail, unwrap } from '../../../shared/errors/result.ts';

describe('a call of ours', () => {
  it('V2: asks the window for sound at once, without holding up the INVITE', async () => {
    const t = rig();
    const { callId } = unwrap(await t.ask('calls/dial', { target: '+1 (408) 555-1234' }));
    expect(t.sip.last().target).toBe('+14085551234');
    expect(t.call(callId)).toMatchObject({
      state: 'dialling',
      peer: { address: '+14085551234' },
      direction: 'out',
    });
    expect(t.publisher.get('media', callId)).toEqual({
      callId,
      revision: 1,
      offerSdp: 'loopback offer 1',
      isMuted: false,
      isHeld: false,
    });
    expect(t.gateway.sessions.get(callId)).toMatchObject({
      localAddress: '192.0.2.10',
      ports: { start: 16_384, stop: 16_484 },
      dscpAudio: 46,
    });
    expect(await t.sip.last().media.createOffer()).toEqual({ ok: true, value: 'local offer' });
  });

  it('V2: shows ringing, early media, the answer with codec and protection, and the end', async () => {
    const t = rig();
    t.gateway.negotiate({ codec: 'G722', srtp: 'AES_CM_128_HMAC_SHA1_80' });
    const { callId, sip } = await t.dial();
    const shown: string[] = [];
    for (const event of [{ kind: 'ringing' }, { kind: 'early-media' }, { kind: 'answered' }] as const) {
      sip.emit(event);
      shown.push(t.call(callId)?.state ?? '');
    }
    await sip.media.applyAnswer('their answer');
    expect(shown).toEqual(['ringing-out', 'early-media', 'connected']);
    expect(t.call(callId)).toMatchObject({ codec: 'G722', security: 'sdes' });
    expect(t.publisher.get('media', callId)).toMatchObject({ codec: 'G722', revision: 1 });
    expect(await t.ask('calls/hang-up', { callId })).toEqual({ ok: true, value: undefined });
    expect(t.call(callId)?.state).toBe('ended');
    expect(t.publisher.get('media', callId)).toBeUndefined();
    expect(t.gateway.sessions.size).toBe(0);
    t.clock.advance(2_000);
    expect(t.call(callId)).toBeUndefined();
    expect(t.service.active()).toEqual([]);
    expect(t.clock.pending()).toBe(0);
  });

  it('V2: a number that is dialled twice by a double click is one call, and a second one later', async () => {
    const t = rig();
    const { callId, sip } = await t.dial('1003');
    expect(await t.ask('calls/dial', { target: '1003' })).toEqual({ ok: true, value: { callId } });
    sip.emit({ kind: 'ringing' });
    expect(await t.ask('calls/dial', { target: '1003' })).toEqual({ ok: true, value: { callId } });
    expect(t.service.active()).toHaveLength(1);
    expect((await t.dial('1004')).callId).not.toBe(callId);
    sip.emit({ kind: 'answered' });
    expect((await t.dial('1003')).callId).not.toBe(callId);
    expect(t.service.active()).toHaveLength(3);
  });

  it('V2: garbage is refused before anything is dialled; without a phone it says so', async () => {
    const t = rig();
    expect(await t.ask('calls/dial', { target: 'javascript:alert(1)' })).toMatchObject({
      error: { code: 'call.bad-number' },
    });
    t.sip.setAddress(undefined);
    expect(await t.ask('calls/dial', { target: '1002' })).toMatchObject({
      error: { code: 'sip.not-registered' },
    });
    expect(t.sip.calls).toEqual([]);
    expect(t.publisher.all('calls')).toEqual([]);
  });

  it.each(['media.no-microphone', 'media.permission-denied', 'media.failed'] as const)(
    'V2: ends when the window says %s',
    async (code) => {
      const t = rig();
      const { callId } = unwrap(await t.ask('calls/dial', { target: '1002' }));
      await t.ask('media/failed', { callId, revision: 1, code });
      expect(t.sip.last().asked).toEqual(['hang-up']);
      expect(t.call(callId)).toMatchObject({ state: 'ended', error: { code } });
      expect(t.callLog.rows[0]).toMatchObject({ outcome: 'failed' });
    },
  );

  it('V2: ends when the window stays silent, or no port is free', async () => {
    const t = rig();
    const { callId } = unwrap(await t.ask('calls/dial', { target: '1002' }));
    t.clock.advance(15_000);
    expect(t.call(callId)).toMatchObject({ state: 'ended', error: { code: 'media.failed' } });
    t.gateway.failNext('openSession', fail('media.no-ports'));
    const second = unwrap(await t.ask('calls/dial', { target: '1002' }));
    expect(t.call(second.callId)).toMatchObject({ state: 'ended', error: { code: 'media.no-ports' } });
  });

  it('V10: resolves the name, and writes it into the log', async () => {
    const t = rig({
      resolveParty: (address) =>
        Promise.resolve(address === '1002' ? { name: 'Bob Builder', avatarHash: 'ab' } : undefined),
    });
    const { callId, sip } = await t.connect();
    expect(t.call(callId)?.peer).toEqual({ name: 'Bob Builder', address: '1002', avatarHash: 'ab' });
    t.clock.advance(5_000);
    sip.emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false });
    await settle();
    const row = { id: callId, outcome: 'placed', durationMs: 5_000, peer: { name: 'Bob Builder' } };
    expect(t.callLog.rows).toMatchObject([row]);
    expect(t.publisher.get('callLog', callId)).toMatchObject(row);
  });

  it('V4: the other side may become somebody else', async () => {
    const t = rig();
    const { callId, sip } = await t.connect();
    sip.emit({ kind: 'peer', name: 'Carol', address: 'sip:1003@example.test' });
    await settle();
    expect(t.call(callId)?.peer).toEqual({ name: 'Carol', address: '1003' });
  });

  it('V6: an emergency call is placed however many calls there are', async () => {
    const t = rig();
    for (let count = 0; count < 6; count += 1) await t.dial(`100${count}`);
    expect(await t.ask('calls/dial', { target: '1009' })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    expect((await t.ask('calls/dial', { target: '112' })).ok).toBe(true);
  });
});
