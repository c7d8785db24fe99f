import { defaultSettings, type Settings } from '../../src/shared/domain/settings.ts';
import type { SettingsSource } from '../../src/main/ports/settings-source.port.ts';

export interface FixedSettings extends SettingsSource {
  change(values: Partial<Settings>): void;
}

/** A person's choices: the defaults, and what the test says. */
export function fixedSettings(values: Partial<Settings> = {}): FixedSettings {
  const listeners = new Set<(settings: Settings) => void>();
  let settings = { ...defaultSettings, ...values };
  return {
    current: () => settings,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(next) {
      settings = { ...settings, ...next };
      for (const listener of listeners) listener(settings);
    },
  };
}
