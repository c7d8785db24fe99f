import { describe, expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { textIn } from '../../shared/text/text-in.ts';
import { announceCall } from './call-announcement.ts';
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
    announceCall(host, words, call);
    expect(seen).toEqual([{ isUrgent: false }, { title: 'Bob Baker is calling', body: '1002', tag: 'c1' }]);
  });

  it('X5: where the window raises notices itself, main does not', () => {
    const { host, seen } = rig(false);
    announceCall(host, words, { ...call, peer: { ...call.peer, name: '' } });
    expect(seen).toEqual([{ isUrgent: false }]);
  });
});
