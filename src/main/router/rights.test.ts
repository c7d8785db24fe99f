import { describe, expect, it } from 'vitest';
import { type CommandName, commands } from '../../shared/contract/commands.ts';
import { topicNames } from '../../shared/contract/topics.ts';
import type { SoundPlace } from '../../shared/domain/sound-place.ts';
import { mayCall, maySee } from './rights.ts';

const all = Object.keys(commands) as CommandName[];
const allowed = (role: 'window' | 'media' | 'control', input: unknown, place: SoundPlace['page']) =>
  all.filter((name) => mayCall(role, name, input, place));
const without = (...names: CommandName[]) => all.filter((name) => !names.includes(name));

describe('who may call what', () => {
  it('Q1: the media page answers for sound, says what went wrong in it, and nothing else', () => {
    const expected = ['app/report-fault', 'media/answered', 'media/failed', 'media/stats', 'state/subscribe'];
    expect(allowed('media', {}, 'media-page').toSorted()).toEqual(expected);
    expect(mayCall('media', 'media/answered', { stream: 'video' }, 'media-page')).toBe(false);
    expect(maySee('media', ['media', 'calls', 'settings', 'self', 'soundPlace'])).toBe(true);
    expect(topicNames.filter((topic) => !maySee('media', [topic]))).toEqual(
      expect.arrayContaining(['messages', 'contacts', 'conversations', 'session', 'prompts']),
    );
  });

  it('A9: a window answers for the sound only where it holds it; for pictures always', () => {
    expect(allowed('window', {}, 'window')).toEqual(all);
    expect(allowed('window', {}, 'media-page')).toEqual(
      without('media/answered', 'media/failed', 'media/stats'),
    );
    expect(allowed('window', { stream: 'video' }, 'media-page')).toEqual(all);
    expect(maySee('window', topicNames)).toBe(true);
  });

  it('Q1: a program that controls the app does nothing that only a page can do', () => {
    const ofPages = without(
      ...(['media/answered', 'media/failed', 'media/stats'] as const),
      ...(['links/open-external', 'links/make-default'] as const),
    );
    expect(allowed('control', {}, 'window')).toEqual(ofPages);
  });
});
