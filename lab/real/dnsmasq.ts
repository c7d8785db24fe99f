import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { answersDns } from './readiness.ts';

/** RFC 2782. `name` is the whole owner name, such as `_cisco-uds._tcp.example.test`. */
export interface SrvRecord {
  readonly name: string;
  /** `.` means "no such service here". */
  readonly target: string;
  readonly port: number;
  readonly priority?: number;
  readonly weight?: number;
}

export interface DnsZone {
  readonly srv?: readonly SrvRecord[];
  /** IPv4 or IPv6 addresses by host name. */
  readonly hosts?: Readonly<Record<string, string | readonly string[]>>;
  readonly txt?: Readonly<Record<string, string>>;
}

export interface DnsmasqOptions {
  readonly zone: DnsZone;
  readonly address?: string;
  /** A free one when not said. */
  readonly port?: number;
  readonly folder?: string;
}

/** One question as dnsmasq logged it. */
export interface DnsQuery {
  /** `SRV`, `A`, `AAAA` … */
  readonly type: string;
  /** Lower case, no dot at the end. */
  readonly name: string;
}

/** A DNS server that knows its zone and nothing else: every other name does not exist, nothing is forwarded. */
export interface Dnsmasq {
  readonly address: string;
  readonly port: number;
  /** `address:port`, as the client's `dns` setting takes it. */
  readonly server: string;
  readonly folder: string;
  readonly logFile: string;
  isRunning(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL: questions go unanswered until `start`. */
  kill9(): Promise<void>;
  /** Answers with another zone from now on (a restart on the same port). */
  serve(zone: DnsZone): Promise<void>;
  /** Every question since the first start, oldest first. */
  queries(): Promise<DnsQuery[]>;
}

/** Starts dnsmasq on this zone and answers once it answers. */
export function startDnsmasq(options: DnsmasqOptions): Promise<Dnsmasq> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: DnsmasqOptions): Promise<Dnsmasq> {
  const program = requireProgram('dnsmasq');
  const labFolder = await openLabFolder(options.folder);
  const address = options.address ?? '127.0.0.1';
  const port = options.port ?? (await freePort(address));
  const configFile = join(labFolder.path, 'dnsmasq.conf');
  const write = (zone: DnsZone): Promise<void> => writeFile(configFile, dnsmasqConfig(address, port, zone));
  await write(options.zone);
  const run = (): Promise<Daemon> =>
    startDaemon({
      name: 'dnsmasq',
      command: program,
      // As root it would become another user and lose our log; `--pid-file=` writes none.
      args: [
        '--keep-in-foreground',
        `--conf-file=${configFile}`,
        '--pid-file=',
        ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      ],
      folder: labFolder.path,
      isReady: () => answersDns(address, port),
    });
  let daemon = await run();
  const start = async (): Promise<void> => {
    if (!daemon.isRunning()) daemon = await run();
  };
  return {
    ...{ address, port, server: `${address}:${port}`, folder: labFolder.path, logFile: daemon.logFile },
    isRunning: () => daemon.isRunning(),
    start,
    kill9: () => daemon.kill9(),
    async stop() {
      await daemon.stop();
      await labFolder.remove();
    },
    async serve(zone) {
      await write(zone);
      await daemon.stop();
      await start();
    },
    queries: async () => readQueries(await readFile(daemon.logFile, 'utf8')),
  };
}

/** The configuration file. Pure, so that a test can read what is served. */
export function dnsmasqConfig(address: string, port: number, zone: DnsZone): string {
  const srv = (zone.srv ?? []).map(({ name, target, port: at, priority, weight }) =>
    // dnsmasq's form of "no such service" is the name alone.
    target === '.' ? `srv-host=${name}` : `srv-host=${name},${target},${at},${priority ?? 0},${weight ?? 0}`,
  );
  const hosts = Object.entries(zone.hosts ?? {}).flatMap(([name, addresses]) =>
    [addresses].flat().map((one) => `host-record=${name},${one}`),
  );
  const txt = Object.entries(zone.txt ?? {}).map(([name, text]) => `txt-record=${name},"${text}"`);
  return [
    `listen-address=${address}`,
    `port=${port}`,
    'bind-interfaces',
    'no-resolv',
    'no-hosts',
    'no-poll',
    'no-daemon',
    'log-queries',
    'log-facility=-',
    'cache-size=0',
    'local-ttl=60',
    // Any name not below is ours to deny: NXDOMAIN at once, no forwarding.
    'address=/#/',
    ...srv,
    ...hosts,
    ...txt,
    '',
  ].join('\n');
}

function readQueries(log: string): DnsQuery[] {
  return [...log.matchAll(/query\[(\w+)\] (\S+) from/g)].flatMap(([, type = '', name = '']) =>
    name === 'ready.test' ? [] : [{ type, name: name.toLowerCase().replace(/\.$/, '') }],
  );
}
