import { describe, expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { textIn } from '../../shared/text/text-in.ts';
import type { DesktopNotice } from '../ports/host.port.ts';
import { fixedPolicies } from '../../../test/fakes/fixed-policies.ts';
import { announceCall, announcementRules } from './call-announcement.ts';
import type { Words } from './words.ts';

const call = { id: 'c1', peer: { name: 'Bob Baker', address: '1002' } } as Call;

const words: Words = (key, params) => textIn('en', key, params);

function rig(nativeNotifications: boolean) {
  const seen: unknown[] = [];
  const host = {
    caps: { nativeNotifications } as HostCaps,
    notify: (notice: unknown) => void seen.push(notice),
    showWindow: (isUrgent: boolean) => void seen.push({ isUrgent }),
  };
  return { host, seen };
}

describe('a ringing call', () => {
  it('X5: brings the window up without taking the keyboard, and says who calls', () => {
    const { host, seen } = rig(true);
    announceCall(host, words, call, () => undefined);
    expect(seen).toMatchObject([
      { isUrgent: false },
      { title: 'Bob Baker is calling', body: '1002', tag: 'c1', isUrgent: true },
    ]);
  });

  it('X5: is answered or declined on the notice', () => {
    const { host, seen } = rig(true);
    const done: string[] = [];
    announceCall(host, words, call, (act, id) => done.push(`${act} ${id}`));
    const notice = seen[1] as DesktopNotice;
    expect(notice.actions?.map(({ label }) => label)).toEqual(['Answer', 'Decline']);
    notice.onAct?.({ kind: 'open' });
    for (const { id } of notice.actions ?? []) notice.onAct?.({ kind: 'action', id });
    notice.onAct?.({ kind: 'action', id: 'other' });
    expect(done).toEqual(['open c1', 'answer c1', 'decline c1']);
  });

  it.each<
    [
      string,
      Readonly<Record<string, string>>,
      'computer' | 'desk',
      readonly ['window', 'notice'] | readonly string[],
    ]
  >([
    ['nothing', {}, 'computer', ['window', 'notice']],
    ['SoftPhoneModeWindowBehavior Never', { SoftPhoneModeWindowBehavior: 'Never' }, 'computer', ['notice']],
    [
      'SoftPhoneModeWindowBehavior OnVideo',
      { SoftPhoneModeWindowBehavior: 'OnVideo' },
      'computer',
      ['notice'],
    ],
    ['that of the other phone', { SoftPhoneModeWindowBehavior: 'Never' }, 'desk', ['window', 'notice']],
    ['DeskPhoneModeWindowBehavior', { DeskPhoneModeWindowBehavior: 'Never' }, 'desk', ['notice']],
    ['CTIWindowBehaviour', { CTIWindowBehaviour: 'Never' }, 'desk', ['notice']],
    ['ShowCallAlerts', { ShowCallAlerts: 'false' }, 'computer', []],
  ])('X5 S3: with %s', (_title, policies, phone, expected) => {
    const { host, seen } = rig(true);
    const rules = announcementRules(fixedPolicies(policies).current(), phone);
    announceCall(host, words, call, () => undefined, rules);
    expect(seen.map((one) => ('tag' in (one as object) ? 'notice' : 'window'))).toEqual(expected);
  });

  it('X5: where the window raises notices itself, main does not', () => {
    const { host, seen } = rig(false);
    announceCall(host, words, { ...call, peer: { ...call.peer, name: '' } }, () => undefined);
    expect(seen).toEqual([{ isUrgent: false }]);
  });
});
