import { describe, expect, it, vi } from 'vitest';
import { PhoneModel, type PhoneModelOptions } from '../../../../lab/embedded/csta-phone/phone-model.ts';
import { fakeSip } from '../../../../test/fakes/fake-sip.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { ControlledCall, ControlledEnd, PhoneControlEvent } from '../../ports/phone-control.port.ts';
import { createPhoneControl } from './create-phone-control.ts';

async function phone(
  options: Partial<PhoneModelOptions> = {},
  { address = 'sip:1001@example.test', before = (_: PhoneModel) => {} } = {},
) {
  const [sip, clock] = [fakeSip(), manualClock()];
  const model = new PhoneModel({ device: '1001', ...options }, (event) => sip.controlled?.onInfo(event));
  before(model);
  sip.playPhone((body) => model.ask(body));
  const events: PhoneControlEvent[] = [];
  let calls: readonly ControlledCall[] = [];
  const ended: ControlledEnd[] = [];
  const control = createPhoneControl({ sip, clock, log: silentLog });
  const opened = await control.open(address, (event) => {
    events.push(event);
    if (event.kind !== 'calls') return;
    ({ calls } = event);
    ended.push(...event.ended);
  });
  const states = () => calls.map(({ state, peer }) => `${peer.address} ${state}`);
  return { sip, clock, model, events, opened, ended, calls: () => calls, states };
}

async function held(options: Partial<PhoneModelOptions> = {}) {
  const at = await phone(options);
  return { ...at, link: unwrap(at.opened) };
}

describe('a phone under control', () => {
  it('V7: a call is made, held, taken back, takes digits and ends, each told by the phone', async () => {
    const { link, model, states, ended } = await held();
    const { id = '' } = unwrap(await link.dial('1002'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    unwrap(await link.hold(id));
    await vi.waitFor(() => expect(states()).toEqual(['1002 held']));
    unwrap(await link.retrieve(id));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    unwrap(await link.sendDigits(id, '42#'));
    expect(model.digits).toBe('42#');
    unwrap(await link.clear(id));
    await vi.waitFor(() => expect(ended).toEqual([{ id, isElsewhere: false }]));
    expect(states()).toEqual([]);
  });

  it('V7: whoever calls the phone is shown with name and number, answered, and may hold us', async () => {
    const { link, model, calls, states } = await held();
    const id = model.ring('1002', 'Bob Builder');
    expect(calls()).toMatchObject([
      { direction: 'in', state: 'ringing-in', peer: { name: 'Bob Builder', address: '1002' } },
    ]);
    unwrap(await link.answer(id));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    model.peerHolds(id, true);
    expect(states()).toEqual(['1002 held-by-peer']);
    model.peerHolds(id, false);
    expect(states()).toEqual(['1002 connected']);
    model.peerLeaves(id);
    expect(states()).toEqual([]);
  });

  it('V7: a call is talked about with somebody and handed over, or sent on at once', async () => {
    const { link, model, states } = await held();
    const first = model.ring('1002');
    unwrap(await link.answer(first));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    const { id: second = '' } = unwrap(await link.consult(first, '1003'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 held', '1003 connected']));
    unwrap(await link.transfer(first, second));
    await vi.waitFor(() => expect(states()).toEqual([]));
    const third = model.ring('1004');
    unwrap(await link.answer(third));
    await vi.waitFor(() => expect(states()).toEqual(['1004 connected']));
    unwrap(await link.transferTo(third, '1005'));
    await vi.waitFor(() => expect(states()).toEqual([]));
  });

  it('V7: two calls become one of three people, under a name of its own', async () => {
    const { link, model, calls, events, states } = await held();
    const first = model.ring('1002');
    unwrap(await link.answer(first));
    const { id: second = '' } = unwrap(await link.consult(first, '1003'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 held', '1003 connected']));
    unwrap(await link.conference(first, second));
    await vi.waitFor(() => expect(calls()).toMatchObject([{ isConference: true, state: 'connected' }]));
    const renamed = events.flatMap((event) => (event.kind === 'calls' ? [...event.renamed] : []));
    expect(renamed).toEqual([[first, calls()[0]?.id]]);
    unwrap(await link.clear(calls()[0]?.id ?? ''));
    await vi.waitFor(() => expect(states()).toEqual([]));
  });

  it('V7: a call that rings is sent elsewhere, and is none that was missed', async () => {
    const { link, model, ended } = await held();
    const id = model.ring('1002');
    unwrap(await link.deflect(id, '1009'));
    await vi.waitFor(() => expect(ended).toEqual([{ id, isElsewhere: true }]));
  });

  it('V7 V14: forwarding and Do Not Disturb are set at the phone and told by it', async () => {
    const { link, model, events } = await held();
    unwrap(await link.setForward({ kind: 'to', target: '1009' }));
    unwrap(await link.setDoNotDisturb(true));
    expect([model.forwardedTo, model.isSilent]).toEqual(['1009', true]);
    await vi.waitFor(() =>
      expect(events.slice(-2)).toEqual([
        { kind: 'forward', forward: { kind: 'to', target: '1009' } },
        { kind: 'do-not-disturb', isOn: true },
      ]),
    );
    unwrap(await link.setForward({ kind: 'off' }));
    await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: 'forward', forward: { kind: 'off' } }));
  });

  it('V7: who is busy or unknown, what is forbidden and what the state forbids is said as such', async () => {
    const { link, model, calls, ended, states } = await held({
      behaviour: { 1002: 'busy', 1404: 'unknown', 1003: 'ring' },
      forbidden: ['GenerateDigits'],
    });
    const { id = '' } = unwrap(await link.dial('1002'));
    await vi.waitFor(() =>
      expect(calls()).toMatchObject([{ state: 'failed', error: { code: 'call.busy' } }]),
    );
    unwrap(await link.clear(id));
    await vi.waitFor(() => expect(ended).toMatchObject([{ id, error: { code: 'call.busy' } }]));
    expect(await link.dial('1404')).toMatchObject({ error: { code: 'call.no-such-number' } });
    const { id: ringing = '' } = unwrap(await link.dial('1003'));
    await vi.waitFor(() => expect(states()).toEqual(['1003 ringing-out']));
    expect(await link.sendDigits(ringing, '1')).toMatchObject({ error: { code: 'desk-phone.not-allowed' } });
    expect(await link.retrieve(ringing)).toMatchObject({ error: { code: 'call.not-possible-now' } });
    expect(await link.hold('no such call')).toMatchObject({ error: { code: 'call.not-found' } });
    model.peerLeaves(ringing, 'callNotAnswered');
    await vi.waitFor(() => expect(ended.at(-1)).toMatchObject({ error: { code: 'call.no-answer' } }));
  });

  it('V7: calls that the phone had before are there at once; one it never told of is taken as it comes', async () => {
    const { opened, states, model } = await phone(
      {},
      {
        before: (each) => void each.answered(each.ring('1002')),
      },
    );
    expect(opened.ok).toBe(true);
    expect(states()).toEqual(['1002 connected']);
    model.dialByHand('1003');
    expect(states()).toEqual(['1002 connected', '1003 connected']);
  });

  it('V7: a phone that knows itself by its address or as a telephone is asked that way', async () => {
    for (const device of ['sip:1001@example.test', 'tel:1001']) {
      const { opened, model, states } = await phone({ device });
      unwrap(await unwrap(opened).dial('1002'));
      await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
      expect(model.requests).toContain('MakeCall');
    }
    const { opened } = await phone({ device: '4711' });
    expect(opened).toMatchObject({ ok: false, error: { code: 'desk-phone.refused' } });
  });

  it('V7: a monitor that stops, a phone that goes out of service, one that says nothing: lost, once', async () => {
    const stopped = await held();
    stopped.model.stopMonitor();
    expect(stopped.events.at(-1)).toMatchObject({ kind: 'lost', error: { code: 'desk-phone.lost' } });
    const silent = await held();
    silent.sip.playPhone(() => undefined);
    silent.clock.advance(60_000);
    await vi.waitFor(() => expect(silent.events.at(-1)).toMatchObject({ kind: 'lost' }));
    silent.clock.advance(600_000);
    expect(silent.events.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
    expect(await silent.link.dial('1002')).toMatchObject({ error: { code: 'desk-phone.lost' } });
  });

  it('V7: an answer may come in a message of its own, after the 200 or before it', async () => {
    const { link, sip, clock, states } = await held();
    const model = new PhoneModel({ device: '1001' }, (event) => sip.controlled?.onInfo(event));
    model.ask(
      '<MonitorStart><monitorObject><deviceObject>1001</deviceObject></monitorObject></MonitorStart>',
    );
    sip.playPhone((body) => {
      sip.controlled?.onInfo(model.ask(body));
      return '';
    });
    unwrap(await link.dial('1002'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    sip.playPhone((body) => {
      void Promise.resolve().then(() => queueMicrotask(() => sip.controlled?.onInfo(model.ask(body))));
      return '';
    });
    expect(await link.dial('1404')).toMatchObject({ ok: true });
    // One that never comes is waited for, not for ever.
    sip.playPhone(() => '');
    const asked = link.dial('1005');
    await vi.waitFor(() => expect(clock.pending()).toBeGreaterThan(1));
    clock.advance(5_000);
    expect(await asked).toMatchObject({ error: { code: 'desk-phone.lost' } });
  });

  it('V7: a phone that asks whether we are there is answered', async () => {
    const { sip } = await held();
    expect(sip.controlled?.onInfo('<RequestSystemStatus/>')).toContain('<systemStatus>normal</systemStatus>');
    expect(
      sip.controlled?.onInfo('<SystemStatus><systemStatus>normal</systemStatus></SystemStatus>'),
    ).toContain('SystemStatusResponse');
  });
});
