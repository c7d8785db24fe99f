import { describe, expect, it } from 'vitest';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import { fail, ok, unwrap } from '../../../shared/errors/result.ts';
import type { SipTransferRequest } from '../../ports/sip.port.ts';

/** A call, and a second one made to talk about its transfer. */
async function consulting(t: ReturnType<typeof callsHarness>) {
  const customer = await t.connect('1002');
  const { callId } = unwrap(await t.ask('calls/consult', { callId: customer.callId, target: '1003' }));
  const hana = t.sip.last();
  await t.ask('media/answered', { callId, revision: 1, sdp: 'window answer' });
  return { customer, hana: { callId, sip: hana } };
}

const answered = async (sip: ReturnType<ReturnType<typeof callsHarness>['sip']['last']>) => {
  await sip.media.createOffer();
  await sip.media.applyAnswer('their answer');
  sip.emit({ kind: 'answered' });
  await settle();
};

describe('transfer', () => {
  it('V4: now: the other side is sent to the number, and the call says so meanwhile', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    const states: unknown[] = [];
    const transferred = t.ask('calls/transfer', { callId, to: { target: '+49 (30) 12-34' } });
    states.push(t.call(callId)?.isTransferring);
    expect(await transferred).toEqual(ok());
    expect(sip.asked).toEqual(['transfer +49301234']);
    expect([states, t.call(callId)?.state]).toEqual([[true], 'ended']);
  });

  it('V4: a plain SIP server parks by its code: the call is sent there', async () => {
    const t = callsHarness({ features: () => ['park'], parkCode: () => '*68' });
    const { callId, sip } = await t.connect();
    expect(t.call(callId)?.can).toContain('park');
    expect(await t.ask('calls/press', { callId, key: 'park' })).toEqual(ok());
    expect(sip.asked).toEqual(['transfer *68']);
  });

  it('V4: what is no number is refused, and so is a transfer to itself', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    expect(await t.ask('calls/transfer', { callId, to: { target: 'javascript:1' } })).toMatchObject({
      error: { code: 'call.bad-number' },
    });
    expect(await t.ask('calls/transfer', { callId, to: { callId } })).toMatchObject({
      error: { code: 'call.not-found' },
    });
    expect(sip.asked).toEqual([]);
  });

  it('V4: talk first: the caller is held, the second call says for whom it is, completing joins both and frees us', async () => {
    const t = callsHarness();
    const { customer, hana } = await consulting(t);
    await answered(hana.sip);
    expect(t.call(customer.callId)?.state).toBe('held');
    expect(t.call(hana.callId)).toMatchObject({ state: 'connected', consultsFor: customer.callId });
    const done = await t.ask('calls/transfer', { callId: customer.callId, to: { callId: hana.callId } });
    expect(done).toEqual(ok());
    expect(customer.sip.asked).toEqual(['renegotiate', 'transfer call 1003']);
    expect([t.call(customer.callId)?.state, t.call(hana.callId)?.state]).toEqual(['ended', 'ended']);
    expect(t.service.active()).toEqual([]);
  });

  it('V4: completed while it still rings there, it goes unannounced', async () => {
    const t = callsHarness();
    const { customer, hana } = await consulting(t);
    hana.sip.emit({ kind: 'ringing' });
    await t.ask('calls/transfer', { callId: customer.callId, to: { callId: hana.callId } });
    expect(hana.sip.asked).toEqual(['hang-up']);
    expect(customer.sip.asked.at(-1)).toBe('transfer 1003');
  });

  it('V4: whom we asked is busy: the caller is talked to again at once', async () => {
    const t = callsHarness();
    const { customer, hana } = await consulting(t);
    expect(t.call(customer.callId)?.state).toBe('held');
    hana.sip.emit({
      kind: 'ended',
      by: 'peer',
      error: { code: 'call.busy' },
      isAnsweredElsewhere: false,
    });
    await settle();
    expect(t.call(customer.callId)?.state).toBe('connected');
    expect(t.call(hana.callId)).toMatchObject({ state: 'ended', error: { code: 'call.busy' } });
  });

  it('V4: a transfer that fails leaves the caller with us, with the reason', async () => {
    const t = callsHarness();
    const { customer, hana } = await consulting(t);
    customer.sip.refuse('transfer 1003', fail('call.transfer-no-answer'));
    const result = await t.ask('calls/transfer', { callId: customer.callId, to: { callId: hana.callId } });
    await settle();
    expect(result).toMatchObject({ error: { code: 'call.transfer-no-answer' } });
    expect(t.call(customer.callId)).toMatchObject({ state: 'connected' });
    expect(t.call(customer.callId)).not.toHaveProperty('isTransferring');
  });

  it('A9: without signalling there is nobody to tell of a transfer', async () => {
    const t = callsHarness();
    const { callId, sip } = await t.connect();
    sip.emit({ kind: 'signalling', isCut: true });
    for (const name of ['calls/transfer', 'calls/consult'] as const)
      expect(await t.ask(name, { callId, target: '1003', to: { target: '1003' } })).toMatchObject({
        error: { code: 'call.not-possible-now' },
      });
  });
});

describe('transfer that the other side asks for', () => {
  const asks = async () => {
    const said: string[] = [];
    const t = callsHarness({
      resolveParty: (address) =>
        Promise.resolve(address === 'hana@example.test' ? { name: 'Hana Ito' } : undefined),
    });
    const { callId, sip } = await t.connect();
    const request: SipTransferRequest = {
      target: 'sip:hana@example.test',
      isConsulted: true,
      accept: (media) => {
        said.push('accept');
        return t.sip.invite('sip:hana@example.test', media);
      },
      refuse: () => void said.push('refuse'),
    };
    sip.emit({ kind: 'transfer-asked', request });
    await settle();
    return { t, callId, sip, said };
  };

  it('V4: the person is asked, with the name of whom they would be sent to', async () => {
    const { t, callId, said } = await asks();
    expect(t.call(callId)?.transferAsked).toEqual({
      to: { name: 'Hana Ito', address: 'hana@example.test' },
      isConsulted: true,
    });
    expect([said, t.sip.calls.length]).toEqual([[], 1]);
  });

  it('V4: accepted, a call to them begins and the present one is held until the other side ends it', async () => {
    const { t, callId, said } = await asks();
    expect(await t.ask('calls/answer-transfer', { callId, isAccepted: true })).toEqual(ok());
    expect([said, t.sip.last().target]).toEqual([['accept'], 'sip:hana@example.test']);
    expect(t.call(callId)).toMatchObject({ state: 'held' });
    expect(t.call(callId)).not.toHaveProperty('transferAsked');
    expect(await t.ask('calls/answer-transfer', { callId, isAccepted: true })).toMatchObject({ ok: false });
  });

  it('V4: refused, nothing changes; a call that ends unasked refuses it too', async () => {
    const first = await asks();
    await first.t.ask('calls/answer-transfer', { callId: first.callId, isAccepted: false });
    expect([first.said, first.t.sip.calls.length]).toEqual([['refuse'], 1]);
    const second = await asks();
    second.sip.emit({ kind: 'ended', by: 'peer', isAnsweredElsewhere: false });
    expect(second.said).toEqual(['refuse']);
  });
});

describe('a call that takes the place of another', () => {
  it('V4: it is answered without ringing, whatever the status says', async () => {
    const t = callsHarness({ isDoNotDisturb: () => true });
    const { callId, sip } = await t.connect();
    const next = t.sip.ring({ name: 'Gus', address: 'sip:gus@example.test' }, sip);
    await settle();
    const shown = t.publisher.all('calls').find((call) => call.id !== callId);
    expect(shown).toMatchObject({ state: 'connecting', peer: { name: 'Gus' } });
    await t.ask('media/answered', { callId: shown?.id as never, revision: 1, sdp: 'window answer' });
    expect(next.asked).toEqual(['answer']);
  });
});
