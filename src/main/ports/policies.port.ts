import type { EffectiveConfiguration } from '../../shared/deployment/effective-configuration.ts';

/** What the administrator has decided, for services that obey it while they run. Defaults hold until something is known. */
export interface Policies {
  current(): EffectiveConfiguration;
  /** The presence server reads the person's calendar itself, for Exchange (T7). */
  hasServerCalendar(): boolean;
  /** Calls when another configuration holds. Returns the unsubscribe function. */
  onChange(listener: (configuration: EffectiveConfiguration) => void): () => void;
}
