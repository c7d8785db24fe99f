import type { Result } from '../../shared/errors/result.ts';
import type { TokenSource } from './credentials.port.ts';
import type { Span } from './trace.port.ts';
import type { Way } from './way.port.ts';
import type { XmppTarget } from './xmpp.port.ts';

/** What every request of a sign-in carries. */
export interface RequestCall {
  readonly signal: AbortSignal;
  /** Parent of the request's spans. */
  readonly span: Span;
  /** Absent: the way that was entered last, as running services go. */
  readonly way?: Way;
}

/** A SOAP session at an IM and Presence node (cisco-uc 8.1). */
export interface ImPresenceSession {
  /** The node that answered, `host:port`. */
  readonly node: string;
  /** JID domain, when the server told it. */
  readonly domain?: string;
  /** XMPP servers, primary first; empty when the server did not tell. They change while a failover is active. */
  readonly xmpp: readonly XmppTarget[];
  /** Seconds between which a client waits before it signs in again after its node failed, when the server told. */
  readonly relogin?: { readonly lowerS: number; readonly upperS: number };
  /** Fetches a password ahead, beside the connection that will need it; resolves when it has come or failed. */
  prefetchPassword(call: RequestCall): Promise<void>;
  /** A password for one XMPP login: the one fetched ahead while it is fresh, else a new one. */
  oneTimePassword(call: RequestCall): Promise<Result<string>>;
  /**
   * This session at a node (`host:port`), read anew: its servers as they are now. http.bad-content where the node doesn't
   * know the session or has it active elsewhere.
   */
  reuseAt(node: string, call: RequestCall): Promise<Result<ImPresenceSession>>;
}

export interface ImPresenceRequest {
  /** `host` or `host:port`, the preferred one first. */
  readonly nodes: readonly string[];
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** Where chat's servers are known already, domain and servers are not asked for. */
  readonly wantsServers: boolean;
}

/** The sign-in service of IM and Presence. */
export interface ImPresence {
  /**
   * Signs in at the first node that answers. `undefined`: no node has this service, so
   * XMPP takes the password itself. Failures: auth.wrong-password (no further node is tried), net.*, tls.*, http.*, app.cancelled.
   */
  signIn(request: ImPresenceRequest, call: RequestCall): Promise<Result<ImPresenceSession | undefined>>;
}
