import { type CiscoLab, startCiscoLab } from '../cisco/cisco-lab.ts';
import type { CiscoUser } from '../cisco/model.ts';
import type { LabCa } from '../pki/lab-ca.ts';
import type { DnsZone } from './dnsmasq.ts';
import { freeAddress } from './free-address.ts';
import { freePorts } from './free-port.ts';
import { type Prosody, startProsody } from './prosody.ts';
import { startTokenCheck } from './token-check.ts';

export interface SecondClusterOptions {
  readonly ca: LabCa;
  /** Of its hosts, and of the chat addresses it gives: `west.example.test`. */
  readonly domain: string;
  readonly users: readonly CiscoUser[];
  /** People whose mail address, which is their directory URI here, is of this domain have it as their chat address (T14). */
  readonly usesDirectoryUris?: boolean;
}

/** A cluster beside the office's own: its nodes, its files, and a chat server of its own; no phones. */
export interface SecondCluster {
  readonly cisco: CiscoLab;
  readonly prosody: Prosody;
  /** Where its hosts are, for the office's name server. */
  readonly hosts: NonNullable<DnsZone['hosts']>;
  stop(): Promise<void>;
}

const [HTTPS, FILES, XMPP] = [8443, 6970, 5222];

export async function startSecondCluster(options: SecondClusterOptions): Promise<SecondCluster> {
  const { ca, domain } = options;
  // It has no phone service.
  const users = options.users.map((user) => ({ ...user, devices: [] }));
  const taken = new Set<string>();
  const address = async (): Promise<string> => {
    const free = await freeAddress([HTTPS, FILES, XMPP], 71, taken);
    taken.add(free);
    return free;
  };
  const nodes: [string, string, string] = [await address(), await address(), await address()];
  const chat = `imp-a.${domain}`;
  const ending = new AsyncDisposableStack();
  try {
    const cisco = await startCiscoLab({
      ...{ ca, domain, users, hosts: nodes, httpsPort: HTTPS, tftpHttpPort: FILES },
      ...{ listsEveryNode: true, lockOutAfter: 0, peers: { xmpp: { host: chat, port: XMPP } } },
    });
    ending.defer(() => cisco.stop());
    const addressOf = ({ username, email = '' }: CiscoUser): string => {
      const isHere = options.usesDirectoryUris === true && email.endsWith(`@${domain}`);
      return isHere ? email.slice(0, email.indexOf('@')) : localPart(username);
    };
    const tokens = await startTokenCheck(
      (user, token) => cisco.accounts.redeemToken(user, token),
      (user) => users.filter(({ username }) => username === user).map(addressOf)[0] ?? '',
    );
    ending.defer(() => tokens.stop());
    const [, , at] = nodes;
    const [c2sDirectTls = 0, https = 0] = await freePorts(at, 2);
    const prosody = await startProsody({
      ...{ ca, domain, address: at, ports: { c2s: XMPP, c2sDirectTls, https } },
      ...{ sasl: 'cisco', tokenUrl: tokens.url, homeNodes: [chat], certificateNames: [chat] },
      accounts: users.map((user) => ({ name: addressOf(user), password: user.password ?? '' })),
    });
    ending.defer(() => prosody.stop());
    const records = cisco.dnsRecords.flatMap((record) => (record.type === 'A' ? [record] : []));
    const hosts = Object.fromEntries(records.map(({ name, address: where }) => [name, where]));
    return { cisco, prosody, hosts, stop: () => ending.disposeAsync() };
  } catch (error) {
    await ending.disposeAsync();
    throw error;
  }
}

/** A user ID that is a mail address, as the part before the @ of a chat address (XEP-0106). */
function localPart(username: string): string {
  return username.replaceAll('@', '\\40');
}
