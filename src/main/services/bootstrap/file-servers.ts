import type { ProvenUser } from './prove-user.ts';

const TFTP_HTTP_PORT = 6970;
const MOST_BACKUPS = 2;

/** File servers as `http://host:6970`. */
export interface FileServers {
  /** Asked in their order, the next one also when one doesn't have the file. */
  readonly first: readonly string[];
  /** Asked when nobody of the first answers: nodes of the cluster, on which the TFTP service may run. */
  readonly backup: readonly string[];
}

/** Named ones: primary, then backup. Else the TFTP service is where the profile is, or on the cluster's nodes. */
export function fileServers(named: readonly string[], { user, nodes }: ProvenUser): FileServers {
  if (named.length > 0) return { first: named.map(tftpBase), backup: [] };
  const origins = new Set(user.serviceProfile.flatMap((uri) => URL.parse(uri)?.origin ?? []));
  const others = nodes.map(({ host }) => tftpBase(host)).filter((each) => !origins.has(each));
  const first = origins.size > 0 ? [...origins] : others.slice(0, 1);
  return { first, backup: others.filter((each) => !first.includes(each)).slice(0, MOST_BACKUPS) };
}

/** `host`, `host:port` or a web address. */
function tftpBase(server: string): string {
  if (/^https?:\/\//i.test(server)) return server.replace(/\/+$/, '');
  return /:\d+$/.test(server) ? `http://${server}` : `http://${server}:${TFTP_HTTP_PORT}`;
}
