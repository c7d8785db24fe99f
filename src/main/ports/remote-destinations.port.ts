import type { Result } from '../../shared/errors/result.ts';
import type { PhoneSettingsAccount } from './phone-settings.port.ts';

/** A phone of the person's that the server rings beside the office's (UDS `remoteDestination`, cisco-uc 2.11). */
export interface RemoteDestination {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  /** It rings when the person's line is called. */
  readonly rings: boolean;
  /** A running call can be sent there. */
  readonly canMove: boolean;
  /** Profiles or remote devices that it belongs to, which a change names again. `usage`: as the server numbers it. */
  readonly devices: readonly { readonly name: string; readonly usage: string }[];
}

/** Without `id` a new one. */
export type DestinationChange = Omit<RemoteDestination, 'id'> & { readonly id?: string };

/**
 * Reads and changes them. UDS has no way to take one away. Failures: http.status (404: this release or person has none, 403:
 * not allowed), auth.*, net.*, app.cancelled.
 */
export interface RemoteDestinations {
  read(account: PhoneSettingsAccount, signal: AbortSignal): Promise<Result<readonly RemoteDestination[]>>;
  save(account: PhoneSettingsAccount, change: DestinationChange, signal: AbortSignal): Promise<Result<void>>;
}
