import { describe, expect, it } from 'vitest';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import type { CallId } from '../../../shared/domain/ids.ts';

const BOB = { name: 'Bob', address: '1002' };

describe('calls on a device with several lines', () => {
  it('V14: are placed from the line chosen, else from the first, and say so in the history too', async () => {
    const t = callsHarness();
    t.sip.setLines(['1001', '1005']);
    const second = await t.ask('calls/dial', { target: '1002', line: '1005' });
    const first = await t.ask('calls/dial', { target: '1002' });
    expect(t.sip.placedFrom).toEqual(['1005', '1001']);
    const id = second.ok ? second.value.callId : ('' as CallId);
    expect([t.call(id)?.line, first.ok && t.call(first.value.callId)?.line]).toEqual(['1005', '1001']);
    await t.ask('calls/hang-up', { callId: id });
    const history = await t.ask('calls/history', { missedOnly: false, limit: 5 });
    expect(history.ok && history.value.entries.map(({ line }) => line)).toEqual(['1005']);
  });

  it('V14: name the line that was called; with one line there is nothing to name', async () => {
    const t = callsHarness();
    t.sip.ring(BOB);
    await settle();
    t.sip.setLines(['1001', '1005']);
    t.sip.ring(BOB, undefined, '1005');
    await settle();
    expect(t.service.active().map(({ line }) => line)).toEqual([undefined, '1005']);
  });

  it('V2: say who sent the caller on', async () => {
    const t = callsHarness();
    t.sip.ring(BOB, undefined, undefined, { name: 'Office', address: 'sip:1000@example.test' });
    await settle();
    expect(t.service.active()).toMatchObject([{ forwardedBy: { name: 'Office', address: '1000' } }]);
  });

  it('V2: ring as their server wants', async () => {
    const t = callsHarness();
    t.sip.ring(BOB, undefined, undefined, undefined, 'internal');
    t.sip.ring(BOB);
    await settle();
    expect(t.service.active().map(({ ring }) => ring)).toEqual(['internal', undefined]);
  });

  it('V7: give way to another phone that rings for the same call: neither shown nor in the history here', async () => {
    const t = callsHarness();
    const call = t.sip.ring(BOB);
    t.sip.ring({ name: 'Carol', address: '1003' });
    await settle();
    t.service.giveWay('1002');
    expect(t.service.active().map(({ peer }) => peer.address)).toEqual(['1003']);
    call.emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: true });
    await settle();
    expect(call.asked).toEqual([]);
    const history = await t.ask('calls/history', { missedOnly: false, limit: 5 });
    expect(history.ok && history.value.entries).toEqual([]);
  });
});
