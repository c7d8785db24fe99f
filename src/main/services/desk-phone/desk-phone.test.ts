import { describe, expect, it, vi } from 'vitest';
import { PhoneModel } from '../../../../lab/embedded/csta-phone/phone-model.ts';
import { fakeSip } from '../../../../test/fakes/fake-sip.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryCallLog } from '../../../../test/fakes/memory-call-log.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result, unwrap } from '../../../shared/errors/result.ts';
import { createPhoneControl } from '../../engines/csta/create-phone-control.ts';
import type { ListedPhone } from '../../ports/desk-phone.port.ts';
import { createDeskPhone } from './create-desk-phone.service.ts';

const PHONES: readonly ListedPhone[] = [
  { device: 'SEP1', description: 'Desk', model: '8845', lines: ['1001', '1009'] },
  { device: 'SEP2', description: 'Lab', model: '7841', lines: ['1001'] },
];
const context = { signal: new AbortController().signal };
const HANDLED = () => Promise.resolve(ok());

/** The service with a pretended WebDialer, phone under control and calls of this computer. */
async function desk({ store = memoryKeyValue(), phones = PHONES, hasTokens = false, given = '' } = {}) {
  const [publisher, clock, callLog, sip] = [memoryPublisher(), manualClock(), memoryCallLog(), fakeSip()];
  const told: unknown[] = [];
  const answers: {
    dial: Result<void>;
    list: Result<readonly ListedPhone[]>;
    end: Result<void>;
    transfer: Result<void>;
  } = { dial: ok(), list: ok(phones), end: ok(), transfer: ok() };
  const model = new PhoneModel({ device: '1001', behaviour: { 1486: 'busy' } }, (event) =>
    sip.controlled?.onInfo(event),
  );
  sip.playPhone((body) => model.ask(body));
  const note = (...what: unknown[]) => (told.push(what), ok());
  const service = createDeskPhone({
    ...{ publisher, clock, sip, random: seededRandom(7), log: silentLog },
    control: createPhoneControl({ sip, clock, log: silentLog }),
    resolveParty: async (address) => (address === '1002' ? { name: 'Bob Builder' } : undefined),
    givenAddress: () => given,
    onStandIn: (callId, target) => note('about', callId, target),
    onRinging: ({ peer }) => void told.push(['rings', peer.address]),
    onOnCall: () => {},
    phones: {
      list: async () => answers.list,
      dial: async (_, phone, number) => (told.push(['dial', phone, number]), answers.dial),
      end: async (_, phone) => (told.push(['end', phone]), answers.end),
    },
    calls: {
      'calls/dial': async ({ target }) => (note('here', target), ok({ callId: 'c1' as CallId })),
      'calls/preview': async ({ target }) =>
        ok({ number: target.replaceAll(' ', ''), isEmergency: target === '112' }),
      'calls/answer': async ({ callId }) => note('answer here', callId),
      'calls/decline': HANDLED,
      'calls/hang-up': async ({ callId }) => note('hang up here', callId),
      'calls/hold': async ({ callId }) => note('hold here', callId),
      'calls/resume': HANDLED,
      'calls/set-mute': async ({ callId, isMuted }) => note('mute here', callId, isMuted),
      'calls/set-video': HANDLED,
      'calls/send-dtmf': HANDLED,
      'calls/transfer': async ({ callId, to }) => (note('transfer here', callId, to), answers.transfer),
      'calls/consult': async () => ok({ callId: 'c2' as CallId }),
      'calls/merge': HANDLED,
    },
  });
  await service.start({ keyValue: store, callLog });
  service.begin({
    ...{ servers: ['https://ucm:8443/cucm-uds'], username: 'alice', password: 'p' },
    ...(hasTokens && {
      tokens: { current: () => 't', get: async () => ok('t'), renew: async () => ok('t') },
    }),
  });
  return {
    ...{ service, told, answers, store, model, sip, clock, callLog, publisher },
    dial: (target: string) => service.calls['calls/dial']({ target }, context),
    shown: () => publisher.get('deskPhone', 'only'),
    states: () => publisher.all('calls').map(({ peer, state }) => `${peer.address} ${state}`),
    turn: (isOn: boolean) =>
      service.handlers['desk-phone/set-mode']({ mode: isOn ? 'desk' : 'computer' }, context),
    end: () => service.handlers['desk-phone/end'](undefined, context),
  };
}

describe('desk-phone mode', () => {
  it('V7: one switch, and calls are placed by the phone on the desk, and ended there', async () => {
    const { turn, dial, end, told, shown } = await desk();
    await dial('1002');
    expect((await turn(true)).ok).toBe(true);
    expect(shown()).toMatchObject({ state: 'ready', mode: 'desk', chosen: { device: 'SEP1', line: '1001' } });
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
    expect(again.shown()).toMatchObject({ mode: 'desk', chosen: { device: 'SEP2', line: '1001' } });
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
    expect(shown()).toMatchObject({ state: code === 'desk-phone.none' ? 'none' : 'idle', mode: 'computer' });
  });

  it('V7: that the server has no such service is known before anybody asks for it', async () => {
    const { answers, clock, shown } = await desk();
    answers.list = fail('desk-phone.none');
    expect(shown()).toMatchObject({ state: 'idle' });
    clock.advance(5_000);
    await vi.waitFor(() => expect(shown()).toMatchObject({ state: 'none', mode: 'computer' }));
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

/** A desk phone under control, ready. */
async function controlled() {
  const at = await desk();
  const { handlers } = at.service;
  unwrap(await handlers['desk-phone/set-address']({ address: 'sip:1001@example.test' }, context));
  unwrap(await at.turn(true));
  expect(at.shown()).toMatchObject({ mode: 'desk', control: { state: 'ready' } });
  return at;
}

describe('a desk phone under control', () => {
  it('V7: calls placed here are the phone’s, shown with a name, held, sent digits, ended, and in the history', async () => {
    const { dial, service, states, publisher, callLog, told } = await controlled();
    const { callId } = unwrap(await dial('1002'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    const shown = publisher.get('calls', callId);
    expect(shown).toMatchObject({ phone: 'desk', peer: { name: 'Bob Builder' } });
    expect(shown?.can).not.toContain('mute');
    unwrap(await service.calls['calls/send-dtmf']({ callId, digits: '12,3#' }, context));
    unwrap(await service.calls['calls/hold']({ callId }, context));
    await vi.waitFor(() => expect(states()).toEqual(['1002 held']));
    unwrap(await service.calls['calls/resume']({ callId }, context));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    expect(service.isOnCall()).toBe(true);
    expect(await service.calls['calls/set-mute']({ callId, isMuted: true }, context)).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
    unwrap(await service.calls['calls/hang-up']({ callId }, context));
    await vi.waitFor(() =>
      expect(callLog.rows).toMatchObject([{ id: callId, outcome: 'placed', peer: { address: '1002' } }]),
    );
    expect(service.isOnCall()).toBe(false);
    expect(told).toEqual([]);
  });

  it('V7 S3: the administrator’s address is taken where the person set none, and is not kept as theirs', async () => {
    const store = memoryKeyValue();
    const at = await desk({ store, given: 'sip:{user}@phones.example.com' });
    expect(at.shown()?.control).toEqual({ address: 'sip:alice@phones.example.com', state: 'off' });
    unwrap(await at.turn(true));
    expect(at.shown()?.mode).toBe('desk');
    expect((await desk({ store })).shown()?.control?.address ?? '').toBe('');
    const plain = await desk({ given: '1001' });
    unwrap(await plain.turn(true));
    await vi.waitFor(() => expect(plain.shown()?.control?.state).toBe('ready'));
    unwrap(await at.service.handlers['desk-phone/set-address']({ address: '1001' }, context));
    expect(at.shown()?.control?.address).toBe('1001');
    unwrap(await at.service.handlers['desk-phone/set-address']({ address: '' }, context));
    expect(at.shown()?.control?.address).toBe('sip:alice@phones.example.com');
    expect((await desk({ given: 'sip: nonsense <' })).shown()?.control).toBeUndefined();
  });

  it('V7 V14: the phone forwards its calls and keeps quiet as told here, and what is set at the phone is shown', async () => {
    const { service, model, shown } = await controlled();
    const { handlers } = service;
    unwrap(await handlers['desk-phone/set-forward']({ number: '1009' }, context));
    expect(model.forwardedTo).toBe('1009');
    expect(shown()?.control?.forward).toEqual({ kind: 'to', target: '1009' });
    unwrap(await handlers['desk-phone/set-silence']({ isSilent: true }, context));
    expect(model.isSilent).toBe(true);
    expect(shown()?.control?.isSilent).toBe(true);
    expect(await handlers['desk-phone/set-forward']({ number: '112' }, context)).toMatchObject({
      error: { code: 'call.bad-number' },
    });
    unwrap(await handlers['desk-phone/set-forward']({ number: '' }, context));
    expect(model.forwardedTo).toBeUndefined();
    expect(shown()?.control?.forward).toEqual({ kind: 'off' });
    unwrap(await handlers['desk-phone/set-mode']({ mode: 'computer' }, context));
    expect(shown()?.control?.isSilent).toBeUndefined();
    expect(await handlers['desk-phone/set-silence']({ isSilent: false }, context)).toMatchObject({
      error: { code: 'desk-phone.lost' },
    });
  });

  it('V7: a call that comes to the phone rings here once, is answered, talked about with another and handed over', async () => {
    const { service, model, states, publisher, told, callLog } = await controlled();
    model.ring('1002');
    expect(told).toEqual([['rings', '1002']]);
    expect(service.isRingingAt('1002')).toBe(true);
    const callId = publisher.all('calls')[0]?.id as CallId;
    unwrap(await service.calls['calls/answer']({ callId }, context));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    const second = unwrap(await service.calls['calls/consult']({ callId, target: '1003' }, context));
    await vi.waitFor(() => expect(states()).toEqual(['1002 held', '1003 connected']));
    expect(publisher.get('calls', second.callId)?.consultsFor).toBe(callId);
    unwrap(await service.calls['calls/transfer']({ callId, to: second }, context));
    await vi.waitFor(() =>
      expect(callLog.rows.map(({ outcome }) => outcome)).toEqual(['placed', 'answered']),
    );
  });

  it('V7: one that is declined, one that nobody took and one that is busy are kept as such', async () => {
    const { dial, service, model, publisher, callLog } = await controlled();
    model.ring('1002');
    const ringing = () => publisher.all('calls').find(({ state }) => state === 'ringing-in')?.id as CallId;
    unwrap(await service.calls['calls/decline']({ callId: ringing() }, context));
    model.peerLeaves(model.ring('1003'));
    const { callId } = unwrap(await dial('1486'));
    await vi.waitFor(() => expect(publisher.get('calls', callId)?.error?.code).toBe('call.busy'));
    await vi.waitFor(() =>
      expect(callLog.rows.map(({ outcome }) => outcome).toSorted()).toEqual(['declined', 'missed', 'placed']),
    );
  });

  it('V7: the phone lost, its calls are gone from here and it says so; it is taken again by itself', async () => {
    const { dial, model, sip, clock, shown, states, callLog } = await controlled();
    unwrap(await dial('1002'));
    await vi.waitFor(() => expect(states()).toEqual(['1002 connected']));
    sip.playPhone(() => undefined);
    model.stopMonitor();
    expect(shown()?.control).toMatchObject({ state: 'lost', error: { code: 'desk-phone.lost' } });
    expect(states()).toEqual([]);
    expect(await dial('1003')).toMatchObject({ error: { code: 'desk-phone.lost' } });
    clock.advance(2_000);
    await vi.waitFor(() => expect(shown()?.control?.state).toBe('lost'));
    sip.playPhone((body) => model.ask(body));
    clock.advance(4_000);
    await vi.waitFor(() => expect(shown()?.control?.state).toBe('ready'));
    // The call went on at the phone all the while, and it is the same person.
    expect(states()).toEqual(['1002 connected']);
    expect(callLog.rows).toEqual([]);
  });

  it('V7: a phone that refuses control is said to, and left alone until something changes', async () => {
    const { service, sip, model, clock, shown, turn } = await controlled();
    unwrap(await turn(false));
    sip.playPhone(() => '<CSTAErrorCode><security>accessDenied</security></CSTAErrorCode>');
    unwrap(await turn(true));
    expect(shown()).toMatchObject({ control: { state: 'off', error: { code: 'desk-phone.not-allowed' } } });
    const asked = model.requests.length;
    sip.playPhone((body) => model.ask(body));
    clock.advance(600_000);
    expect(model.requests).toHaveLength(asked);
    unwrap(await service.handlers['desk-phone/set-address']({ address: '1001' }, context));
    expect(shown()?.control?.state).toBe('ready');
  });

  it('V7: whoever signs in next has other phones', async () => {
    const at = await controlled();
    await at.service.stop();
    await at.service.start({ keyValue: memoryKeyValue(), callLog: at.callLog });
    expect(at.shown()).toMatchObject({ mode: 'computer', other: { number: '' } });
    expect(at.shown()?.control).toBeUndefined();
    expect(at.shown()?.chosen).toBeUndefined();
  });

  it('V7: it is kept for the next start, and taken when the registration stands; this computer takes over at a click', async () => {
    const first = await controlled();
    const again = await desk({ store: first.store });
    expect(again.shown()).toMatchObject({ mode: 'desk', control: { state: 'off' } });
    const registration = { kind: 'registered', server: 's', transport: 'udp', expiresAt: 0 } as const;
    again.sip.setRegistration(registration);
    await vi.waitFor(() => expect(again.shown()?.control?.state).toBe('ready'));
    await again.dial('112');
    expect(again.told).toEqual([['here', '112']]);
    unwrap(await again.turn(false));
    await again.dial('1002');
    expect(again.told.at(-1)).toEqual(['here', '1002']);
    expect(again.shown()).toMatchObject({ mode: 'computer', control: { state: 'off' } });
  });
});

/** A call of this computer, as far as matters here. */
const callOfHere = (state: Call['state'], error?: Call['error']): Call => ({
  ...{ id: 'c1' as CallId, direction: 'out', state, isMuted: true, startedAt: 0, security: 'none' },
  ...{ peer: { name: '', address: '0170' }, dtmfSent: '', can: [], ...(error && { error }) },
});

describe('another phone of the person', () => {
  async function other() {
    const at = await desk();
    const { handlers } = at.service;
    expect(await handlers['desk-phone/set-mode']({ mode: 'other' }, context)).toMatchObject({ ok: true });
    expect(await at.dial('1002')).toMatchObject({ error: { code: 'desk-phone.no-number' } });
    unwrap(await handlers['desk-phone/set-number']({ number: '0170 123' }, context));
    return at;
  }

  it('V8: the person’s number is called first, silently, and sent on to whom they want when they answer', async () => {
    const { dial, told, shown, service } = await other();
    unwrap(await dial('1002'));
    expect(told).toEqual([
      ['here', '0170 123'],
      ['about', 'c1', '1002'],
      ['mute here', 'c1', true],
    ]);
    expect(shown()?.other).toEqual({ number: '0170 123', step: 'calling-you', target: '1002' });
    service.callChanged('c1', callOfHere('ringing-out'));
    service.callChanged('c1', callOfHere('connected'));
    service.callChanged('c1', callOfHere('connected'));
    await vi.waitFor(() => expect(shown()?.other?.step).toBe('idle'));
    expect(told.slice(3)).toEqual([['transfer here', 'c1', { target: '1002' }]]);
    expect(shown()?.other?.error).toBeUndefined();
  });

  it('V8: nobody at either end is said, and nobody is left waiting; one call at a time', async () => {
    const { dial, told, shown, service, answers } = await other();
    unwrap(await dial('1002'));
    expect(await dial('1003')).toMatchObject({ error: { code: 'call.not-possible-now' } });
    service.callChanged('c1', callOfHere('ended', { code: 'call.no-answer' }));
    expect(shown()?.other).toMatchObject({ step: 'idle', error: { code: 'call.no-answer' } });
    answers.transfer = fail('call.transfer-busy');
    unwrap(await dial('1002'));
    service.callChanged('c1', callOfHere('connected'));
    await vi.waitFor(() => expect(shown()?.other?.error?.code).toBe('call.transfer-busy'));
    expect(told.at(-1)).toEqual(['hang up here', 'c1']);
  });

  it('V8: emergency calls are this computer’s, and no emergency number is the other phone', async () => {
    const { dial, told, service } = await other();
    await dial('112');
    expect(told).toEqual([['here', '112']]);
    const set = service.handlers['desk-phone/set-number'];
    expect(await set({ number: '112' }, context)).toMatchObject({ error: { code: 'call.bad-number' } });
  });
});
