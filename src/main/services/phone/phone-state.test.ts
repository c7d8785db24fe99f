import { describe, expect, it } from 'vitest';
import { fakeSip } from '../../../../test/fakes/fake-sip.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { Forward } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { PhoneSettingsState } from '../../ports/phone-settings.port.ts';
import { createPhoneState } from './create-phone-state.ts';

const ACCOUNT = { servers: ['https://ucm/cucm-uds'], username: 'alice', password: 'x' };
const TWO: PhoneSettingsState = {
  lines: [
    { number: '1001', label: 'Alice', forward: { kind: 'off' } },
    { number: '1005', label: 'Sales', forward: { kind: 'to', target: '1009' } },
  ],
};
const { signal } = new AbortController();
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const configured = (...names: string[]) =>
  effectiveConfiguration({
    'global-file': names.map((name) => ({ name, section: 'Policies', value: 'true' })),
  });

async function rig(
  answer: Result<PhoneSettingsState> = ok(TWO),
  set: Result<void> = ok(),
  configuration = configured('EnableHuntGroup'),
) {
  const [sip, publisher, told, asked]: [
    ReturnType<typeof fakeSip>,
    ReturnType<typeof memoryPublisher>,
    unknown[],
    Forward[],
  ] = [fakeSip(), memoryPublisher(), [], []];
  const reads: string[] = [];
  const silences: boolean[] = [];
  const state = createPhoneState({
    sip,
    publisher,
    prompter: { tell: (notice) => void told.push(notice) },
    policies: { current: () => configuration },
    destinations: {
      read: async () => {
        reads.push('destinations');
        return ok([]);
      },
      save: async () => ok(),
    },
    onSilence: (isSilent) => void silences.push(isSilent),
    settings: {
      read: () => Promise.resolve(answer),
      setForward: (_account, forward) => {
        asked.push(forward);
        return Promise.resolve(set);
      },
    },
  });
  state.begin(ACCOUNT);
  await settle();
  return { state, sip, told, asked, silences, reads, now: () => publisher.get('phone', 'only') };
}

describe('the phone beyond single calls', () => {
  it('V14: shows which lines calls can be made from', async () => {
    const t = await rig();
    expect(t.now()?.choices).toBeUndefined();
    t.sip.setLines(['1001', '1005']);
    expect(t.now()?.choices).toEqual([
      { line: '1001', isReady: true },
      { line: '1005', isReady: true },
    ]);
  });

  it('V14: shows where each line is forwarded to, and what the server says of it later', async () => {
    const t = await rig();
    expect(t.now()).toEqual({ lines: TWO.lines, canForward: true, pickups: [] });
    t.sip.tell({
      kind: 'lines',
      lines: [
        { line: 2, forward: { kind: 'off' } },
        { line: 9, hasMessages: true },
      ],
    });
    expect(t.now()?.lines.map(({ forward }) => forward)).toEqual([{ kind: 'off' }, { kind: 'off' }]);
  });

  it('V14: forwards all lines, and shows it at once', async () => {
    const t = await rig();
    expect(
      await t.state.handlers['phone/set-forward']({ forward: { kind: 'voicemail' } }, { signal }),
    ).toEqual(ok());
    expect(t.asked).toEqual([{ kind: 'voicemail' }]);
    expect(t.now()?.lines.map(({ forward }) => forward?.kind)).toEqual(['voicemail', 'voicemail']);
  });

  it('V14: what the server refuses is told with its reason, and nothing is shown that is not so', async () => {
    const t = await rig(ok(TWO), fail('http.status', { host: 'ucm', status: 403 }));
    const result = await t.state.handlers['phone/set-forward']({ forward: { kind: 'off' } }, { signal });
    expect(result).toMatchObject({ error: { code: 'call.forwarding-failed', detail: 'http.status' } });
    expect(t.now()?.lines).toEqual(TWO.lines);
  });

  it('V14: without settings to reach there is nothing to change', async () => {
    const t = await rig(fail('net.timeout'));
    expect(t.now()).toEqual({ lines: [], canForward: false, pickups: [] });
    const result = await t.state.handlers['phone/set-forward']({ forward: { kind: 'off' } }, { signal });
    expect(result).toMatchObject({ error: { code: 'call.not-possible-now' } });
    t.state.stop();
    expect(t.now()).toBeUndefined();
  });

  it('V14: hunt groups: shown once the server speaks of them, switched by its key', async () => {
    const t = await rig();
    const setHunt = (isIn: boolean) => t.state.handlers['phone/set-hunt']({ isIn }, { signal });
    expect(await setHunt(true)).toMatchObject({ error: { code: 'call.not-possible-now' } });
    t.sip.tell({ kind: 'hunt', isIn: false });
    expect(t.now()?.hunt).toBe('out');
    expect(await setHunt(false)).toEqual(ok());
    expect(await setHunt(true)).toEqual(ok());
    expect(t.sip.pressed).toEqual(['hunt']);
    t.sip.tell({ kind: 'hunt', isIn: true });
    expect(t.now()?.hunt).toBe('in');
  });

  it('V4 V14 S3: hunt groups and pickup are there where the administrator says so', async () => {
    const without = await rig(ok(TWO), ok(), configured());
    without.sip.tell({ kind: 'hunt', isIn: true });
    expect([without.now()?.hunt, without.now()?.pickups]).toEqual([undefined, []]);
    const both = await rig(ok(TWO), ok(), configured('EnableCallPickup', 'EnableGroupCallPickup'));
    expect(both.now()?.pickups).toEqual(['own', 'other']);
  });

  it('V8 S3: remote destinations are asked for unless the administrator wants none', async () => {
    expect((await rig()).reads).toEqual(['destinations']);
    const off = [{ name: 'EnableSingleNumberReach', section: '', value: 'false' }];
    expect((await rig(ok(TWO), ok(), effectiveConfiguration({ policy: off }))).reads).toEqual([]);
  });

  it('V14: Do Not Disturb on the phone is shown and becomes part of the presence', async () => {
    const t = await rig();
    t.sip.tell({ kind: 'do-not-disturb', isOn: true });
    t.sip.tell({ kind: 'do-not-disturb', isOn: false });
    expect([t.now()?.isDoNotDisturb, t.silences]).toEqual([false, [true, false]]);
  });

  it('V4: what the server has to say is shown; what it could not do too; empty words are not', async () => {
    const t = await rig();
    t.sip.tell({ kind: 'status', text: 'Parked at 7001' });
    t.sip.tell({ kind: 'status', text: '' });
    t.sip.tell({ kind: 'result', feature: 'Join', isDone: true });
    t.sip.tell({ kind: 'result', feature: 'Conference', isDone: false });
    expect(t.told).toMatchObject([
      { tone: 'info', text: { key: 'phone.server-says', params: { text: 'Parked at 7001' } } },
      { tone: 'warning', error: { code: 'call.feature-refused', detail: 'Conference' } },
    ]);
  });

  it('Q2: a server’s order to dial or to answer moves nothing', async () => {
    const t = await rig();
    t.sip.tell({ kind: 'dial', target: '0900' });
    t.sip.tell({ kind: 'answer', dialog: { callId: 'x', localTag: '', remoteTag: '' } });
    expect([t.sip.calls, t.sip.pressed, t.told]).toEqual([[], [], []]);
  });
});
