import type { Result } from '../../shared/errors/result.ts';
import type { PhoneSettingsAccount } from './phone-settings.port.ts';

/** One of the person's phones, as the server lists it. */
export interface ListedPhone {
  readonly device: string;
  readonly description: string;
  readonly model: string;
  readonly lines: readonly string[];
}

/** A phone and the line on it. */
export interface PhoneLine {
  readonly device: string;
  readonly line: string;
}

/**
 * Desk phones as far as WebDialer reaches (cisco-uc 14.2): they are told to dial and to end, and say nothing themselves.
 * Failures: desk-phone.none (the server has no such service), desk-phone.refused (with its code), auth.*, net.*, tls.*,
 * http.*, app.cancelled.
 */
export interface DeskPhones {
  list(account: PhoneSettingsAccount, signal: AbortSignal): Promise<Result<readonly ListedPhone[]>>;
  /** Done means that the phone was told; whether the number exists is not said. */
  dial(
    account: PhoneSettingsAccount,
    phone: PhoneLine,
    number: string,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  end(account: PhoneSettingsAccount, phone: PhoneLine, signal: AbortSignal): Promise<Result<void>>;
}
