import type { Failure } from '../../../../shared/errors/result.ts';
import type { Endpoint } from '../../link/socket-failure.ts';
import type { SipTransport } from '../../../ports/sip.port.ts';

/** One connection (or UDP socket pair) to one registrar. */
export interface SipFlow {
  readonly transport: SipTransport;
  /** The registrar, as configured. */
  readonly endpoint: Endpoint;
  /** The address packets leave from, without brackets. */
  readonly localAddress: string;
  /** What Via and Contact name: `address:port`, or an `.invalid` name over WebSocket (RFC 7118 section 5). */
  readonly sentBy: string;
  /** Sends one message. Rejects when the flow is gone. */
  send(text: string): Promise<void>;
  /** Sends the keep-alive of the transport (RFC 5626 section 3.5.1, RFC 6455 ping). */
  ping(): void;
  /** Asks whether the server is there by a STUN binding request between the messages (cisco-uc 9.4); streams only. */
  askByStun?(): void;
  /** Clock.monotonic() of the last bytes from the server. */
  lastHeard(): number;
  /** Closes without telling the listener. */
  close(): void;
}

export interface FlowListener {
  onMessage(text: string): void;
  /** The flow is unusable; said once, never after `close`. */
  onLost(error: Failure): void;
}

/** Limits on what a server may send us, bytes. */
export const HEAD_LIMIT = 64 * 1024;
export const MESSAGE_LIMIT = 256 * 1024;

/** The name Via gives each transport (RFC 3261 section 20.42, RFC 7118). */
export const viaName = (transport: SipTransport): string => transport.toUpperCase();

/** The transport parameter that our Contact carries: TLS connections are reached by `transport=tls`, WSS by `ws` (RFC 7118). */
export const contactTransport = (transport: SipTransport): string => (transport === 'wss' ? 'ws' : transport);

export const hostPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
