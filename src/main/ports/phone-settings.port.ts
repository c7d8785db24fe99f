import type { Forward } from '../../shared/domain/phone.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { TokenSource } from './credentials.port.ts';

/** Where the person's own phone settings are kept: UDS of the home cluster (cisco-uc 2.7, 2.9). */
export interface PhoneSettingsAccount {
  /** Base URLs, best first. */
  readonly servers: readonly string[];
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
}

export interface PhoneSettingsState {
  readonly lines: readonly { readonly number: string; readonly label: string; readonly forward: Forward }[];
}

/** Reads and changes them. Failures: auth.*, net.*, http.*, app.cancelled. */
export interface PhoneSettings {
  read(account: PhoneSettingsAccount, signal: AbortSignal): Promise<Result<PhoneSettingsState>>;
  /** For all lines at once. */
  setForward(account: PhoneSettingsAccount, forward: Forward, signal: AbortSignal): Promise<Result<void>>;
}
