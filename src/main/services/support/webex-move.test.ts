import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createWebexMove } from './create-webex-move.ts';

const context = { signal: new AbortController().signal };

async function bench(given: Readonly<Record<string, string>> = {}, settings: Partial<Settings> = {}) {
  const store = memoryKeyValue();
  const set: Partial<Settings>[] = [];
  const make = async () => {
    const move = createWebexMove({
      policies: fixedPolicies(given),
      settings: { current: () => ({ ...defaultSettings, ...settings }), onChange: () => () => undefined },
      setSettings: async (change) => {
        set.push(change);
        return ok();
      },
      store,
      onChange: () => undefined,
    });
    await move.begin();
    return move;
  };
  return { make, set, move: await make() };
}

describe('the way to Webex', () => {
  it.each([
    [{}, undefined],
    [{ WebexTeamsDownloadURL: 'https://www.webex.com/d' }, undefined],
    [{ EnableJabber2TeamsMigration: 'true' }, { isNew: true }],
    [
      { EnableJabber2TeamsMigration: 'true', WebexTeamsDownloadURL: 'https://www.webex.com/d' },
      { isNew: true, downloadUrl: 'https://www.webex.com/d' },
    ],
    [{ EnableJabber2TeamsMigration: 'true', WebexTeamsDownloadURL: 'file:///c:/x.exe' }, { isNew: true }],
  ])('S7: with %j the offer is %j', async (given, offer) => {
    const { move } = await bench(given);
    expect(move.offer()).toEqual(offer);
  });

  it('S7: what was looked at once is not shown by itself again, also after a restart', async () => {
    const { move, make } = await bench({ EnableJabber2TeamsMigration: 'true' });
    await move.handlers['support/dismiss-webex'](undefined, context);
    expect(move.offer()).toEqual({ isNew: false });
    expect((await make()).offer()).toEqual({ isNew: false });
  });

  it('S7: preferences go out and come in again, without this computer’s devices', async () => {
    const { move, set } = await bench({}, { theme: 'dark', textScale: 1.5, microphoneId: 'mic-1' });
    const file = await move.handlers['support/export-preferences'](undefined, context);
    if (!file.ok) throw new Error('not exported');
    expect(file.value.text).not.toContain('mic-1');
    const read = await move.handlers['support/import-preferences']({ text: file.value.text }, context);
    expect(read.ok && read.value.taken).toBeGreaterThan(5);
    expect(set[0]).toMatchObject({ theme: 'dark', textScale: 1.5 });
    expect(set[0]).not.toHaveProperty('microphoneId');
  });

  it('S7: of a file only what is known and fits is taken', async () => {
    const { move, set } = await bench();
    const preferences = { theme: 'purple', density: 'compact', hologram: true, microphoneId: 'x' };
    const text = JSON.stringify({ format: 'parlance-preferences', version: 1, preferences });
    expect(await move.handlers['support/import-preferences']({ text }, context)).toEqual({
      ok: true,
      value: { taken: 1 },
    });
    expect(set).toEqual([{ density: 'compact' }]);
  });

  it.each(['', '{', '[]', '{"format":"else","version":1,"preferences":{}}'])(
    'S7: «%s» is no such file',
    async (text) => {
      const { move, set } = await bench();
      expect(await move.handlers['support/import-preferences']({ text }, context)).toMatchObject({
        error: { code: 'support.unreadable-preferences' },
      });
      expect(set).toEqual([]);
    },
  );
});
