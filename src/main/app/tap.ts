import type { HttpClient } from '../engines/link/http-client.ts';
import type { Dns } from '../ports/dns.port.ts';

/** Listens in on what servers answer, for `parlance doctor --capture`. `dns` and `http` give back what they were given, listened in on. */
export interface Tap {
  dns(dns: Dns): Dns;
  http(http: HttpClient): HttpClient;
  /** An element of the chat server, as text. */
  xmpp(element: string): void;
  /** A message of the phone server. */
  sip(message: string): void;
  /** A file that was asked for by TFTP, and what came. */
  tftp(file: string, body: Uint8Array | undefined): void;
}
