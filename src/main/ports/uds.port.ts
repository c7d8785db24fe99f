import type { Result } from '../../shared/errors/result.ts';
import type { AuthorizationServer } from './authorization.port.ts';
import type { TokenSource } from './credentials.port.ts';
import type { RequestCall } from './im-presence.port.ts';

/** A Unified CM node's HTTPS service. */
export interface UdsNode {
  readonly host: string;
  readonly port: number;
}

export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then (cisco-uc 2.2). */
  readonly tokens?: TokenSource;
}

/** How the cluster wants to be signed in to (cisco-uc 7.2). */
export type SignInMethod =
  | { readonly kind: 'password' }
  | { readonly kind: 'tokens'; readonly server: AuthorizationServer };

export interface HomeCluster {
  /** The publisher of the home cluster. */
  readonly node: UdsNode;
  /** The user's name there, when the answer told it. */
  readonly username?: string;
}

/** `user/{id}` as far as signing in needs it (cisco-uc 2.7). */
export interface UdsUser {
  readonly username: string;
  readonly displayName?: string;
  /** Directory URI; a JID source where IM&P is set up so. */
  readonly directoryUri?: string;
  readonly email?: string;
  /** IM&P nodes, the preferred one first. */
  readonly imPresence: readonly string[];
  /** Whether the cluster gives this user IM and presence; absent: it did not say. */
  readonly isImPresenceEnabled?: boolean;
  /** The cluster sets *In a meeting* from the person's Exchange calendar (`enableCalendarPresence`). */
  readonly hasServerCalendar?: boolean;
  readonly serviceProfile: readonly string[];
  readonly jabberProfile: readonly string[];
  readonly voicemailPilot?: string;
}

export interface UdsDevice {
  readonly uri?: string;
  readonly name: string;
  readonly model: string;
  readonly description: string;
}

/**
 * Unified CM's user data service. Failures: http.status (404 with `status` 404), http.bad-content, http.too-large,
 * auth.wrong-password, auth.locked, with tokens auth.session-ended and auth.token-refused, net.*, tls.*, app.cancelled.
 */
export interface Uds {
  /** Asks by user name and by mail address at once (D10). `undefined`: the cluster knows neither. */
  homeCluster(
    node: UdsNode,
    who: { readonly username: string; readonly email: string },
    call: RequestCall,
  ): Promise<Result<HomeCluster | undefined>>;
  /** The nodes of the cluster, in the server's order. */
  nodes(node: UdsNode, call: RequestCall): Promise<Result<readonly UdsNode[]>>;
  /**
   * Whether the cluster hands out tokens. No such service, or no connection, means a password (cisco-uc 7.1); an answer
   * that says neither yes nor no is http.bad-content or http.status.
   */
  signInMethod(node: UdsNode, call: RequestCall): Promise<Result<SignInMethod>>;
  user(node: UdsNode, credentials: BasicCredentials, call: RequestCall): Promise<Result<UdsUser>>;
  devices(
    node: UdsNode,
    credentials: BasicCredentials,
    call: RequestCall,
  ): Promise<Result<readonly UdsDevice[]>>;
  /** Addresses of the device's configuration file, best first. */
  deviceFiles(
    device: UdsDevice,
    credentials: BasicCredentials,
    call: RequestCall,
  ): Promise<Result<readonly string[]>>;
}
