import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';
import { q850Cause } from '../message/reason.ts';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  404: 'call.no-such-number',
  410: 'call.no-such-number',
  414: 'call.no-such-number',
  416: 'call.no-such-number',
  484: 'call.incomplete-number',
  485: 'call.no-such-number',
  604: 'call.no-such-number',
  408: 'call.no-answer',
  430: 'call.unreachable',
  480: 'call.unreachable',
  487: 'call.no-answer',
  415: 'call.no-common-codec',
  488: 'call.no-common-codec',
  606: 'call.no-common-codec',
  486: 'call.busy',
  600: 'call.busy',
  603: 'call.declined',
  607: 'call.declined',
  608: 'call.declined',
  433: 'call.declined',
  402: 'call.not-allowed',
  403: 'call.not-allowed',
  500: 'call.network-trouble',
  502: 'call.network-trouble',
  503: 'call.network-trouble',
  504: 'call.network-trouble',
};

/** Causes that say more than the status does (ITU-T Q.850). */
const CODE_OF_CAUSE: Readonly<Record<number, ErrorCode>> = {
  1: 'call.no-such-number',
  22: 'call.no-such-number',
  28: 'call.incomplete-number',
  17: 'call.busy',
  18: 'call.no-answer',
  19: 'call.no-answer',
  102: 'call.no-answer',
  20: 'call.unreachable',
  27: 'call.unreachable',
  21: 'call.declined',
  29: 'call.not-allowed',
  50: 'call.not-allowed',
  52: 'call.not-allowed',
  54: 'call.not-allowed',
  55: 'call.not-allowed',
  57: 'call.not-allowed',
  34: 'call.network-trouble',
  38: 'call.network-trouble',
  41: 'call.network-trouble',
  42: 'call.network-trouble',
  44: 'call.network-trouble',
  47: 'call.network-trouble',
  65: 'call.no-common-codec',
  79: 'call.no-common-codec',
  88: 'call.no-common-codec',
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
