import { describe, expect, it, vi } from 'vitest';
import { FakeHeadset, fakeHid, officeHeadset, volumeKeys } from '../../../../test/fakes/fake-headset.ts';
import { readHidDescriptor } from '../../../../test/fakes/hid-descriptor.ts';
import type { Call, CallAction, CallState } from '../../../shared/domain/call.ts';
import { createHeadsetDesk } from './headset-desk.ts';
import { type HeadsetDeed, headsetStep, newHeadset } from './headset.machine.ts';
import { headsetFields, lightReports, readSwitches, type SwitchKind } from './hid-fields.ts';
import type { HeadsetInput } from './telephony-usages.ts';

const call = (id: string, state: CallState, isMuted = false): Call =>
  ({ id, state, isMuted, can: ['mute', 'hold', 'resume'] satisfies CallAction[] }) as unknown as Call;
const HOOK = 0x01;
const MUTE = 0x04;
const FLASH = 0x08;
const REJECT = 0x10;

/** A machine with these calls, long after they began, and what one value of a switch brings. */
function machine(...calls: readonly Call[]) {
  let state = headsetStep(newHeadset, { type: 'calls', calls, at: 0 }).state;
  return (input: HeadsetInput, kind: SwitchKind, value: number, at = 10_000) => {
    const step = headsetStep(state, { type: 'switch', input, kind, value, at });
    state = step.state;
    return step.effects.map((effect) =>
      effect.type === 'deed' ? `${effect.deed.kind} ${effect.deed.callId}` : 'lights',
    );
  };
}

describe('headsets: reports', () => {
  it('V13: a descriptor of bytes tells where each switch lies and how it speaks', () => {
    const fields = headsetFields(readHidDescriptor(officeHeadset));
    expect(fields?.inputs.map(({ input, kind, bit, reportId }) => [input, kind, bit, reportId])).toEqual([
      ['hook', 'level', 0, 8],
      ['mute', 'pulse', 2, 8],
      ['flash', 'pulse', 3, 8],
      ['drop', 'either', 4, 8],
    ]);
    expect(fields?.lights.map(({ light, bit }) => [light, bit])).toEqual([
      ['mute', 0],
      ['off-hook', 1],
      ['ring', 2],
      ['hold', 6],
    ]);
  });

  it('V13: lights of one report are told together; padding stays dark', () => {
    const fields = headsetFields(readHidDescriptor(officeHeadset));
    if (!fields) throw new Error('no headset');
    const lights = { mute: true, 'off-hook': true, ring: false, hold: true };
    expect([...lightReports(fields, lights)]).toEqual([[8, Uint8Array.of(0b0100_0011, 0)]]);
  });

  it('V13: volume keys, and reports that are cut short or of another id, are nothing of ours', () => {
    expect(headsetFields(readHidDescriptor(volumeKeys))).toBeUndefined();
    const fields = headsetFields(readHidDescriptor(officeHeadset));
    if (!fields) throw new Error('no headset');
    expect(readSwitches(fields, 8, new DataView(new ArrayBuffer(0)))).toEqual([]);
    expect(readSwitches(fields, 9, new DataView(new ArrayBuffer(2)))).toEqual([]);
  });

  it('V13: switches of −1, 0 and 1, and lists of what is pressed, are read too', () => {
    const telephony = (usages: number[], item: object) =>
      headsetFields([
        {
          usagePage: 0x0b,
          inputReports: [
            { reportId: 1, items: [{ usages, reportSize: 2, reportCount: 1, isAbsolute: false, ...item }] },
          ],
        },
      ]);
    const signed = telephony([0x0b_0020], { logicalMinimum: -1 });
    const listed = telephony([0x0b_0020, 0x0b_002f], { isArray: true, logicalMinimum: 1 });
    if (!signed || !listed) throw new Error('no headset');
    const byte = (value: number) => new DataView(Uint8Array.of(value).buffer);
    expect(readSwitches(signed, 1, byte(0b11))).toEqual([{ input: 'hook', kind: 'signed', value: -1 }]);
    expect(readSwitches(listed, 1, byte(2)).map(({ input, value }) => `${input} ${value}`)).toEqual([
      'hook 0',
      'mute 1',
    ]);
  });

  it('V13: what no honest device says of itself is borne', () => {
    const odd = {
      reportSize: 4_000_000_000,
      reportCount: 4_000_000_000,
      usageMinimum: 1,
      usageMaximum: 2 ** 32,
    };
    const collections = [
      { usagePage: 0x0b, inputReports: [{ items: [{ ...odd, isRange: true }, {}] }, {}], children: [{}] },
    ];
    expect(headsetFields(collections)).toBeUndefined();
  });
});

describe('headsets: what a button means', () => {
  const ringing = call('in', 'ringing-in');
  const talking = call('on', 'connected');
  const held = call('held', 'held');

  it.each<[string, readonly Call[], HeadsetInput, SwitchKind, number, readonly string[]]>([
    ['off the hook answers who rings', [ringing], 'hook', 'level', 1, ['answer in']],
    ['with a call on, off the hook is no answer', [talking, ringing], 'hook', 'level', 1, []],
    ['a pressed hook ends the call', [talking], 'hook', 'pulse', 1, ['hang-up on']],
    ['off the hook without a call is put right', [], 'hook', 'level', 1, ['lights']],
    ['the reject button declines', [ringing], 'drop', 'pulse', 1, ['decline in']],
    ['the reject button ends, when nobody rings', [talking], 'drop', 'pulse', 1, ['hang-up on']],
    ['flash answers a second call', [talking, ringing], 'flash', 'pulse', 1, ['answer in']],
    ['flash holds', [talking], 'flash', 'pulse', 1, ['hold on']],
    ['flash swaps', [talking, held], 'flash', 'pulse', 1, ['resume held']],
    ['hold takes back', [held], 'hold', 'pulse', 1, ['resume held']],
    ['mute without a call is nothing', [], 'mute', 'pulse', 1, []],
    ['mute changes', [talking], 'mute', 'pulse', 1, ['mute on']],
    ['mute that is so already is nothing', [call('on', 'connected', true)], 'mute', 'level', 1, []],
    ['−1 puts the hook down', [talking], 'hook', 'signed', -1, ['hang-up on']],
    ['a button let go is nothing', [talking], 'mute', 'pulse', 0, []],
    ['an ended call is none', [call('x', 'ended')], 'drop', 'pulse', 1, []],
  ])('V13: %s', (_, calls, input, kind, value, deeds) => {
    expect(machine(...calls)(input, kind, value)).toEqual(deeds);
  });

  it('V13: a switch that says it springs back and does not is one that stays', () => {
    const press = machine(ringing);
    expect(press('hook', 'either', 1, 10_000)).toEqual(['answer in']);
    const stays = machine(talking);
    expect(stays('mute', 'either', 1, 10_000)).toEqual(['mute on']);
    expect(stays('mute', 'either', 0, 10_200)).toEqual([]);
    const hook = machine(talking);
    expect(hook('hook', 'either', 1, 1_000)).toEqual([]);
    expect(hook('hook', 'either', 0, 9_000)).toEqual(['hang-up on']);
  });

  it('V13: what the headset repeats of what it was told is no press', () => {
    const told = machine(talking);
    expect(told('hook', 'level', 1, 200)).toEqual([]);
    expect(told('hook', 'level', 0, 400)).toEqual(['hang-up on']);
    let { state } = headsetStep(newHeadset, { type: 'calls', calls: [talking], at: 0 });
    state = headsetStep(state, { type: 'switch', input: 'hook', kind: 'level', value: 1, at: 100 }).state;
    state = headsetStep(state, { type: 'calls', calls: [], at: 5_000 }).state;
    state = headsetStep(state, { type: 'calls', calls: [call('next', 'dialling')], at: 5_050 }).state;
    // The word on the first call's end comes when the next is there: its lights say off hook again by then.
    const late = headsetStep(state, { type: 'switch', input: 'hook', kind: 'level', value: 0, at: 5_100 });
    expect(late.effects).toEqual([]);
  });
});

describe('headsets: the desk', () => {
  function desk(hidden = fakeHid()) {
    const deeds: HeadsetDeed[] = [];
    const lost: string[] = [];
    let now = 0;
    const made = createHeadsetDesk({
      hid: hidden.hid,
      run: (deed) => void deeds.push(deed),
      lost: (name) => void lost.push(name),
      now: () => (now += 2_000),
    });
    return { made, deeds, lost, ...hidden };
  }
  const lit = (headset: FakeHeadset) => headset.sent.at(-1);

  it('V13: a headset answers, mutes and ends; its lights follow the call, also when it was done in the window', async () => {
    const headset = new FakeHeadset('Desk 20');
    const { made, deeds } = desk(fakeHid([headset]));
    const end = made.begin();
    await vi.waitFor(() => expect(made.all()).toEqual([{ key: 1, name: 'Desk 20', state: 'connected' }]));
    made.calls([call('c', 'ringing-in')]);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 4 0'));
    headset.report(8, HOOK, 0);
    made.calls([call('c', 'connected')]);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 2 0'));
    headset.report(8, HOOK | MUTE, 0);
    headset.report(8, HOOK, 0);
    made.calls([call('c', 'connected', true)]);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 3 0'));
    made.calls([call('c', 'held')]);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 42 0'));
    headset.report(8, HOOK | FLASH, 0);
    made.calls([call('c', 'connected')]);
    headset.report(8, 0, 0);
    made.calls([call('d', 'ringing-in')]);
    headset.report(8, REJECT, 0);
    expect(deeds).toEqual([
      { kind: 'answer', callId: 'c' },
      { kind: 'mute', callId: 'c', isMuted: true },
      { kind: 'resume', callId: 'c' },
      { kind: 'hang-up', callId: 'c' },
      { kind: 'decline', callId: 'd' },
    ]);
    end();
    await vi.waitFor(() => expect(headset.opened).toBe(false));
  });

  it('V13: pulled out in a call the person is told; plugged in again it knows of the call', async () => {
    const headset = new FakeHeadset('Desk 20');
    const { made, lost, plug, pull } = desk(fakeHid([headset]));
    made.begin();
    await vi.waitFor(() => expect(made.all()).toHaveLength(1));
    pull(headset);
    expect(lost).toEqual([]);
    made.calls([call('c', 'connected')]);
    plug(headset);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 2 0'));
    pull(headset);
    expect({ lost, all: made.all() }).toEqual({ lost: ['Desk 20'], all: [] });
  });

  it('V13: only what the person chooses is used; put out, it goes dark and is forgotten', async () => {
    const headset = new FakeHeadset('Desk 20');
    const { made } = desk(fakeHid([], [headset, new FakeHeadset('Keys', volumeKeys)]));
    made.begin();
    made.calls([call('c', 'connected')]);
    expect(await made.choose()).toBe(true);
    expect(made.all().map(({ name }) => name)).toEqual(['Desk 20']);
    await made.forget(1);
    await vi.waitFor(() => expect(lit(headset)).toBe('8 0 0'));
    expect({ all: made.all(), isForgotten: headset.isForgotten }).toEqual({ all: [], isForgotten: true });
  });

  it('V13: one that another program has is shown as such', async () => {
    const headset = Object.assign(new FakeHeadset('Desk 20'), { isTaken: true });
    const { made } = desk(fakeHid([headset]));
    made.begin();
    await vi.waitFor(() => expect(made.all()).toEqual([{ key: 1, name: 'Desk 20', state: 'busy' }]));
    made.calls([call('c', 'connected')]);
    expect(headset.sent).toEqual([]);
  });

  it('V13: without WebHID there are no headsets, and nothing breaks', async () => {
    const made = createHeadsetDesk({
      hid: undefined,
      run: () => undefined,
      lost: () => undefined,
      now: () => 0,
    });
    made.begin()();
    made.calls([]);
    expect([made.isPossible, await made.choose(), made.all()]).toEqual([false, false, []]);
  });
});
