import { describe, expect, it } from 'vitest';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { soundBlob, soundTime, voicemailList } from './voicemail-lists.ts';

const message = (id: string, at: number, isDeleted = false): Voicemail => ({
  ...{ id, at, isDeleted, from: { name: 'Bob', number: '1002' }, durationMs: 1_000 },
  ...{ isRead: false, isUrgent: false, isPrivate: false, isSecure: false },
});

describe('lists of voicemail', () => {
  it('V11: the newest is first, and what was deleted has a list of its own', () => {
    const all = [message('a', 1), message('b', 3), message('c', 2, true), message('d', 3)];
    expect(voicemailList(all, false).map(({ id }) => id)).toEqual(['b', 'd', 'a']);
    expect(voicemailList(all, true).map(({ id }) => id)).toEqual(['c']);
  });

  it.each([
    [0, '0:00'],
    [59_600, '1:00'],
    [61_000, '1:01'],
    [-5, '0:00'],
  ])('V11: %d ms are %s', (ms, shown) => {
    expect(soundTime(ms)).toBe(shown);
  });

  it('V11: sound comes as bytes under a name that plays', async () => {
    const blob = soundBlob({ type: 'audio/x-wav', data: btoa('RIFF\u00ff') });
    expect(blob.type).toBe('audio/wav');
    expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([82, 73, 70, 70, 255]);
  });
});
