import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';

/** RFC 6120 section 6.5. Only `not-authorized` says that the password was looked at and refused. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'not-authorized': 'auth.wrong-password',
  'invalid-authzid': 'auth.wrong-password',
  'account-disabled': 'auth.locked',
  'credentials-expired': 'auth.locked',
  'encryption-required': 'auth.no-common-mechanism',
  'invalid-mechanism': 'auth.no-common-mechanism',
  'mechanism-too-weak': 'auth.no-common-mechanism',
  'malformed-request': 'auth.no-common-mechanism',
  'incorrect-encoding': 'auth.no-common-mechanism',
  'temporary-auth-failure': 'xmpp.stream',
  aborted: 'xmpp.stream',
};

export function saslFailure(condition: string, host: string): Failure {
  // A condition that the RFC doesn't name must not start a series of attempts with the same password.
  return failure(CODES[condition] ?? 'auth.wrong-password', { host }, condition);
}

/** Whether the refusal was about the mechanism and not about the password, so that another mechanism may be tried. */
export function isAboutMechanism(condition: string): boolean {
  return ['invalid-mechanism', 'malformed-request', 'mechanism-too-weak', 'incorrect-encoding'].includes(
    condition,
  );
}
