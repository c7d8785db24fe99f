import type { Result } from '../../shared/errors/result.ts';
import type { RequestCall } from './im-presence.port.ts';

/** Where a cluster hands out tokens (cisco-uc 7.3, 7.6); web addresses by HTTPS. */
export interface AuthorizationServer {
  readonly authorize: string;
  readonly token: string;
  /** The cluster's, by the door of an edge whose certificate proves the domain: tokens got inside are good there. */
  readonly isEdge?: true;
}

/** `code`: authorisation code and refresh token (12.0 and later); `implicit`: an access token in the address, no renewal. */
export type AuthorizationFlow = 'code' | 'implicit';

/** How Parlance is registered with the customer's cluster (cisco-uc 7.3, 7.6). */
export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** RFC 7636; the source knows nothing of it, so it is off unless configured. */
  readonly usesPkce: boolean;
}

/** One visit to the authorisation server, as the browser is to make it. */
export interface AuthorizationRequest {
  readonly server: AuthorizationServer;
  readonly flow: AuthorizationFlow;
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier?: string;
  /** Host of the page that the person will see first: the identity provider's, or the cluster's own. */
  readonly providerHost: string;
}

/** What a server gave. Tokens are opaque (cisco-uc 7.5). */
export interface Tokens {
  readonly access: string;
  /** Milliseconds; absent: the server didn't say. */
  readonly accessLifeMs?: number;
  readonly refresh?: string;
  readonly refreshLifeMs?: number;
  /** The server's clock when it answered, ms since 1970. */
  readonly serverTime?: number;
}

/** What came back with the browser. */
export type AuthorizationReturn =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'tokens'; readonly tokens: Tokens };

/** The protocol of the authorisation server, without its pages. */
export interface Authorization {
  /**
   * Prepares a visit, by asking once without a browser whether the server takes it: a flow that it does not know is left
   * for the older one. Failures: auth.sign-on-not-allowed, auth.sso-without-tokens, net.*, tls.*, http.*, app.cancelled.
   */
  begin(
    server: AuthorizationServer,
    registration: ClientRegistration,
    redirectUri: string,
    call: RequestCall,
  ): Promise<Result<AuthorizationRequest>>;
  /**
   * Reads the address the browser came back with; `isWatched`: nothing but our own window could have brought it.
   * Failures: auth.sign-on-denied, auth.sign-on-refused, auth.sign-on-bad-answer.
   */
  readReturn(request: AuthorizationRequest, url: string, isWatched: boolean): Result<AuthorizationReturn>;
  /** Failures: auth.sign-on-bad-answer, auth.sign-on-not-allowed, auth.session-ended, net.*, tls.*, http.*, app.cancelled. */
  redeem(
    request: AuthorizationRequest,
    registration: ClientRegistration,
    code: string,
    call: RequestCall,
  ): Promise<Result<Tokens>>;
  /** Failures: auth.session-ended when the server withdrew the refresh token; the others of `redeem`. */
  refresh(
    server: AuthorizationServer,
    registration: ClientRegistration,
    refreshToken: string,
    call: RequestCall,
  ): Promise<Result<Tokens>>;
}
