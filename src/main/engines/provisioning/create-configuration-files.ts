import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { ConfigurationFiles } from '../../ports/configuration-files.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { parseXml, type XmlElement } from '../link/xml-document.ts';
import { parseClientConfiguration } from './read-client-configuration.ts';
import { readDialRules } from './read-dial-rules.ts';
import { readDevice } from './read-device.ts';
import { readServiceProfile } from './read-service-profile.ts';
import { readByTftp } from './tftp-client.ts';

export interface ConfigurationFilesPorts {
  readonly http: HttpClient;
  readonly dns: Dns;
  readonly clock: Clock;
  /** HTTPS port of the same files, 6972 in the field. */
  readonly securePort?: number;
  /** Listens in on what is read by TFTP; `undefined`: no such file, or no answer. */
  readonly heard?: (file: string, body: Uint8Array | undefined) => void;
  /** UDP port of TFTP, 69 in the field. */
  readonly tftpPort?: number;
  /** Longer files are refused. Default 5 MiB. */
  readonly maxBytes?: number;
}

const SECURE_PORT = 6972;
const TFTP_PORT = 69;
/** A file is not worth keeping chat and phone waiting: the last good one is there. */
const TIMEOUT_MS = 5_000;
/** Service profile, client configuration and dial rules are asked for at once, the device's file while they are on their way (Q5). */
const SPARES = 4;
const MAX_BYTES = 5 * 1024 * 1024;

export function createConfigurationFiles(ports: ConfigurationFilesPorts): ConfigurationFiles {
  const files = new FileFetcher(ports);
  return {
    serviceProfile: (addresses, call) =>
      files.read(
        addresses,
        call,
        strictly((root) => ok(readServiceProfile(root))),
      ),
    clientConfiguration: (addresses, call) => files.read(addresses, call, parseClientConfiguration),
    device: (addresses, call) => files.read(addresses, call, strictly(readDevice)),
    dialRules: (addresses, call) => files.read(addresses, call, strictly(readDialRules)),
  };
}

class FileFetcher {
  private readonly ports: ConfigurationFilesPorts;

  constructor(ports: ConfigurationFilesPorts) {
    this.ports = ports;
  }

  /** The first address that has a file we can read wins; otherwise the first failure, or "no such file". */
  async read<T>(
    addresses: readonly string[],
    call: RequestCall,
    reader: FileReader<T>,
  ): Promise<Result<T | undefined>> {
    let firstFailure: Result<never> | undefined;
    for (const address of addresses) {
      const bytes = await this.fetch(address, call);
      if (bytes.ok && bytes.value === undefined) continue;
      const result = bytes.ok && bytes.value ? readFile(bytes.value, address, reader) : bytes;
      if (result.ok) return ok(result.value as T);
      if (result.error.code === 'app.cancelled') return result;
      firstFailure ??= result;
    }
    return firstFailure ?? ok(undefined);
  }

  private async fetch(address: string, call: RequestCall): Promise<Result<Uint8Array | undefined>> {
    const { http, maxBytes = MAX_BYTES } = this.ports;
    const answer = await http.request({
      url: address,
      maxBytes,
      timeoutMs: TIMEOUT_MS,
      spares: SPARES,
      ...call,
    });
    if (answer.ok && answer.value.status === 200) return ok(answer.value.body);
    if (answer.ok && answer.value.status === 404) return ok(undefined);
    const isUnreachable = !answer.ok && answer.error.code.startsWith('net.');
    if (!answer.ok && !isUnreachable) return answer;
    const otherwise = isUnreachable ? await this.fetchOtherwise(address, call) : undefined;
    if (otherwise?.ok) return otherwise;
    const status = answer.ok ? `HTTP ${answer.value.status}` : answer.error.code;
    return fail(
      'config.unavailable',
      { host: URL.parse(address)?.hostname ?? '', file: fileOf(address) },
      status,
    );
  }

  /**
   * A3: where HTTP on 6970 doesn't answer, HTTPS on 6972 and real TFTP do. Both are asked at once, as nobody should wait
   * for the dead twice. What an address with HTTPS names never goes in the clear.
   */
  private async fetchOtherwise(
    address: string,
    call: RequestCall,
  ): Promise<Result<Uint8Array | undefined> | undefined> {
    const { http, maxBytes = MAX_BYTES, securePort = SECURE_PORT } = this.ports;
    const url = URL.parse(address);
    if (url?.protocol !== 'http:') return undefined;
    const secure = new URL(url);
    secure.protocol = 'https:';
    secure.port = String(securePort);
    const [byHttps, byTftp] = await Promise.all([
      http.request({ url: secure.href, maxBytes, timeoutMs: TIMEOUT_MS, ...call }),
      this.fetchByTftp(address, call),
    ]);
    if (byHttps.ok && byHttps.value.status === 200) return ok(byHttps.value.body);
    const isMissing = byHttps.ok && byHttps.value.status === 404;
    return !byTftp.ok && isMissing ? ok(undefined) : byTftp;
  }

  private async fetchByTftp(address: string, call: RequestCall): Promise<Result<Uint8Array | undefined>> {
    const { dns, clock, tftpPort = TFTP_PORT, maxBytes = MAX_BYTES } = this.ports;
    const host = (URL.parse(address)?.hostname ?? '').replace(/^\[(.*)\]$/, '$1');
    const file = fileOf(address);
    const span = call.span.child('tftp', { host, port: tftpPort, file });
    const addresses = await dns.addresses(host, call.signal);
    const [literal] = addresses.ok ? addresses.value : [];
    const result =
      literal === undefined
        ? fail('net.name-not-found')
        : await readByTftp({ address: literal, port: tftpPort, file, maxBytes, clock, signal: call.signal });
    span.end(result.ok ? 'ok' : 'failed');
    this.ports.heard?.(file, result.ok ? result.value : undefined);
    return result;
  }
}

type FileReader<T> = (bytes: Uint8Array) => Result<T>;

/** For files that servers write. */
function strictly<T>(reader: (root: XmlElement) => Result<T>): FileReader<T> {
  return (bytes) => {
    const parsed = parseXml(bytes);
    return parsed.ok ? reader(parsed.value) : parsed;
  };
}

function readFile<T>(bytes: Uint8Array, address: string, reader: FileReader<T>): Result<T> {
  const result = reader(bytes);
  return result.ok ? result : fail('config.malformed', { file: fileOf(address) }, result.error.detail);
}

/** The file's name: the address without scheme, host and query. */
function fileOf(address: string): string {
  const path = URL.parse(address)?.pathname.slice(1) ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
