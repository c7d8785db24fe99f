import { choice, integer, option, parameters } from '../parameter.ts';

/**
 * Switches of the installer and keys of provisioning links that jabber-config.xml has no twin for (cisco-uc 1.4, 5.1), and
 * our own, most for looking things up (`CasHost`, `CasWaitMs`, `UseInternalZone`, `TeamMessagingLookupUrl`). Those that have a
 * twin are its aliases, in parameter-names.ts.
 */
export const installerParameters = parameters('Installer', {
  on: ['ENABLE_DPI_AWARE', 'UPN_DISCOVERY_ENABLED', 'UseInternalZone'],
  off: [
    'AUTOMATIC_SIGN_IN',
    'CC_MODE',
    'CLEAR',
    'FIPS_MODE',
    'ForceLaunchBrowser',
    'OAuthUsePkce',
    'RESET_JABBER',
  ],
  texts: [
    'CasHost',
    'DeskPhoneAddress',
    'LOG_DIRECTORY',
    'OAuthClientId',
    'OAuthClientSecret',
    'OAuthRedirectUri',
    'OAuthTokenAddress',
    'ServicesDomain',
    'SignOnKerberosServers',
    'SSO_ORG_DOMAIN',
    'TeamMessagingLookupUrl',
    'TFTP_FILE_NAME',
  ],
  others: [
    option('AUTHENTICATOR', 'CUP', 'CUCM', 'WEBEX'),
    integer('CasWaitMs', 1_500, { min: 0, max: 10_000 }),
    option('CLICK2X', 'DISABLE', 'Click2Call'),
    choice('INVALID_CERTIFICATE_BEHAVIOR', 'PromptPerSession', 'RejectAndNotify'),
    choice('MediaEncryption', 'optional', 'mandatory', 'forbidden'),
    integer('LANGUAGE', '', { min: 1 }),
    option('PRODUCT_MODE', 'phone_mode'),
  ],
});
