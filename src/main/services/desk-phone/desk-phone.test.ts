import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ListedPhone } from '../../ports/desk-phone.port.ts';
import { createDeskPhone } from './create-desk-phone.service.ts';

const PHONES: readonly ListedPhone[] = [
  { device: 'SEP1', description: 'Desk', model: '8845', lines: ['1001', '1009'] },
  { device: 'SEP2', description: 'Lab', model: '7841', lines: ['1001'] },
];
const context = { signal: new AbortController().signal };

async function desk({ store = memoryKeyValue(), phones = PHONES, hasTokens = false } = {}) {
  const publisher = memoryPublisher();
  const told: unknown[] = [];
  const answers: { dial: Result<void>; list: Result<readonly ListedPhone[]>; end: Result<void> } = {
    dial: ok(),
    list: ok(phones),
    end: ok(),
  };
  const service = createDeskPhone({
    publisher,
    phones: {
      list: async () => answers.list,
      dial: async (_, phone, number) => (told.push(['dial', phone, number]), answers.dial),
      end: async (_, phone) => (told.push(['end', phone]), answers.end),
    },
  });
  await service.start({ keyValue: store });
  service.begin({
    ...{ servers: ['https://ucm:8443/cucm-uds'], username: 'alice', password: 'p' },
    ...(hasTokens && {
      tokens: { current: () => 't', get: async () => ok('t'), renew: async () => ok('t') },
    }),
  });
  const dial = (target: string) =>
    service.dialBy({
      'calls/dial': async (argument) => (
        told.push(['here', argument.target]), ok({ callId: 'c1' as CallId })
      ),
      'calls/preview': async (argument) =>
        ok({ number: argument.target.replaceAll(' ', ''), isEmergency: argument.target === '112' }),
    })({ target }, context);
  return {
    ...{ service, told, answers, store, dial },
    shown: () => publisher.get('deskPhone', 'only'),
    turn: (isOn: boolean) => service.handlers['desk-phone/set-mode']({ isOn }, context),
    end: () => service.handlers['desk-phone/end'](undefined, context),
  };
}

describe('desk-phone mode', () => {
  it('V7: one switch, and calls are placed by the phone on the desk, and ended there', async () => {
    const { turn, dial, end, told, shown } = await desk();
    await dial('1002');
    expect((await turn(true)).ok).toBe(true);
    expect(shown()).toMatchObject({ state: 'ready', isOn: true, chosen: { device: 'SEP1', line: '1001' } });
    await dial('+1 202 555');
    expect(shown()?.dialled).toBe('+1202555');
    await end();
    expect(shown()?.dialled).toBeUndefined();
    await turn(false);
    await dial('1003');
    const phone = { device: 'SEP1', line: '1001' };
    expect(told).toEqual([
      ['here', '1002'],
      ['dial', phone, '+1202555'],
      ['end', phone],
      ['here', '1003'],
    ]);
  });

  it('V7: another phone is picked, and is the one after a restart; one that is gone is not', async () => {
    const first = await desk();
    await first.turn(true);
    const choose = first.service.handlers['desk-phone/choose'];
    expect((await choose({ device: 'SEP2', line: '1001' }, context)).ok).toBe(true);
    expect(await choose({ device: 'SEP2', line: '4711' }, context)).toMatchObject({ ok: false });
    const again = await desk({ store: first.store });
    expect(again.shown()).toMatchObject({ isOn: true, chosen: { device: 'SEP2', line: '1001' } });
    const moved = await desk({ store: first.store, phones: PHONES.slice(0, 1) });
    await moved.turn(true);
    expect(moved.shown()?.chosen).toEqual({ device: 'SEP1', line: '1001' });
  });

  it('V7: an emergency call is this computer’s; an address is not for a desk phone and says so', async () => {
    const { turn, dial, told } = await desk();
    await turn(true);
    await dial('112');
    expect(told).toEqual([['here', '112']]);
    expect(await dial('bob@example.test')).toMatchObject({ error: { code: 'desk-phone.numbers-only' } });
  });

  it.each([
    ['no service', { list: fail('desk-phone.none') }, 'desk-phone.none'],
    ['no phone', { list: ok([]) }, 'desk-phone.no-phone'],
    ['a wrong password', { list: fail('auth.wrong-password') }, 'auth.wrong-password'],
  ] as const)('V7: with %s the mode stays off and says why', async (_, given, code) => {
    const { turn, answers, shown } = await desk();
    Object.assign(answers, given);
    expect(await turn(true)).toMatchObject({ error: { code } });
    expect(shown()).toMatchObject({ state: 'idle', isOn: false });
  });

  it('V7: who signs in by an identity provider, or has a plain SIP account, is told why it cannot be', async () => {
    const { turn } = await desk({ hasTokens: true });
    expect(await turn(true)).toMatchObject({ error: { code: 'desk-phone.needs-password' } });
    const plain = await desk();
    plain.service.begin(undefined);
    expect(plain.shown()?.state).toBe('none');
    expect(await plain.turn(true)).toMatchObject({ error: { code: 'desk-phone.none' } });
  });

  it('V7: a call that was refused is not shown as made; one that has ended already can be let go', async () => {
    const { turn, dial, end, answers, shown } = await desk();
    await turn(true);
    answers.dial = fail('desk-phone.refused');
    expect((await dial('1002')).ok).toBe(false);
    expect(shown()?.dialled).toBeUndefined();
    answers.dial = ok();
    await dial('1002');
    answers.end = fail('net.timeout');
    await end();
    expect(shown()?.dialled).toBe('1002');
    answers.end = fail('desk-phone.refused');
    await end();
    expect(shown()?.dialled).toBeUndefined();
  });
});
