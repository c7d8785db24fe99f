import { type Settings, settingsSchema } from '../domain/settings.ts';
import { defaultCallKey, readHotKey } from '../domain/hot-keys.ts';
import type { EffectiveConfiguration, EffectiveValue } from './effective-configuration.ts';

/** A preference that the deployment has a word on. */
export interface ManagedSetting {
  readonly key: keyof Settings;
  readonly parameter: string;
  readonly value: Settings[keyof Settings];
  /** True: the person cannot choose otherwise. False: only what holds until the person chooses. */
  readonly isLocked: boolean;
}

interface Row {
  readonly key: keyof Settings;
  readonly parameter: string;
  readonly read: (value: string) => Settings[keyof Settings] | undefined;
  /** Fixed wherever it was written, not by the system's policies only: what is taken away, not proposed. */
  readonly isAlwaysFixed?: true;
}

const requests = (value: string) => settingsSchema.shape.acceptRequests.safeParse(value).data;
const isOn = (value: string): boolean => value === 'true';

/** A Windows language number (LCID): its low ten bits are the language, the rest the country. */
const languageOf = (value: string): Settings['language'] | undefined =>
  (({ 7: 'de', 9: 'en' }) as const)[Number(value) & (0x3ff as 7 | 9)];

const positionOf = (value: string): Settings['dockedPosition'] | undefined =>
  (({ topcenter: 'top-center', topleft: 'top-left', topright: 'top-right' }) as const)[
    value.toLowerCase() as 'topcenter'
  ];

/** `true`, `false`, or a key as the guides write them: CTRL+SHIFT+J. What cannot be a key changes nothing. */
function callKeyOf(value: string): string | undefined {
  return value === 'true' ? defaultCallKey : value === 'false' ? '' : readHotKey(value);
}

/** Which parameter speaks of which preference. Those in a file of the server or the installer are the first value, those of the system's policies are fixed (S3). */
const rows: readonly Row[] = [
  { key: 'language', parameter: 'LANGUAGE', read: languageOf },
  // Spoken of last, it wins over the number.
  {
    key: 'language',
    parameter: 'UseSystemLanguage',
    read: (value) => (isOn(value) ? 'system' : undefined),
  },
  { key: 'hotKeyCall', parameter: 'MakeCallHotKey', read: callKeyOf },
  { key: 'showDocked', parameter: 'DockedWindowVisible', read: isOn },
  { key: 'dockedPosition', parameter: 'DockedWindowPosition', read: positionOf },
  { key: 'startWithVideo', parameter: 'StartCallWithVideo', read: isOn },
  { key: 'startAtLogin', parameter: 'Start_Client_On_Start_OS', read: isOn },
  { key: 'acceptRequests', parameter: 'AcceptContactRequests', read: requests },
  {
    key: 'allowAccessories',
    parameter: 'EnableAccessoriesManager',
    // On is no more than Jabber's default: here each program is let in by the person.
    read: (value) => (isOn(value) ? undefined : false),
    isAlwaysFixed: true,
  },
  { key: 'showOfflineContacts', parameter: 'ShowOfflineContacts', read: isOn },
];

/** The preferences that somebody has decided for the person, or proposed. */
export function managedSettings(configuration: EffectiveConfiguration): readonly ManagedSetting[] {
  const given = new Map(configuration.values.map((each) => [each.name, each]));
  return rows.flatMap(({ key, parameter, read, isAlwaysFixed }) => {
    const row: EffectiveValue | undefined = given.get(parameter);
    const value = row && row.source !== 'default' ? read(row.value) : undefined;
    if (!row || value === undefined) return [];
    return [{ key, parameter, value, isLocked: isAlwaysFixed === true || row.source === 'policy' }];
  });
}
