import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns, SrvRecord } from '../../ports/dns.port.ts';

export interface DnsOptions {
  /** `ip` or `ip:port` (`[ipv6]:port`); absent: the system's resolvers. */
  readonly servers?: readonly string[];
  /** For one question, retries among it. Default 5,000 ms. */
  readonly timeoutMs?: number;
  readonly clock: Clock;
}

/** RFC 8305 section 3: IPv4 addresses wait this long for IPv6 ones that are late. */
const LATE_FAMILY_MS = 50;
/** c-ares asks again after t, then waits 2 t. */
const TRIES = 2;
const TRY_SHARE = 3;

type Answer<T> = Result<{ readonly records: readonly T[]; readonly exists: boolean }>;

/**
 * The Dns port over Node's c-ares binding. A resolver is made for each question: it reads the system's settings anew
 * (they change with the network) and can be cancelled by itself.
 */
export function createDns(options: DnsOptions): Dns {
  const asker = new Asker(options);
  return {
    name: options.servers?.join(', ') ?? 'system',
    srv: async (name, signal) => {
      const answer = await asker.ask(name, signal, (resolver) => resolver.resolveSrv(name));
      if (!answer.ok) return answer;
      const records = answer.value.records.map((record): SrvRecord => {
        const { port, priority, weight } = record;
        return { target: record.name.replace(/\.$/, ''), port, priority, weight };
      });
      return ok({ records, exists: answer.value.exists });
    },
    addresses: (host, signal) => asker.addresses(host, signal),
  };
}

class Asker {
  private readonly options: DnsOptions;
  private readonly timeoutMs: number;

  constructor(options: DnsOptions) {
    this.options = options;
    this.timeoutMs = options.timeoutMs ?? 5_000;
  }

  /** Puts one question. No such name and no such record are answers, not failures. */
  ask<T>(
    name: string,
    signal: AbortSignal | undefined,
    question: (resolver: Resolver) => Promise<T[]>,
  ): Promise<Answer<T>> {
    if (signal?.aborted) return Promise.resolve(fail('app.cancelled'));
    const resolver = new Resolver({ timeout: Math.ceil(this.timeoutMs / TRY_SHARE), tries: TRIES });
    if (this.options.servers) resolver.setServers([...this.options.servers]);
    return new Promise((resolve) => {
      const stop = (result: Answer<T>): void => {
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const onAbort = (): void => {
        stop(fail('app.cancelled'));
        resolver.cancel();
      };
      const stopTimer = this.options.clock.after(this.timeoutMs, () => {
        stop(fail('net.timeout', { host: name }, 'name server'));
        resolver.cancel();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      question(resolver).then(
        (records) => stop(ok({ records, exists: true })),
        (error: unknown) => stop(readError(error, name)),
      );
    });
  }

  async addresses(host: string, signal: AbortSignal | undefined): Promise<Result<readonly string[]>> {
    const name = host.replace(/\.$/, '');
    const literal = name.replace(/^\[(.*)\]$/, '$1');
    if (isIP(literal) !== 0) return ok([literal]);
    // RFC 6761 section 6.3: never asked on the network.
    if (/(^|\.)localhost$/i.test(name)) return ok(['127.0.0.1', '::1']);
    const four = this.ask(name, signal, (resolver) => resolver.resolve4(name));
    const six = this.ask(name, signal, (resolver) => resolver.resolve6(name));
    const [v4, v6] = await Promise.all([four, this.lateness(four, six)]);
    const found = interleave(recordsOf(v6), recordsOf(v4));
    if (found.length > 0) return ok(found);
    if (!v4.ok) return v4;
    return ok(this.options.servers ? [] : await lookUpByHost(name));
  }

  /** The IPv6 answer, or nothing once it has kept the IPv4 one waiting long enough. */
  private async lateness(
    four: Promise<Answer<string>>,
    six: Promise<Answer<string>>,
  ): Promise<Answer<string>> {
    const first = await Promise.race([four, six.then(() => undefined)]);
    if (first === undefined || !first.ok || first.value.records.length === 0) return six;
    const waited = new Promise<Answer<string>>((resolve) => {
      this.options.clock.after(LATE_FAMILY_MS, () => resolve(ok({ records: [], exists: true })));
    });
    return Promise.race([six, waited]);
  }
}

function recordsOf(answer: Answer<string>): readonly string[] {
  return answer.ok ? answer.value.records : [];
}

/** RFC 8305 section 4: families take turns, IPv6 first. */
function interleave(first: readonly string[], second: readonly string[]): string[] {
  const turns = Math.max(first.length, second.length);
  return Array.from({ length: turns }, (_, at) => [first[at], second[at]])
    .flat()
    .filter((address) => address !== undefined);
}

/** Names that only the machine itself knows (hosts file, mDNS, NetBIOS). */
async function lookUpByHost(name: string): Promise<readonly string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function readError<T>(error: unknown, name: string): Answer<T> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  switch (code) {
    case 'ENOTFOUND':
      return ok({ records: [], exists: false });
    case 'ENODATA':
      return ok({ records: [], exists: true });
    case 'ETIMEOUT':
      return fail('net.timeout', { host: name }, 'name server');
    case 'ECANCELLED':
      return fail('app.cancelled');
    default:
      return fail('discovery.dns-failed', { domain: name }, code);
  }
}
