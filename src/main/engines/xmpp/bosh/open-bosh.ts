import type { Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { Dialer } from '../../link/dialer.ts';
import { createHttpClient } from '../../link/http-client.ts';
import { BoshStream } from './bosh-stream.ts';

export interface BoshRequest {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly host: string;
  readonly port: number;
  /** With its slash, and a query where there is one. */
  readonly path: string;
  readonly span: Span | undefined;
}

/**
 * An XML stream in HTTP requests to this address. Nothing is sent before the stream is opened on it; the certificate must
 * prove the host, which the domain's host-meta named (XEP-0156).
 */
export function openBosh(request: BoshRequest): BoshStream {
  const { dialer, clock, random, host, port, path, span } = request;
  const name = host.includes(':') ? `[${host}]` : host;
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return new BoshStream({
    http: createHttpClient({ dialer, clock, service: 'xmpp' }),
    clock,
    url: `https://${name}:${port}${path}`,
    host,
    port,
    // XEP-0124 section 14.1: large and unguessable, and far from 2^53.
    firstRid: 1 + a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24,
    span,
  });
}
