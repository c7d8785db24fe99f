import type { Result } from '../../shared/errors/result.ts';

/** A window of ours with cookies of its own, or the browser that the person uses anyway. */
export type SignOnPlace = 'window' | 'browser';

export type SignOnOutcome =
  /** The pages came back to the redirect address; `url` is the whole of it, fragment included. */
  | { readonly kind: 'returned'; readonly url: string }
  /** The person closed the window. A browser's page cannot be watched, so there it never comes. */
  | { readonly kind: 'closed' };

export interface SignOnPage {
  readonly url: string;
  readonly title: string;
  /** `CacheSessionCookieInDevice`: the provider's cookies outlive the app. */
  readonly keepsCookies: boolean;
  /** Servers that may see this computer's own sign-in (Kerberos, NTLM); `*.` before a domain means all below it. */
  readonly kerberosServers: readonly string[];
  /** Ends the visit: the window is closed. */
  readonly signal: AbortSignal;
  /** Whether the person has accepted this certificate (SHA-256, upper-case hex pairs with colons) for this host. */
  isPinned(host: string, fingerprint: string): boolean;
}

/** A place that waits for the pages to come back to it. */
export interface SignOnVisit {
  /** The configured redirect address, its port filled in. */
  readonly redirectUri: string;
  /** Nothing but the window's own navigation can come back: there is no listener that others could reach. */
  readonly isWatched: boolean;
  /** Failures: auth.sign-on-no-browser, app.cancelled. */
  show(page: SignOnPage): Promise<Result<SignOnOutcome>>;
  close(): void;
}

/** Shows pages of an identity provider. They never see anything of the app (cisco-uc 7.4). */
export interface SignOnBrowser {
  /** Makes ready to be come back to. Failures: auth.sign-on-no-browser (the redirect address cannot be served here). */
  open(place: SignOnPlace, redirectUri: string): Promise<Result<SignOnVisit>>;
}
