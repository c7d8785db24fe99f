import type { HttpClient } from '../engines/link/http-client.ts';
import type { Dns } from '../ports/dns.port.ts';

/** Listens in on what servers answer, for `parlance doctor --capture`. Each gives back what it was given, listened in on. */
export interface Tap {
  dns(dns: Dns): Dns;
  http(http: HttpClient): HttpClient;
}
