import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, startDaemon, startOnFreePorts } from './daemon.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { answersTftp } from './readiness.ts';

export interface TftpdOptions {
  /** Files by name, at the root of the service. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly address?: string;
  /** A free one when not said; 69 in the field. */
  readonly port?: number;
  readonly folder?: string;
}

/** Debian's tftpd-hpa, reads only, in a root folder of its own. */
export interface Tftpd {
  readonly address: string;
  readonly port: number;
  readonly logFile: string;
  /** Writes a file, or with `undefined` takes it away. */
  put(name: string, content: string | Uint8Array | undefined): Promise<void>;
  /** SIGSTOP: it keeps its socket and answers nothing, until `resume`. */
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Why it cannot run here, or `undefined`. It gives up rights at its start, and that takes root. */
export function tftpdObstacle(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'in.tftpd starts as root only';
}

/** Starts in.tftpd and answers once it answers. */
export function startTftpd(options: TftpdOptions): Promise<Tftpd> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: TftpdOptions): Promise<Tftpd> {
  const program = requireProgram('in.tftpd');
  const labFolder = await openLabFolder(options.folder);
  const files = join(labFolder.path, 'files');
  await mkdir(files, { recursive: true });
  const put: Tftpd['put'] = (name, content) => {
    const path = join(files, name);
    // It serves only what everybody may read.
    return content === undefined ? rm(path, { force: true }) : writeFile(path, content, { mode: 0o644 });
  };
  for (const [name, content] of Object.entries(options.files)) await put(name, content);
  const address = options.address ?? '127.0.0.1';
  const port = options.port ?? (await freePort(address));
  const daemon: Daemon = await startDaemon({
    name: 'tftpd',
    command: program,
    args: ['--foreground', '--ipv4', '--address', `${address}:${port}`, '--user', 'root', '--secure', files],
    folder: labFolder.path,
    isReady: () => answersTftp(address, port),
    // It leaves a child with each transfer.
    deathSignal: 'KILL',
  });
  return {
    ...{ address, port, logFile: daemon.logFile, put },
    hang: () => daemon.hang(),
    resume: () => daemon.resume(),
    async stop() {
      await daemon.stop();
      await labFolder.remove();
    },
  };
}
