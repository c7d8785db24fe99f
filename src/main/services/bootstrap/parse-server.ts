import type { HostPort } from '../discovery/interpret-answers.ts';

/** Cisco's web services on Unified CM and IM&P (cisco-uc 1.5). */
const CISCO_HTTPS_PORT = 8443;

/** `host` or `host:port`, as a person types a server. */
export function parseServer(text: string, defaultPort = CISCO_HTTPS_PORT): HostPort {
  const [, host = text.trim(), port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text.trim()) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? defaultPort : Number(port) };
}
