import type { Result } from '../../shared/errors/result.ts';
import type { Secret } from './credentials.port.ts';
import type { RequestCall } from './im-presence.port.ts';
import type { SignInMethod } from './uds.port.ts';
import type { EdgeWay } from './way.port.ts';

/** Where something listens. */
export interface EdgeHost {
  readonly host: string;
  readonly port: number;
}

/** The way in from outside, as `_collab-edge` named it: enough to be remembered and taken again. */
export interface EdgeRoute {
  /** Domain that the records were asked of; the edge's certificate must prove it (cisco-uc 9.1). */
  readonly domain: string;
  /** Best first. */
  readonly edges: readonly EdgeHost[];
  /** The name that the edge knows the user by. */
  readonly username: string;
}

/** What `get_edge_config` said (cisco-uc 9.3). A list that the answer does not have is empty. */
export interface EdgeConfig {
  /** The edge that answered. */
  readonly edge: EdgeHost;
  /** Unified CM nodes inside, the user's own first. */
  readonly uds: readonly EdgeHost[];
  /** IM and Presence nodes inside, of `_cuplogin`. */
  readonly presence: readonly EdgeHost[];
  /** Names of the TFTP servers inside. */
  readonly tftp: readonly string[];
  /** Entrances for chat and for the phone, TLS both. */
  readonly xmpp: readonly EdgeHost[];
  readonly sip: readonly EdgeHost[];
  /** Values for `Route` headers of REGISTER and of dialog-creating requests, in angle brackets. */
  readonly sipRoute: readonly string[];
}

/** An edge that has accepted the person. */
export interface EdgeSignIn extends EdgeConfig {
  /** For requests that are to go through it before it is entered. */
  readonly way: EdgeWay;
}

/**
 * Expressway's mobile and remote access. While a route is entered, every HTTP request of provisioning, configuration and
 * directory that names no way of its own is carried through the edge; left, they go straight. Failures: auth.wrong-password (a secret that
 * is never shown to an edge again under this route), edge.not-allowed (a host that the edge does not serve), http.bad-content, http.status,
 * net.*, tls.*, app.cancelled.
 */
export interface Edge {
  /** `get_edge_sso`: whether the edge wants tokens. No such service means a password (cisco-uc 9.2). */
  signInMethod(
    route: EdgeRoute,
    who: { readonly email: string },
    call: RequestCall,
  ): Promise<Result<SignInMethod>>;
  /** Shows the password or the token to the first edge that answers. Nothing is entered: what runs goes on by its own way. */
  signIn(route: EdgeRoute, secret: Secret, call: RequestCall): Promise<Result<EdgeSignIn>>;
  /**
   * Requests without a way of their own go through this route now. Where somebody has signed in by it their way is
   * taken; else the secret is shown with the first request. The way that is entered already stays.
   */
  enter(route: EdgeRoute, secret: Secret): void;
  /** Back inside: requests go straight. */
  leave(): void;
}
