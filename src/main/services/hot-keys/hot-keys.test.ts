import { describe, expect, it, vi } from 'vitest';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { ONLY } from '../../../shared/contract/topics.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { HotKeyAction } from '../../../shared/domain/hot-keys.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createHotKeys, type HotKeysPorts } from './create-hot-keys.service.ts';
import { numberInText } from './number-in-text.ts';

function desk({ selected = '', taken = [] as readonly string[], isAccepted = true } = {}) {
  const keys = new Map<string, () => void>();
  const deeds: string[] = [];
  const asked: unknown[] = [];
  const told: string[] = [];
  const publisher = memoryPublisher();
  const clock = manualClock();
  const settings = fixedSettings();
  const log = (name: string) => async (argument: object) => {
    deeds.push(`${name} ${JSON.stringify(argument)}`);
    return ok() as never;
  };
  const service = createHotKeys({
    ...{ publisher, settings, clock, log: silentLog },
    keys: {
      take: (key, onPressed) => !taken.includes(key) && keys.set(key, onPressed) !== undefined,
      release: (key) => void keys.delete(key),
      selectedText: async () => selected,
    },
    calls: {
      'calls/answer': log('answer'),
      'calls/decline': log('decline'),
      'calls/hang-up': log('hang-up'),
      'calls/set-mute': log('mute'),
      'calls/dial': log('dial'),
      'calls/preview': async ({ target }) => ok({ number: `0${target}`, isEmergency: false }),
    },
    showWindow: () => deeds.push('show'),
    prompter: {
      ask: async (prompt) => {
        asked.push(prompt);
        return isAccepted;
      },
      tell: ({ text }) => void told.push(text.key),
    } satisfies HotKeysPorts['prompter'],
  });
  service.begin();
  const use = ({ call, ...others }: Partial<Record<HotKeyAction, string>>) =>
    settings.change({
      hotKeyCall: call ?? settings.current().hotKeyCall,
      hotKeys: { ...settings.current().hotKeys, ...others },
    });
  const states = () => publisher.get('hotKeys', ONLY)?.keys.map(({ action, state }) => `${action} ${state}`);
  return { keys, deeds, asked, told, service, clock, use, states };
}

const call = (change: Partial<Call>) => ({ id: 'c1', startedAt: 1, can: [], ...change }) as unknown as Call;

describe('global keys', () => {
  it('X5: from the start only the key that calls what is selected is taken; the others when they are chosen', () => {
    const { keys, use, states } = desk();
    expect([...keys.keys()]).toEqual(['Control+Shift+J']);
    use({ answer: 'Control+Shift+F9', call: '' });
    expect([...keys.keys()]).toEqual(['Control+Shift+F9']);
    expect(states()).toEqual(['call off', 'answer on', 'end off', 'mute off', 'show off']);
  });

  it('X5: a key that another program has, that is used twice or that cannot be one is told of', () => {
    const { use, states } = desk({ taken: ['Control+Shift+J'] });
    use({ answer: 'Control+F9', end: 'F9', mute: 'ctrl+f9' });
    expect(states()).toEqual(['call taken', 'answer on', 'end unusable', 'mute repeated', 'show off']);
  });

  it('X5: the number that is selected elsewhere is dialled, once the person has said yes to it', async () => {
    const { keys, deeds, asked } = desk({ selected: ' Tel. +49 (0)30 123-45 67\n' });
    keys.get('Control+Shift+J')?.();
    keys.get('Control+Shift+J')?.();
    await vi.waitFor(() => expect(deeds).toContain('dial {"target":"+49301234567"}'));
    expect(asked[0]).toMatchObject({ kind: 'dial', target: '0+49301234567', origin: 'selection' });
  });

  it('X5: without a yes nothing is dialled, and without a number the person is told what to select', async () => {
    const refused = desk({ selected: '1001', isAccepted: false });
    refused.keys.get('Control+Shift+J')?.();
    await vi.waitFor(() => expect(refused.asked).toHaveLength(1));
    const empty = desk({ selected: 'no number here' });
    empty.keys.get('Control+Shift+J')?.();
    await vi.waitFor(() => expect(empty.told).toEqual(['hot-keys.no-number']));
    expect([...refused.deeds, ...empty.deeds]).toEqual(['show', 'show']);
  });

  it('X5: answer, end and mute mean the call that rings first, then the one that is spoken in', () => {
    const { keys, deeds, service, use } = desk();
    use({ answer: 'F13', end: 'F14', mute: 'F15' });
    const press = (...names: string[]) => names.forEach((name) => keys.get(name)?.());
    press('F13', 'F14', 'F15');
    expect(deeds).toEqual([]);
    service.callChanged('c1', call({ state: 'ringing-in', can: ['answer', 'decline'] }));
    press('F13', 'F14', 'F15');
    service.callChanged('c1', call({ state: 'connected', can: ['mute', 'hang-up'], isMuted: false }));
    press('F13', 'F14', 'F15');
    service.callChanged('c1', undefined);
    press('F14');
    expect(deeds).toEqual([
      'answer {"callId":"c1"}',
      'decline {"callId":"c1"}',
      'hang-up {"callId":"c1"}',
      'mute {"callId":"c1","isMuted":true}',
    ]);
  });

  it('X5: while a new key is pressed in Preferences none acts; they come back, also when the window went', async () => {
    const { keys, clock, service } = desk();
    const rest = (isResting: boolean) =>
      service.handlers['hot-keys/rest']({ isResting }, { signal: new AbortController().signal });
    await rest(true);
    expect(keys.size).toBe(0);
    await rest(false);
    expect(keys.size).toBe(1);
    await rest(true);
    clock.advance(30_000);
    expect(keys.size).toBe(1);
    service.end();
    expect(keys.size).toBe(0);
  });

  it.each([
    ['1001', '1001'],
    ['call +1 (555) 010-0199 now', '+15550100199'],
    ['(030) 1234.567', '0301234567'],
    ['030\u00a01234\u20111567', '03012341567'],
    ['*72 then', '*72'],
    ['bob@example.test', 'bob@example.test'],
    ['sip:600@example.test;x=1', 'sip:600@example.test'],
    ['7', undefined],
    ['no digits', undefined],
    ['', undefined],
  ])('X5: in %j the number is %s', (text, number) => expect(numberInText(text)).toBe(number));

  it('X5: a page of digits is no number', () => expect(numberInText('9'.repeat(501))).toBeUndefined());
});
