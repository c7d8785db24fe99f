import type { Parameter, ParameterType } from '../src/shared/deployment/parameter.ts';
import { plainParameterName } from '../src/shared/deployment/parameter-names.ts';
import { allParameters } from '../src/shared/deployment/parameters.ts';

/** A switch of the installers: a public property of the MSI, a word on the EXE's command line, a policy, a managed preference. */
export interface InstallerSwitch {
  /** In capitals, as Windows Installer reads what is written in any spelling. */
  readonly name: string;
  /** What it sets; the reader of the installer's file understands both names. */
  readonly parameter: Parameter;
}

/** Documented ones first (cisco-uc 5.1), then our own for looking servers up. */
const NAMES = [
  'AUTHENTICATOR',
  'CUP_ADDRESS',
  'TFTP',
  'CTI',
  'CCMCIP',
  'PRODUCT_MODE',
  'SERVICES_DOMAIN',
  'VOICE_SERVICES_DOMAIN',
  'EXCLUDED_SERVICES',
  'UPN_DISCOVERY_ENABLED',
  'SSO_EMAIL_PROMPT',
  'SSO_ORG_DOMAIN',
  'SSO_ENABLED',
  'LOGIN_RESOURCE',
  'INVALID_CERTIFICATE_BEHAVIOR',
  'FIPS_MODE',
  'LANGUAGE',
  'TFTP_FILE_NAME',
  'LOG_DIRECTORY',
  'FORGOT_PASSWORD_URL',
  'CLICK2X',
  'PRT_CERTIFICATE_NAME',
  'IP_MODE',
  'LOCATION_MODE',
  'RESET_JABBER',
  'DIAGNOSTICSTOOLENABLED',
  'ENABLE_DPI_AWARE',
  'ENABLE_PRT',
  'FORWARD_VOICEMAIL',
  'TELEMETRY_ENABLED',
  'AUTOMATIC_SIGN_IN',
  'CC_MODE',
  'ENABLE_PRT_ENCRYPTION',
  'CAS_HOST',
  'CAS_WAIT_MS',
  'USE_INTERNAL_ZONE',
  'TEAM_MESSAGING_LOOKUP_URL',
  'FORCE_LAUNCH_BROWSER',
] as const;

/** `CLEAR=1`: what an earlier installation wrote goes, and the new values count as a first launch (D13). */
export const CLEAR = 'CLEAR';

/** Every switch but {@link CLEAR}. */
export const switches: readonly InstallerSwitch[] = NAMES.map((name) => ({ name, parameter: named(name) }));

function named(name: string): Parameter {
  const plain = plainParameterName(name);
  const found = allParameters.find((each) => plainParameterName(each.name) === plain);
  if (!found) throw new Error(`the switch ${name} sets no parameter`);
  return found;
}

/** The values that a switch takes, for people. */
export function takes(type: ParameterType): string {
  switch (type.kind) {
    case 'boolean':
      return '`true`, `false`';
    case 'choice':
      return type.values.map((value) => `\`${value}\``).join(', ');
    case 'integer':
      return type.min === undefined || type.max === undefined ? 'a number' : `${type.min}–${type.max}`;
    case 'text':
      return 'text';
  }
}
