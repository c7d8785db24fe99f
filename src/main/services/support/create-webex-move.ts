import * as z from 'zod/mini';
import { type Settings, settingsSchema } from '../../../shared/domain/settings.ts';
import type { Support } from '../../../shared/domain/support.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';

export interface WebexMovePorts {
  readonly policies: Policies;
  readonly settings: SettingsSource;
  readonly setSettings: (change: Partial<Settings>) => Promise<Result<void>>;
  readonly store: KeyValueStore;
  readonly onChange: () => void;
}

export interface WebexMove {
  readonly handlers: Pick<
    Handlers,
    'support/export-preferences' | 'support/import-preferences' | 'support/dismiss-webex'
  >;
  offer(): Support['webex'];
  begin(): Promise<void>;
}

const SEEN = 'webex-offer-seen';
const FORMAT = 'parlance-preferences';
/** Names of this computer's devices mean nothing elsewhere. */
const HERE_ONLY: readonly (keyof Settings)[] = ['microphoneId', 'speakerId', 'ringerIds', 'cameraId'];
const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  preferences: z.record(z.string(), z.unknown()),
});

/** The way to Webex (S7): offered where EnableJabber2TeamsMigration says so. Preferences can be taken along in any case. */
export function createWebexMove(ports: WebexMovePorts): WebexMove {
  const { policies, settings, store } = ports;
  let isSeen = false;
  return {
    offer() {
      const configuration = policies.current();
      if (!configuration.isOn('EnableJabber2TeamsMigration')) return undefined;
      const url = URL.parse(configuration.text('WebexTeamsDownloadURL'));
      const isWeb = url !== null && /^https?:$/.test(url.protocol);
      return { isNew: !isSeen, ...(isWeb && { downloadUrl: url.href }) };
    },
    async begin() {
      isSeen = (await store.get(SEEN).catch(() => undefined)) !== undefined;
      ports.onChange();
    },
    handlers: {
      'support/export-preferences': async () => {
        const preferences = Object.fromEntries(
          Object.entries(settings.current()).filter(([key]) => !HERE_ONLY.some((each) => each === key)),
        );
        const text = `${JSON.stringify({ format: FORMAT, version: 1, preferences }, null, 2)}\n`;
        return ok({ name: 'parlance-preferences.json', text });
      },
      'support/import-preferences': async ({ text }) => {
        const file = fileSchema.safeParse(parse(text));
        if (!file.success) return fail('support.unreadable-preferences');
        const known = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
          const value = file.data.preferences[key];
          const isTaken = !HERE_ONLY.some((each) => each === key) && schema.safeParse(value).success;
          return isTaken && value !== undefined ? [[key, value] as const] : [];
        });
        const set = await ports.setSettings(Object.fromEntries(known));
        return set.ok ? ok({ taken: known.length }) : set;
      },
      'support/dismiss-webex': async () => {
        isSeen = true;
        ports.onChange();
        await store.set(SEEN, 'true');
        return ok();
      },
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
