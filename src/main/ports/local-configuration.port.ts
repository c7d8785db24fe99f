import type { ConfiguredValues } from '../../shared/deployment/effective-configuration.ts';

/** What is configured on this computer, before any server is asked: by hand, by policy, by a confirmed link, by the installer (A4). */
export interface LocalConfiguration {
  /** Names as they were written; the table of parameters knows the spellings. Never fails: what can't be read is absent. */
  values(): Promise<Pick<ConfiguredValues, 'manual' | 'policy' | 'link' | 'bootstrap'>>;
}
