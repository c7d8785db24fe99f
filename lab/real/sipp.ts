import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort, isPortFree } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { muLawTone } from './mulaw.ts';

/** The scenarios in `sipp/`. Those that start with `uas` wait for a call, the others make one. */
export type SippScenario = 'uac-pcmu' | 'uac-late-offer' | 'uac-cancel' | 'uas-183-200' | 'uas-update';

export interface SippOptions {
  /** One of ours, or the path of a scenario file. */
  readonly scenario: SippScenario | (string & {});
  /** The proxy all goes through, over UDP. */
  readonly proxy: { readonly address: string; readonly port: number };
  /** Whose account is used. */
  readonly user: string;
  readonly password: string;
  readonly domain?: string;
  /** Whom to call (`[service]`). */
  readonly target?: string;
  /** Registers `user` at the port first, so that calls reach it. True for `uas…` when not said. */
  readonly register?: boolean;
  readonly calls?: number;
  /** How long the scenario talks, rings or waits before it answers (its `<pause/>`; 1,000). */
  readonly talkMs?: number;
  /** Frequency of the tone it plays (800 Hz). */
  readonly toneHz?: number;
  /** More values for `[…]` in the scenario. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Gives up after so many seconds (30); the outcome is then a failure. */
  readonly timeoutSeconds?: number;
  readonly address?: string;
  readonly folder?: string;
}

export interface SippOutcome {
  /** Every call went as the scenario says. */
  readonly ok: boolean;
  /** SIPp's own exit code. */
  readonly code: number | null;
  /** What went otherwise, as SIPp logged it. */
  readonly errors: string;
}

/** One running SIPp. */
export interface Sipp {
  readonly port: number;
  readonly folder: string;
  /** Settles when all calls are over. */
  readonly done: Promise<SippOutcome>;
  /** Every SIP message sent and received so far. */
  messages(): Promise<string>;
  /** Ends it and removes a temporary folder. */
  stop(): Promise<void>;
}

const SCENARIOS = join(import.meta.dirname, 'sipp');

/** Starts SIPp on a scenario; answers once its port is bound. Await `done` for the outcome. */
export async function startSipp(options: SippOptions): Promise<Sipp> {
  const program = requireProgram('sipp');
  const labFolder = await openLabFolder(options.folder);
  const address = options.address ?? '127.0.0.1';
  const port = await freePort(address);
  await writeFile(join(labFolder.path, 'tone.ulaw'), muLawTone(options.toneHz ?? 800));
  const run = (scenario: string, calls: number): Promise<Daemon> =>
    startDaemon({
      name: `sipp-${options.user}`,
      command: program,
      args: sippArguments(options, { scenario, calls, address, port, folder: labFolder.path }),
      folder: labFolder.path,
      // SIPp draws its screen for this terminal even when nobody looks.
      env: { TERM: 'dumb' },
      isReady: async () => !(await isPortFree(address, port)),
      mayEnd: true,
    });
  if (options.register ?? options.scenario.startsWith('uas')) {
    const { code } = await (await run('register', 1)).exited;
    if (code !== 0)
      throw new Error(
        `SIPp could not register ${options.user}: ${await readIfThere(join(labFolder.path, 'sipp-errors.log'))}`,
      );
  }
  const daemon = await run(options.scenario, options.calls ?? 1);
  const outcome = async (): Promise<SippOutcome> => {
    const { code } = await daemon.exited;
    return { ok: code === 0, code, errors: await readIfThere(join(labFolder.path, 'sipp-errors.log')) };
  };
  return {
    port,
    folder: labFolder.path,
    done: outcome(),
    messages: () => readIfThere(join(labFolder.path, 'sipp-messages.log')),
    async stop() {
      await daemon.stop(1_000);
      await labFolder.remove();
    },
  };
}

type Decided = {
  readonly scenario: string;
  readonly calls: number;
  readonly address: string;
  readonly port: number;
  readonly folder: string;
};

function sippArguments(options: SippOptions, decided: Decided): string[] {
  const file = decided.scenario.endsWith('.xml')
    ? decided.scenario
    : join(SCENARIOS, `${decided.scenario}.xml`);
  const keys = { user: options.user, domain: options.domain ?? 'example.test', ...options.keys };
  return [
    `${options.proxy.address}:${options.proxy.port}`,
    ...[
      '-sf',
      file,
      '-s',
      options.target ?? options.user,
      '-t',
      'u1',
      '-m',
      String(decided.calls),
      '-l',
      '1',
      '-d',
      String(options.talkMs ?? 1_000),
    ],
    ...['-i', decided.address, '-p', String(decided.port), '-au', options.user, '-ap', options.password],
    ...Object.entries(keys).flatMap(([name, value]) => ['-key', name, value]),
    ...['-timeout', `${options.timeoutSeconds ?? 30}s`, '-timeout_error', '-nostdin'],
    ...[
      '-trace_msg',
      '-message_file',
      join(decided.folder, 'sipp-messages.log'),
      '-message_overwrite',
      'false',
    ],
    ...['-trace_err', '-error_file', join(decided.folder, 'sipp-errors.log'), '-error_overwrite', 'false'],
  ];
}

async function readIfThere(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}
