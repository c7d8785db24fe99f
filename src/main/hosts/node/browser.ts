import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DevtoolsPipe, PIPE_FLAG, PIPE_STDIO } from './devtools-pipe.ts';

/** A browser that can show our window: Chromium, Chrome or Edge. */
export interface Browser {
  readonly path: string;
  readonly name: string;
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

function candidates(): readonly string[] {
  const env = process.env;
  if (process.platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (r): r is string => !!r,
    );
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Microsoft/Edge/Application/msedge.exe'),
      join(root, 'Chromium/Application/chrome.exe'),
    ]);
  }
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  return (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

/** The first installed one; `PARLANCE_BROWSER` names another. */
export function findBrowser(): Browser | undefined {
  const chosen = process.env['PARLANCE_BROWSER'];
  const path = chosen ? [chosen].find(existsSync) : candidates().find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : { path, name: path.split(/[\\/]/).at(-1) ?? path };
}

export interface BrowserWindow {
  readonly process: ChildProcess;
  /** Of a browser that shows our own page. */
  readonly devtools: DevtoolsPipe | undefined;
  /** Asks the browser to end, then insists. */
  close(): Promise<void>;
}

interface WindowOptions {
  readonly folder: string;
  readonly isHeadless: boolean;
  readonly flags: readonly string[];
  /** The page is not ours: it gets neither microphone and camera nor anything else that only our own page may have. */
  readonly isStranger?: true;
}

/** Opens `url` in a window of its own, with a browser profile of our own and nothing of the browser around it. */
export function openBrowserWindow(browser: Browser, url: string, options: WindowOptions): BrowserWindow {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  endLeftover(options.folder);
  const child = spawn(browser.path, [...browserFlags(options), `--app=${url}`], {
    stdio: options.isStranger ? 'ignore' : [...PIPE_STDIO],
    detached: false,
  });
  child.on('error', () => {});
  if (child.pid !== undefined) writeFileSync(pidFile(options.folder), String(child.pid), { mode: 0o600 });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    devtools: options.isStranger || child.pid === undefined ? undefined : new DevtoolsPipe(child),
    async close() {
      if (child.exitCode !== null || child.pid === undefined) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
}

const pidFile = (folder: string) => join(folder, 'parlance-browser.pid');

/**
 * After a crash of ours the browser lives on, holds its profile, and would take a new window into itself, where nobody
 * watches it. It is ended before a new one is started, if it surely is the one we started: same id, same profile folder.
 */
function endLeftover(folder: string): void {
  const path = pidFile(folder);
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8'));
  rmSync(path, { force: true });
  if (!Number.isInteger(pid) || pid <= 1 || process.platform === 'win32') return;
  const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  const isOurs = listed.stdout?.includes(`--user-data-dir=${folder}`) === true;
  // Somebody else has that id by now, or `ps` says nothing of what it is.
  if (!isOurs && (listed.status !== 1 || listed.stdout.trim() !== '')) return;
  try {
    if (isOurs) process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
  // The lock names a process that is gone; Chromium would look for it on the network's other machines.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
    rmSync(join(folder, name), { force: true });
}

/** For our own pages, the only ones in their browser profile. */
const OWN_PAGE = [
  // To open the page that holds the sound, and to load a window anew that has crashed.
  PIPE_FLAG,
  // The media gateway is on 127.0.0.1 (media-gateway decision).
  '--allow-loopback-in-peer-connection',
  '--auto-accept-camera-and-microphone-capture',
  '--autoplay-policy=no-user-gesture-required',
  // A call must not stutter because its window is behind others.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Exported for its test: what a page may do is decided here. */
export function browserFlags(options: WindowOptions): readonly string[] {
  // Chromium refuses to sandbox itself for root; only build machines run as root.
  const isRoot = process.getuid?.() === 0;
  return [
    `--user-data-dir=${options.folder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-quic',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    ...(options.isStranger ? [] : OWN_PAGE),
    '--window-size=1080,760',
    ...(options.isHeadless ? ['--headless=new', '--disable-gpu', '--hide-scrollbars'] : []),
    ...(isRoot ? ['--no-sandbox'] : []),
    ...options.flags,
  ];
}
