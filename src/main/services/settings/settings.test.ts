import { describe, expect, it, vi } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';
import { failure } from '../../../shared/errors/result.ts';
import { StorageError } from '../../ports/storage.port.ts';
import { createSettingsService } from './create-settings.service.ts';
import { migrateSettings } from './migrate-settings.ts';

const context = { signal: new AbortController().signal };

async function start(store = memoryKeyValue(), policies = fixedPolicies()) {
  const publisher = memoryPublisher();
  const service = createSettingsService({ store, publisher, log: silentLog, policies });
  await service.start();
  return {
    service,
    store,
    set: (change: Partial<Settings>) => service.handlers['settings/set'](change, context),
    shown: () => publisher.get('settings', 'only'),
  };
}

describe('settings', () => {
  it('start with the defaults, and come back as they were set', async () => {
    const first = await start();
    expect(first.shown()).toEqual(defaultSettings);
    await first.set({ theme: 'dark', textScale: 1.5 });
    expect(first.shown()).toEqual({ ...defaultSettings, theme: 'dark', textScale: 1.5 });
    const second = await start(first.store);
    expect(second.service.current()).toEqual({ ...defaultSettings, theme: 'dark', textScale: 1.5 });
  });

  it('tell who listens, until they stop', async () => {
    const { service, set } = await start();
    const seen: string[] = [];
    const stop = service.onChange((settings) => seen.push(settings.theme));
    await set({ theme: 'light' });
    stop();
    await set({ theme: 'dark' });
    expect(seen).toEqual(['light']);
  });

  it.each([
    ['not JSON', '{', defaultSettings],
    ['another shape', '[1]', defaultSettings],
    [
      'one value that no longer fits',
      JSON.stringify({ version: 1, values: { ...defaultSettings, theme: 'purple', density: 'compact' } }),
      { ...defaultSettings, density: 'compact' },
    ],
    [
      'of a newer program',
      JSON.stringify({ version: 99, values: { theme: 'dark', density: { name: 'tight' }, hologram: true } }),
      { ...defaultSettings, theme: 'dark' },
    ],
  ])('Q3: what is stored as %s costs only what can’t be read', async (_, text, expected) => {
    const store = memoryKeyValue();
    store.entries.set('settings', text);
    expect((await start(store)).shown()).toEqual(expected);
  });

  it('hold for this run when they can’t be kept, and say so', async () => {
    const { set, shown, store } = await start();
    vi.spyOn(store, 'set').mockRejectedValue(new StorageError(failure('storage.unavailable')));
    await expect(set({ theme: 'dark' })).rejects.toBeInstanceOf(StorageError);
    expect(shown()?.theme).toBe('dark');
  });

  it('today’s version passes the migration unchanged', () => {
    expect(migrateSettings(2, { theme: 'system' })).toEqual({ theme: 'system' });
  });

  it('what the first version wrote without being asked counts as not chosen', () => {
    expect(migrateSettings(1, { ...defaultSettings, theme: 'dark' })).toEqual({ theme: 'dark' });
  });

  it('S3: an administrator proposes by a file and fixes by policy', async () => {
    const policies = fixedPolicies({ ShowOfflineContacts: 'false' });
    const { set, shown } = await start(memoryKeyValue(), policies);
    expect(shown()?.showOfflineContacts).toBe(false);
    await set({ showOfflineContacts: true });
    expect(shown()?.showOfflineContacts).toBe(true);
    policies.set({}, { ShowOfflineContacts: 'false', Start_Client_On_Start_OS: 'true' });
    expect(shown()).toMatchObject({ showOfflineContacts: false, startAtLogin: true });
    await set({ startAtLogin: false });
    expect(shown()?.startAtLogin).toBe(true);
    policies.set({});
    expect(shown()).toMatchObject({ showOfflineContacts: true, startAtLogin: false });
  });

  it('S3: what is taken away cannot be chosen, wherever it was written', async () => {
    const policies = fixedPolicies();
    const { set, shown } = await start(memoryKeyValue(), policies);
    await set({ allowAccessories: true });
    expect(shown()?.allowAccessories).toBe(true);
    policies.set({ EnableAccessoriesManager: 'false' });
    expect(shown()?.allowAccessories).toBe(false);
    policies.set({ EnableAccessoriesManager: 'true' });
    expect(shown()?.allowAccessories).toBe(true);
  });
});
