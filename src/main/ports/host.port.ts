import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { DockedPosition } from '../../shared/domain/settings.ts';
import type { ManualPresence, PresenceShow } from '../../shared/domain/presence.ts';
import type { Carrier, ClientRole } from './carrier.port.ts';
import type { Clock } from './clock.port.ts';
import type { DeploymentSources } from './deployment-sources.port.ts';
import type { GlobalKeys } from './global-keys.port.ts';
import type { IdleWatch } from './idle.port.ts';
import type { Log } from './log.port.ts';
import type { LinkHandlers } from './link-handlers.port.ts';
import type { MediaPageDoor } from './media-page.port.ts';
import type { MachineRecord } from './machine-record.port.ts';
import type { NetworkWatch } from './network.port.ts';
import type { ProxyResolver } from './proxy.port.ts';
import type { Random } from './random.port.ts';
import type { SignOnBrowser } from './sign-on.port.ts';
import type { Updater } from './updater.port.ts';
import type { Secrets } from './secrets.port.ts';

/** A picture served to the window by URL, never through a call. */
export interface Blob {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A file of the person's, served to the window in pieces. */
export interface ServedFile {
  readonly name: string;
  readonly size: number;
  /** Of a picture that may be shown; anything else is only to be saved. */
  readonly pictureType?: string;
  read(): AsyncIterable<Uint8Array>;
}

/** A line to a part of ours that runs outside the main thread; messages are structured-clonable. */
export interface PartChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The part ended though nobody asked it to. */
  onExit(listener: (code: number) => void): void;
  stop(): void;
}

/** What a person does with a notice. `open`: clicked on it; the host brings the window forward as well. */
export type NoticeAct =
  | { readonly kind: 'open' }
  | { readonly kind: 'action'; readonly id: string }
  | { readonly kind: 'reply'; readonly text: string };

export interface DesktopNotice {
  readonly title: string;
  readonly body: string;
  /** A later notice with the same tag replaces this one. */
  readonly tag: string;
  /** Stays until it is answered or withdrawn. */
  readonly isUrgent?: boolean;
  /** Buttons, and a line to answer in, where the system has them. A click elsewhere opens it. */
  readonly actions?: readonly { readonly id: string; readonly label: string }[];
  readonly replyHint?: string;
  readonly onAct?: (act: NoticeAct) => void;
}

/** A page that is served to the window, with all headers that its safety asks for. */
export interface TabDoor {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** What the icon by the clock shows of the person. */
export interface TrayFace {
  readonly show: PresenceShow;
  readonly manual: ManualPresence;
  readonly unread: number;
  /** Absent: there is no status to set. */
  readonly setPresence?: (manual: ManualPresence) => void;
}

/** What the app gives its host once it is composed. */
export interface AppFace {
  /** A client whose sender the host has checked. */
  attach(carrier: Carrier, role: ClientRole): void;
  blob(path: string): Promise<Blob | undefined>;
  /** A file by its transfer's id. */
  file(id: string): Promise<ServedFile | undefined>;
  /** A piece of a file that the window hands over for sending; false: not wanted. */
  takeBytes(id: string, offset: number, chunk: Uint8Array): Promise<boolean>;
  /** The page that stands around the frame of an organisation's tab, with its headers (X6). */
  tab(id: string): TabDoor | undefined;
  /** A link from the command line, a second instance or the system. */
  openLink(url: string): void;
  /** Ends calls and services in order; resolves when everything is on disk. */
  stop(): Promise<void>;
}

/** What the core asks of a computer (DESIGN 2). Two implementations: hosts/electron and hosts/node. */
export interface Host {
  readonly caps: HostCaps;
  /** Folders that exist and only their owner can read. */
  readonly folders: {
    readonly local: string;
    readonly roaming: string;
    /** The person's own; made when something is saved there. */
    readonly downloads: string;
  };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly network: NetworkWatch;
  /** The person's absence from the computer. Absent: the window reports what it can see. */
  readonly idle?: IdleWatch;
  /** The system's way to a web address (D6). Absent: always straight. */
  readonly proxyFor?: ProxyResolver;
  /** What administrator and system say of the deployment. */
  readonly deployment: DeploymentSources;
  /** Shows identity providers' pages. */
  readonly signOn: SignOnBrowser;
  /** Logs and versions, for problem reports. Absent: none are kept. */
  readonly record?: MachineRecord;
  /** Which programs open which links; where `caps.protocolHandlers`. */
  readonly linkHandlers?: LinkHandlers;
  /** Keys that act whichever program is in front; where `caps.globalShortcuts`. */
  readonly globalKeys?: GlobalKeys;
  /** Installs updates. Absent: they are told of only. */
  readonly updater?: Updater;
  /** Where the storage worker's code is, for `new Worker`. */
  readonly storageWorker: URL;
  /** Opens the page that holds the sound of calls. Absent: the window holds it. */
  readonly mediaPage?: MediaPageDoor;
  /** Starts the media gateway outside the main thread (worker thread or utility process). */
  startGateway(): PartChannel;
  /** Opens a web or mail address in the person's browser, or the Webex app (`webexteams:`); other schemes are refused. */
  openExternal(url: string): Promise<boolean>;
  /** Opens a file of the person's with its program; where `caps.opensFiles`. */
  openFile?(path: string): Promise<boolean>;
  /** Shows it in its folder; where `caps.opensFiles`. */
  showInFolder?(path: string): void;
  /** Native notification, where `caps.nativeNotifications`; a click brings the window forward. */
  notify(notice: DesktopNotice): void;
  /** Takes the notice of this tag back: what it told has been dealt with. */
  withdraw?(tag: string): void;
  /** What the icon by the clock shows, where `caps.tray`; nothing: nobody is signed in. */
  setTray?(face: TrayFace | undefined): void;
  /** Shows the docked window there, or puts it away; where `caps.dockedWindow`. */
  setDocked?(position: DockedPosition | undefined): void;
  /** Number on the icon, where `caps.badge`. */
  setBadge(count: number): void;
  /** Brings the window forward without stealing the keyboard when `isUrgent` is false. */
  showWindow(isUrgent: boolean): void;
  setStartAtLogin(isOn: boolean): void;
}
