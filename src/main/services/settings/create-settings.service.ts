import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import { managedSettings } from '../../../shared/deployment/managed-settings.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../../shared/domain/settings.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';
import { migrateSettings, SETTINGS_VERSION } from './migrate-settings.ts';

export interface SettingsService extends SettingsSource {
  readonly handlers: Pick<Handlers, 'settings/set'>;
  /** Reads what is stored and publishes it; before that the defaults hold. */
  start(): Promise<void>;
}

export interface SettingsPorts {
  readonly store: KeyValueStore;
  readonly publisher: Publisher;
  readonly log: Log;
  /** What the administrator proposes and fixes (S3). Absent: nobody does. */
  readonly policies?: Policies;
}

const KEY = 'settings';
const storedSchema = z.object({ version: z.number(), values: z.record(z.string(), z.unknown()) });

export function createSettingsService({ store, publisher, log, policies }: SettingsPorts): SettingsService {
  /** What the person chose; the rest follows the administrator's proposals, then our own. */
  let chosen: Partial<Settings> = {};
  let settings: Settings = defaultSettings;
  const listeners = new Set<(settings: Settings) => void>();
  const show = () => {
    settings = { ...defaultSettings, ...managedBy(policies, false), ...chosen, ...managedBy(policies, true) };
    publisher.set('settings', ONLY, settings);
    for (const listener of listeners) listener(settings);
  };
  return {
    current: () => settings,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      chosen = readSettings(await store.get(KEY), log);
      policies?.onChange(show);
      show();
    },
    handlers: {
      'settings/set': async (change) => {
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        chosen = { ...chosen, ...given };
        show();
        // Where it can't be kept, the choice holds until the end of this run, and the person is told.
        await store.set(KEY, JSON.stringify({ version: SETTINGS_VERSION, values: chosen }));
        return ok();
      },
    },
  };
}

function managedBy(policies: Policies | undefined, isLocked: boolean): Partial<Settings> {
  const rows = policies ? managedSettings(policies.current()) : [];
  return Object.fromEntries(
    rows.filter((row) => row.isLocked === isLocked).map(({ key, value }) => [key, value]),
  );
}

/** Each value that is missing or no longer fits is as if never chosen. */
function readSettings(text: string | undefined, log: Log): Partial<Settings> {
  if (text === undefined) return {};
  const parsed = storedSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    log.warn('stored settings not readable');
    return {};
  }
  const { version, values: stored } = parsed.data;
  // Of a newer program's choices those are taken that this one knows.
  const values = version > SETTINGS_VERSION ? stored : migrateSettings(version, stored);
  const kept = Object.entries(settingsSchema.shape).filter(
    ([name, schema]) => name in values && schema.safeParse(values[name]).success,
  );
  return Object.fromEntries(kept.map(([name]) => [name, values[name]]));
}
