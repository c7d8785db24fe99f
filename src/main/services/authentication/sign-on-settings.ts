import type { ClientRegistration } from '../../ports/authorization.port.ts';

/** How Parlance is registered at the customer's cluster and where pages are shown; before any server has been asked. */
export interface SignOnSettings extends ClientRegistration {
  /** Must be in the cluster's list, to the letter. Loopback, or any address at all where only our own window is used. */
  readonly redirectUri: string;
  /** `ForceLaunchBrowser`. */
  readonly forcesBrowser: boolean;
  /** `CacheSessionCookieInDevice`. */
  readonly keepsCookies: boolean;
  /** Instead of what the cluster names, where that is wrong or missing (cisco-uc 7.6). */
  readonly tokenAddress?: string;
}

/**
 * Our own client, in the form that clusters know: the letter C and 64 hex digits. No other vendor's id is shipped; a
 * customer registers this one, or configures another (docs/admin/single-sign-on.md).
 */
export const standardSignOn: SignOnSettings = {
  clientId: 'C36302387822047ecd51e64f456308eb1e65845411b0ab364303c50282f257318',
  usesPkce: false,
  redirectUri: 'http://127.0.0.1:48443/signed-in',
  forcesBrowser: false,
  keepsCookies: true,
};
