import type { Settings } from '../../shared/domain/settings.ts';

/** The user's choices as they are now. */
export interface SettingsSource {
  current(): Settings;
  /** Returns the unsubscribe function. */
  onChange(listener: (settings: Settings) => void): () => void;
}
