import type { Result } from '../../shared/errors/result.ts';

/**
 * Access tokens of one signed-in person (cisco-uc 7.5). Wherever a password is asked for, a token source may stand in its
 * place; the password is then empty. Failures: auth.session-ended (only the person can get new ones; nothing was sent
 * anywhere), net.*, tls.*, http.*, app.cancelled.
 */
export interface TokenSource {
  /** A token that is good now; renewed first where it is over. */
  get(): Promise<Result<string>>;
  /** A server refused this one: another, got by one renewal however many services ask. */
  renew(refused: string): Promise<Result<string>>;
  /** The newest one, without asking anybody: for answers that cannot wait. */
  current(): string | undefined;
  /** Whether they are from the authorisation server at this web address. Absent: nobody knows. */
  isFrom?(issuer: string): boolean;
}

/** What proves the person to every service: a password, or tokens and an empty password. */
export interface Secret {
  readonly password: string;
  readonly tokens?: TokenSource;
}
