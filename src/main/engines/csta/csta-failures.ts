import { type Failure, failure } from '../../../shared/errors/result.ts';

/** What a CSTAErrorCode means (ECMA-269 clause 12.2.10): the group says what kind, the value what exactly. */
export function failureOfError(group: string, value: string): Failure {
  const detail = `CSTA ${group} ${value}`.trim();
  if (/^security/i.test(group) || /privilege|notAuthorized|accessDenied/i.test(value))
    return failure('desk-phone.not-allowed', undefined, detail);
  if (/outOfService/i.test(value)) return failure('desk-phone.lost', undefined, detail);
  if (/busy/i.test(value)) return failure('call.busy', undefined, detail);
  if (
    /^invalid(Called|Consulted|New|Transferred)|^invalidDestination|^(dest|called)\w*(Invalid|NotObtainable)/i.test(
      value,
    )
  )
    return failure('call.no-such-number', undefined, detail);
  if (/^(invalid(Call|Connection)|no(Active|Held)?(Call|Connection))/i.test(value) || /^state/i.test(group))
    return failure('call.not-possible-now', undefined, detail);
  return failure('desk-phone.refused', undefined, detail);
}

/** Why a call failed or was let go, by the cause of its event (ECMA-269 clause 12.2.1.5); nothing for an ordinary end. */
export function failureOfCause(cause: string | undefined): Failure | undefined {
  switch (cause) {
    case 'busy':
    case 'destBusy':
    case 'doNotDisturb':
    case 'busyOverflow':
      return failure('call.busy');
    case 'callNotAnswered':
    case 'noAnswer':
      return failure('call.no-answer');
    case 'callRejected':
      return failure('call.declined');
    case 'destNotObtainable':
    case 'numberUnallocated':
    case 'numberChanged':
    case 'incorrectNumber':
    case 'addressIncomplete':
    case 'invalidNumberFormat':
      return failure('call.no-such-number');
    case 'incompatibleDestination':
    case 'networkCongestion':
    case 'networkNotObtainable':
    case 'networkOutOfOrder':
    case 'destOutOfOrder':
    case 'resourcesNotAvailable':
    case 'trunksBusy':
    case 'blocked':
    case 'overflow':
    case 'reorderTone':
    case 'lockout':
      return failure('call.failed', undefined, `CSTA cause ${cause}`);
    default:
      return undefined;
  }
}
