import { randomInt } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type PhoneCodec,
  type PhoneEncryption,
  type PhonePicture,
  type PhoneSetup,
  type PhoneSound,
  phoneAccount,
  phoneConfig,
} from './baresip-config.ts';
import { type BaresipControl, type BaresipEvent, connectBaresip } from './baresip-control.ts';
import { startDaemon, startOnFreePorts } from './daemon.ts';
import { freePorts } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { acceptsTcp } from './readiness.ts';
import { type Pcm, readWav } from './wav.ts';

export interface BaresipOptions {
  readonly user: string;
  readonly password?: string;
  /** `example.test` when not said. */
  readonly domain?: string;
  readonly displayName?: string;
  /** The user when not said. */
  readonly authUser?: string;
  readonly registrar?: PhoneSetup['registrar'];
  /** Root to check a TLS registrar's certificate against. */
  readonly caFile?: string;
  readonly address?: string;
  readonly folder?: string;
  /** `manual` when not said: rings until `accept()`. `early` answers 183 with sound, then waits. */
  readonly answer?: PhoneSetup['answer'];
  /** All four, PCMU first, when not said. */
  readonly codecs?: readonly PhoneCodec[];
  readonly encryption?: PhoneEncryption;
  /** It sends back the picture that it gets; none when not said. */
  readonly picture?: PhonePicture;
  /** Any when not said. An even one, for one call at a time. */
  readonly rtpPort?: number;
  /** A tone of 440 Hz when not said. */
  readonly sound?: PhoneSound;
}

/** Which event to wait for: its type, and what else must be true of it. */
export interface EventWish {
  readonly type: string | readonly string[];
  readonly where?: (event: BaresipEvent) => boolean;
  readonly timeoutMs?: number;
}

/** A scripted phone without sound hardware: it sends a tone (or an echo) and records what it hears. */
export interface Baresip {
  readonly user: string;
  readonly address: string;
  readonly sipPort: number;
  readonly folder: string;
  readonly logFile: string;
  readonly events: readonly BaresipEvent[];
  isRunning(): boolean;
  /** The first event of this kind, past or to come. Each event satisfies one call only, so two calls wait for two. */
  waitFor(wish: EventWish): Promise<BaresipEvent>;
  dial(target: string): Promise<void>;
  accept(): Promise<void>;
  hangUp(): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** RFC 4733 digits in the current call. */
  sendDigits(digits: string): Promise<void>;
  /** Blind transfer of the current call (REFER). */
  transfer(target: string): Promise<void>;
  /** What it hears in the newest call, as recorded so far. */
  heard(): Promise<Pcm>;
  /** What it sends in the newest call. */
  sent(): Promise<Pcm>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
}

/** Starts a phone; answers once it takes commands and, with a registrar, is registered. */
export function startBaresip(options: BaresipOptions): Promise<Baresip> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: BaresipOptions): Promise<Baresip> {
  const program = requireProgram('baresip');
  const labFolder = await openLabFolder(options.folder);
  const setup = await setupOf(options, labFolder.path);
  await Promise.all([
    writeFile(join(setup.folder, 'config'), phoneConfig(setup)),
    writeFile(join(setup.folder, 'accounts'), phoneAccount(setup), { mode: 0o600 }),
    writeFile(join(setup.folder, 'contacts'), ''),
  ]);
  const daemon = await startDaemon({
    name: `baresip-${setup.user}`,
    command: program,
    args: ['-4', '-v', '-s', '-f', setup.folder],
    folder: setup.folder,
    isReady: () => acceptsTcp(setup.address, setup.controlPort),
    // It would wait for an answer to its last REGISTER.
    deathSignal: 'KILL',
  });
  const control = await connectBaresip(setup.address, setup.controlPort);
  const wait = eventWaiter(control, setup.user);
  const phone: Baresip = {
    ...{
      user: setup.user,
      address: setup.address,
      sipPort: setup.sipPort,
      folder: setup.folder,
      logFile: daemon.logFile,
      events: control.events,
    },
    isRunning: () => daemon.isRunning(),
    waitFor: wait,
    dial: async (target) => void (await control.command('dial', target)),
    accept: async () => void (await control.command('accept')),
    hangUp: async () => void (await control.command('hangup')),
    hold: async () => void (await control.command('hold')),
    resume: async () => void (await control.command('resume')),
    sendDigits: async (digits) => void (await control.command('sndcode', digits)),
    transfer: async (target) => void (await control.command('transfer', target)),
    heard: () => newestRecording(setup.folder, 'dec'),
    sent: () => newestRecording(setup.folder, 'enc'),
    kill9: () => daemon.kill9(),
    async stop() {
      control.close();
      await daemon.stop();
      await labFolder.remove();
    },
  };
  if (setup.registrar !== undefined) await registered(control, phone);
  return phone;
}

// The first answer may be over before our control connection is there, so ask as well as listen.
async function registered(control: BaresipControl, phone: Baresip): Promise<void> {
  // The words stand between colour codes, so no word border before them.
  const state = await control.command('reginfo');
  if (/OK\b/.test(state)) return;
  try {
    const type = /ERR\b/.test(state)
      ? 'REGISTER_FAIL'
      : (await phone.waitFor({ type: ['REGISTER_OK', 'REGISTER_FAIL'] })).type;
    if (type === 'REGISTER_FAIL')
      throw new Error(`${phone.user}'s phone could not register: ${await lastRefusal(phone.logFile)}`);
  } catch (error) {
    await phone.stop();
    throw error;
  }
}

async function lastRefusal(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => line.includes('reg: '));
  return lines.at(-1)?.replace(/^.*reg: /, '') ?? 'no reason given';
}

async function setupOf(options: BaresipOptions, folder: string): Promise<PhoneSetup> {
  const address = options.address ?? '127.0.0.1';
  const [sipPort = 0, controlPort = 0] = await freePorts(address, 2);
  const first = 2 * randomInt(10_000, 16_000);
  return {
    ...{ address, sipPort, controlPort, folder },
    rtpPorts:
      options.rtpPort === undefined
        ? { first, last: first + 200 }
        : { first: options.rtpPort, last: options.rtpPort + 2 },
    sound: options.sound ?? { toneHz: 440 },
    user: options.user,
    displayName: options.displayName ?? options.user,
    authUser: options.authUser ?? options.user,
    password: options.password ?? '',
    domain: options.domain ?? 'example.test',
    answer: options.answer ?? 'manual',
    codecs: options.codecs ?? ['PCMU', 'PCMA', 'G722', 'opus'],
    encryption: options.encryption ?? 'none',
    ...(options.picture === undefined ? {} : { picture: options.picture }),
    ...(options.caFile === undefined ? {} : { caFile: options.caFile }),
    ...(options.registrar === undefined ? {} : { registrar: options.registrar }),
  };
}

function eventWaiter(control: BaresipControl, user: string): Baresip['waitFor'] {
  const taken = new Set<BaresipEvent>();
  return async ({ type, where, timeoutMs }) => {
    const types = [type].flat();
    const limit = timeoutMs ?? 10_000;
    let isLate = false;
    let wake = (): void => undefined;
    const late = new Promise<void>((resolve) => (wake = resolve));
    const timer = setTimeout(() => {
      isLate = true;
      wake();
    }, limit);
    try {
      for (;;) {
        const found = control.events.find(
          (event) => types.includes(event.type) && !taken.has(event) && (where?.(event) ?? true),
        );
        if (found !== undefined) {
          taken.add(found);
          return found;
        }
        if (isLate)
          throw new Error(
            `${user}'s phone: waited ${limit} ms for ${types.join(' or ')}; it told ${control.events.map((event) => event.type).join(', ') || 'nothing'}`,
          );
        await Promise.race([control.nextEvent(), late]);
      }
    } finally {
      clearTimeout(timer);
    }
  };
}

async function newestRecording(folder: string, side: 'dec' | 'enc'): Promise<Pcm> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(`-${side}.wav`));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, changed: (await stat(join(folder, name))).mtimeMs })),
  );
  const newest = dated.sort((one, other) => other.changed - one.changed)[0];
  return newest === undefined
    ? { sampleRate: 8_000, samples: new Float32Array() }
    : readWav(join(folder, newest.name));
}
