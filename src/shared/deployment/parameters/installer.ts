import { choice, integer, option, parameters } from '../parameter.ts';

/**
 * Switches of the installer and keys of provisioning links that jabber-config.xml has no twin for (cisco-uc 1.4, 5.1). Those
 * that have one are its aliases, in parameter-names.ts.
 */
export const installerParameters = parameters('Installer', {
  on: ['ENABLE_DPI_AWARE', 'UPN_DISCOVERY_ENABLED'],
  off: ['AUTOMATIC_SIGN_IN', 'CC_MODE', 'CLEAR', 'FIPS_MODE', 'ForceLaunchBrowser', 'RESET_JABBER'],
  texts: ['LOG_DIRECTORY', 'SERVICES_DOMAIN', 'SSO_ORG_DOMAIN', 'TFTP_FILE_NAME'],
  others: [
    option('AUTHENTICATOR', 'CUP', 'CUCM', 'WEBEX'),
    option('CLICK2X', 'DISABLE', 'Click2Call'),
    choice('INVALID_CERTIFICATE_BEHAVIOR', 'PromptPerSession', 'RejectAndNotify'),
    integer('LANGUAGE', '', { min: 1 }),
    option('PRODUCT_MODE', 'phone_mode'),
  ],
});
