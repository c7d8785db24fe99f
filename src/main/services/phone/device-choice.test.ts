import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDeviceChoice } from './create-device-choice.ts';

const ALICE = 'alice@example.test';
const DESK = { name: 'CSFALICE', description: 'Office' };
const HOME = { name: 'CSFALICEHOME', description: 'Home' };

function rig(picks: string | undefined = HOME.name) {
  const store = memoryKeyValue();
  const asked: unknown[] = [];
  const chosen: string[] = [];
  let address: string | undefined = ALICE;
  const make = () =>
    createDeviceChoice({
      store,
      log: silentLog,
      prompter: {
        choose(prompt) {
          asked.push(prompt.options.map(({ value }) => value));
          return Promise.resolve(picks);
        },
      },
      address: () => address,
      onChosen: () => chosen.push('looked again'),
    });
  const service = make();
  const { signal } = new AbortController();
  const call = { signal, isQuiet: false };
  const handlers = service.handlers;
  const ask = {
    devices: () => handlers['phone/devices'](undefined, { signal }),
    choose: (name: string) => handlers['phone/choose-device']({ name }, { signal }),
  };
  return { service, make, asked, chosen, call, ask, leave: () => (address = undefined) };
}

describe('the softphone of several', () => {
  it('V1: one is used without a question, none is none', async () => {
    const t = rig();
    expect(await t.service.choose(ALICE, [DESK], t.call)).toBe('CSFALICE');
    expect(await t.service.choose(ALICE, [], t.call)).toBeUndefined();
    expect(t.asked).toEqual([]);
  });

  it('V1: of several the person picks; it is remembered over a restart, for this address only', async () => {
    const t = rig();
    expect(await t.service.choose(ALICE, [DESK, HOME], t.call)).toBe('CSFALICEHOME');
    expect(await t.make().choose(ALICE, [DESK, HOME], t.call)).toBe('CSFALICEHOME');
    expect(t.asked).toHaveLength(1);
    await t.service.choose('bob@example.test', [DESK, HOME], t.call);
    expect(t.asked).toHaveLength(2);
  });

  it('V1: one that was chosen and is gone is asked for anew', async () => {
    const t = rig();
    await t.service.choose(ALICE, [DESK, HOME], t.call);
    const other = { name: 'CSFOTHER', description: '' };
    expect(await t.service.choose(ALICE, [DESK, other], t.call)).toBe('CSFALICE');
    expect(t.asked).toHaveLength(2);
  });

  it('V1: not answered, or where nobody may be asked, it is the likeliest, and asked for another time', async () => {
    const t = rig(undefined);
    expect(await t.service.choose(ALICE, [DESK, HOME], { ...t.call, isQuiet: true })).toBe('CSFALICE');
    expect(t.asked).toEqual([]);
    expect(await rigWithout().choose(ALICE, [DESK, HOME], t.call)).toBe('CSFALICE');
  });

  it('V1: the preferences show them and change the choice; the configuration is looked at again', async () => {
    const t = rig();
    await t.service.choose(ALICE, [DESK, HOME], t.call);
    expect(await t.ask.devices()).toEqual({
      ok: true,
      value: { softphones: [DESK, HOME], current: 'CSFALICEHOME' },
    });
    expect(await t.ask.choose('CSFALICE')).toMatchObject({ ok: true });
    expect(t.chosen).toEqual(['looked again']);
    expect(await t.service.choose(ALICE, [DESK, HOME], { ...t.call, isQuiet: true })).toBe('CSFALICE');
    expect(await t.ask.choose('SOMETHING')).toMatchObject({ error: { code: 'app.bad-request' } });
    t.leave();
    expect(await t.ask.devices()).toEqual({ ok: true, value: { softphones: [] } });
    expect(await t.ask.choose('CSFALICE')).toMatchObject({ error: { code: 'app.not-signed-in' } });
  });
});

function rigWithout() {
  return createDeviceChoice({
    store: memoryKeyValue(),
    log: silentLog,
    prompter: { choose: () => Promise.resolve(undefined) },
    address: () => ALICE,
    onChosen: () => undefined,
  });
}
