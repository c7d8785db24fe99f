import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';

/** Where a connection was meant to go, for the error's placeholders. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const CODE_OF_ERRNO: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'net.refused',
  EHOSTUNREACH: 'net.unreachable',
  ENETUNREACH: 'net.unreachable',
  EHOSTDOWN: 'net.unreachable',
  ENETDOWN: 'net.unreachable',
  EADDRNOTAVAIL: 'net.unreachable',
  EACCES: 'net.unreachable',
  EPERM: 'net.unreachable',
  ETIMEDOUT: 'net.timeout',
  ECONNRESET: 'net.reset',
  EPIPE: 'net.reset',
  ECONNABORTED: 'net.reset',
  ENOTFOUND: 'net.name-not-found',
};

/** The catalogue's failure for an error of `node:net` or `node:tls`. Its words never leave; its code is the detail. */
export function socketFailure(error: unknown, endpoint: Endpoint): Failure {
  const errno = errnoOf(error);
  return endpointFailure(CODE_OF_ERRNO[errno] ?? tlsCode(errno), endpoint, errno);
}

/** A failure that names the endpoint. */
export function endpointFailure(code: ErrorCode, endpoint: Endpoint, detail?: string): Failure {
  return failure(code, { host: endpoint.host, port: endpoint.port }, detail);
}

/** Why a stage was cut short: our own time limit, or the caller's signal. */
export function abortFailure(signal: AbortSignal, endpoint: Endpoint): Failure {
  return endpointFailure(signal.reason === TIMED_OUT ? 'net.timeout' : 'app.cancelled', endpoint);
}

/** The reason that marks an abort as a time-out. */
export const TIMED_OUT = 'timed out';

function errnoOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

// OpenSSL's errors (ERR_SSL_…, EPROTO) are about TLS; anything else broke the connection.
function tlsCode(errno: string): ErrorCode {
  return /SSL|TLS|EPROTO|CERT/.test(errno) ? 'tls.failed' : 'net.reset';
}
