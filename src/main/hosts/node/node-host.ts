import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createFileLog, type LogSink } from '../../app/machine/file-log.ts';
import { machineFacts } from '../../app/machine/machine-facts.ts';
import { createNetworkPoll } from '../../app/machine/network-poll.ts';
import { proxyFromEnvironment } from '../../app/machine/proxy-from-environment.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import { systemClock } from '../../app/machine/system-clock.ts';
import type { DeploymentSources } from '../../ports/deployment-sources.port.ts';
import type { LinkHandlers } from '../../ports/link-handlers.port.ts';
import type { Host, PartChannel } from '../../ports/host.port.ts';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import type { Browser } from './browser.ts';
import { createNodeSignOn, type NodeSignOnOptions } from './sign-on-browser.ts';
import { findBrowser } from './browser.ts';
import { makeFolders } from './folders.ts';
import { createKeyFileSecrets } from './key-file-secrets.ts';
import { createProxyScript, type ProxyScript } from './proxy-script/create-proxy-script.ts';

export interface NodeHostOptions {
  readonly profile?: string;
  readonly isDebug: boolean;
  readonly wantsPaintReports: boolean;
  readonly version: string;
  readonly deployment: DeploymentSources;
  /** For windows of identity providers. */
  readonly browser?: Browser;
  /** Where the desktop's choice of programs for links can be asked and changed. */
  readonly linkHandlers?: LinkHandlers;
  /** Unattended mode: told of pages in place of their being opened. */
  readonly onSignOn?: NonNullable<NodeSignOnOptions['tell']>;
  /** Unattended mode: what would have been opened. */
  readonly onOpened?: (url: string) => void;
}

export interface NodeHost extends Host {
  readonly sink: LogSink;
  /** Known once the window server listens. */
  setBlobBase(base: string): void;
  setShowWindow(show: () => void): void;
  stop(): Promise<void>;
}

/** Sources run as they are; a build puts every worker beside its entry. */
const isSource = import.meta.url.endsWith('.ts');
const partUrl = (source: string, built: string) => new URL(isSource ? source : built, import.meta.url);

/** The computer as plain Node shows it. What needs a desktop (tray, badge, native notices) is the page's or absent, and `caps` says so. */
export function createNodeHost(options: NodeHostOptions): NodeHost {
  const folders = makeFolders(options.profile);
  const sink = createFileLog(join(folders.local, 'logs'), { debug: options.isDebug });
  const network = createNetworkPoll(systemClock);
  const script = proxyScriptOf(process.env['PARLANCE_PROXY_SCRIPT']);
  const proxyFor = script?.resolve ?? proxyFromEnvironment(process.env);
  let show = () => {};
  let caps: HostCaps = {
    platform: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
    nativeNotifications: false,
    tray: false,
    badge: false,
    globalShortcuts: false,
    dockedWindow: false,
    startAtLogin: false,
    protocolHandlers: options.linkHandlers !== undefined,
    secretStore: 'file',
    opensFiles: false,
    blobBase: '/blob/',
    version: options.version,
    wantsPaintReports: options.wantsPaintReports,
    seesIdle: false,
  };
  const open = (url: string): boolean => {
    if (!isOpenable(url)) return false;
    if (!options.onOpened) return openInBrowser(url);
    options.onOpened(url);
    return true;
  };
  return {
    get caps() {
      return caps;
    },
    folders,
    clock: systemClock,
    random: strongRandom,
    log: sink.log,
    secrets: createKeyFileSecrets(join(folders.roaming, 'secret.key')),
    network,
    ...(proxyFor && { proxyFor }),
    deployment: options.deployment,
    signOn: createNodeSignOn({
      random: strongRandom,
      browser: options.browser,
      folder: folders.local,
      openExternal: async (url) => open(url),
      ...(options.onSignOn && { tell: options.onSignOn }),
    }),
    record: { ...sink.record, facts: machineFacts },
    storageWorker: partUrl('../../storage/storage-worker.ts', './storage-worker.js'),
    ...(options.linkHandlers && { linkHandlers: options.linkHandlers }),
    startGateway: () => startWorkerPart(partUrl('../../gateway/gateway-worker.ts', './gateway-worker.js')),
    openExternal: async (url) => open(url),
    notify() {},
    setBadge() {},
    showWindow: () => show(),
    setStartAtLogin() {},
    sink,
    setBlobBase(blobBase) {
      caps = { ...caps, blobBase };
    },
    setShowWindow(next) {
      show = next;
    },
    async stop() {
      network.stop();
      script?.stop();
      await sink.close();
    },
  };
}

/** A company's proxy script, run by the browser that shows the window. */
function proxyScriptOf(source: string | undefined): ProxyScript | undefined {
  const browser = source === undefined || source === '' ? undefined : findBrowser();
  if (source === undefined || !browser) return undefined;
  return createProxyScript({ source, browserPath: browser.path, clock: systemClock });
}

/** A part of ours in a worker thread, as a channel. */
function startWorkerPart(url: URL): PartChannel {
  const worker = new Worker(url);
  let isStopping = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit(listener) {
      worker.on('error', () => {});
      worker.on('exit', (code) => {
        if (!isStopping) listener(code);
      });
    },
    stop() {
      isStopping = true;
      void worker.terminate();
    },
  };
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  // Not `start`: a shell would interpret the address.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Web and mail addresses, and the Webex app's. */
function isOpenable(url: string): boolean {
  return ['http:', 'https:', 'mailto:', 'webexteams:'].includes(URL.parse(url)?.protocol ?? '');
}

/** The address is one argument, no shell sees it. */
function openInBrowser(url: string): boolean {
  const opener = openers[process.platform];
  if (!opener) return false;
  const child = spawn(opener[0] as string, [...opener.slice(1), url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
  return true;
}
