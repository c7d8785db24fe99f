import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';
import { q850Cause } from '../message/reason.ts';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  404: 'call.no-such-number',
  410: 'call.no-such-number',
  414: 'call.no-such-number',
  416: 'call.no-such-number',
  484: 'call.no-such-number',
  485: 'call.no-such-number',
  604: 'call.no-such-number',
  408: 'call.no-answer',
  480: 'call.no-answer',
  487: 'call.no-answer',
  415: 'call.no-common-codec',
  488: 'call.no-common-codec',
  606: 'call.no-common-codec',
  486: 'call.busy',
  600: 'call.busy',
  603: 'call.declined',
  607: 'call.declined',
};

/** Causes that say more than the status does (ITU-T Q.850). */
const CODE_OF_CAUSE: Readonly<Record<number, ErrorCode>> = {
  1: 'call.no-such-number',
  28: 'call.no-such-number',
  17: 'call.busy',
  18: 'call.no-answer',
  19: 'call.no-answer',
  21: 'call.declined',
};

/** What a final refusal of an INVITE means to a person. Status, words and Warning are for Details. */
export function endFailure(response: IncomingResponseMessage): Failure {
  const status = response.statusCode ?? 0;
  // sip.js makes up a 408 when nothing came back, a 503 when nothing could be sent.
  if (!response.data)
    return failure(
      'call.failed',
      undefined,
      status === 408 ? 'no answer from the server' : 'connection lost',
    );
  const cause = q850Cause(response.getHeaders('reason'));
  const code =
    (cause === undefined ? undefined : CODE_OF_CAUSE[cause]) ?? CODE_OF_STATUS[status] ?? 'call.failed';
  const words = `${status} ${response.reasonPhrase ?? ''} ${response.getHeader('warning') ?? ''}`.trim();
  return failure(code, undefined, words.slice(0, 300));
}
