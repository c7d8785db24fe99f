import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { ClientRegistration } from '../../ports/authorization.port.ts';

/** How Parlance is registered at the customer's cluster and where pages are shown; before any server has been asked. */
export interface SignOnSettings extends ClientRegistration {
  /** Must be in the cluster's list, to the letter. Loopback, or any address at all where only our own window is used. */
  readonly redirectUri: string;
  /** `ForceLaunchBrowser`. */
  readonly forcesBrowser: boolean;
  /** `CacheSessionCookieInDevice`. */
  readonly keepsCookies: boolean;
  /** `SignOnKerberosServers`: who may see this computer's own sign-in; none unless an administrator says. */
  readonly kerberosServers: readonly string[];
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
  kerberosServers: [],
};

/** A name of two labels at least, after `*.` too: a whole top-level domain is nobody's. */
const SERVER = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** What the administrator configured on this computer, or the files of the last sign-in; else the standard. */
export function readSignOnSettings(
  configuration: Pick<EffectiveConfiguration, 'text' | 'isOn'>,
): SignOnSettings {
  const { clientId, redirectUri } = standardSignOn;
  const address = (name: string): string | undefined => URL.parse(configuration.text(name))?.href;
  const clientSecret = configuration.text('OAuthClientSecret');
  const tokenAddress = address('OAuthTokenAddress');
  return {
    clientId: configuration.text('OAuthClientId') || clientId,
    ...(clientSecret !== '' && { clientSecret }),
    usesPkce: configuration.isOn('OAuthUsePkce'),
    redirectUri: address('OAuthRedirectUri') ?? redirectUri,
    forcesBrowser: configuration.isOn('ForceLaunchBrowser'),
    keepsCookies: configuration.isOn('CacheSessionCookieInDevice'),
    kerberosServers: configuration
      .text('SignOnKerberosServers')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => SERVER.test(name)),
    // A code and a secret go there.
    ...(tokenAddress?.startsWith('https:') && { tokenAddress }),
  };
}
