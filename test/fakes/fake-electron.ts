// size: one object for one API, each part as small as its documentation allows
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { ElectronApi } from '../../src/main/hosts/electron/electron-api.ts';

/** A window's page as the adapter sees it: events, a main frame with an origin, and the frames sent to it. */
export class FakeWebContents extends EventEmitter {
  readonly mainFrame = { origin: 'parlance-app://window' };
  readonly sent: { channel: string; frame: unknown }[] = [];
  readonly onSent: ((frame: unknown) => void)[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  url = 'parlance-app://window/';
  isGone = false;

  send(channel: string, frame: unknown): void {
    const copy: unknown = structuredClone(frame);
    this.sent.push({ channel, frame: copy });
    for (const listener of this.onSent) queueMicrotask(() => listener(copy));
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  getURL(): string {
    return this.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  static readonly opened: FakeWindow[] = [];
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  readonly calls: string[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    FakeWindow.opened.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    queueMicrotask(() => {
      this.webContents.emit('dom-ready');
      this.emit('ready-to-show');
    });
  }
  setTitle = (title: string) => void this.calls.push(`title ${title}`);
  destroy = () => {
    this.calls.push('destroy');
    this.emit('closed');
  };
  show = () => void this.calls.push('show');
  showInactive = () => void this.calls.push('showInactive');
  focus = () => void this.calls.push('focus');
  hide = () => void this.calls.push('hide');
  restore = () => void this.calls.push('restore');
  isMinimized = () => false;
  isMaximized = () => this.calls.includes('maximize');
  maximize = () => void this.calls.push('maximize');
  bounds = { x: 0, y: 0, width: 1080, height: 760 };
  getNormalBounds = () => this.bounds;
  setBounds = (bounds: { x: number; y: number; width: number; height: number }) => {
    this.bounds = bounds;
    this.calls.push(`bounds ${bounds.x},${bounds.y}`);
  };
  setOverlayIcon = (image: unknown, text: string) => void this.calls.push(`overlay ${image ? text : 'none'}`);
}

class FakeSession extends EventEmitter {
  /** Answers of the system's proxy settings by address. */
  readonly proxies = new Map<string, string>();
  resolveProxy = (url: string) => Promise.resolve(this.proxies.get(url) ?? 'DIRECT');
  verify: ((request: object, answer: (result: number) => void) => void) | undefined;
  setCertificateVerifyProc(verify: (request: object, answer: (result: number) => void) => void): void {
    this.verify = verify;
  }
  integrated = '*';
  allowNTLMCredentialsForDomains(domains: string): void {
    this.integrated = domains;
  }
  check: ((...args: never[]) => boolean) | undefined;
  request: ((...args: never[]) => void) | undefined;
  setDisplayMediaRequestHandler(): void {}
  setDevicePermissionHandler(): void {}
  setPermissionCheckHandler(handler: (...args: never[]) => boolean): void {
    this.check = handler;
  }
  setPermissionRequestHandler(handler: (...args: never[]) => void): void {
    this.request = handler;
  }
}

class FakeScreen extends EventEmitter {
  displays = [displayAt(0, 0)];
  getAllDisplays = () => this.displays;
  getPrimaryDisplay = () => this.displays[0];
}

/** A display of 1920 × 1080 with its upper left corner there. */
export function displayAt(x: number, y: number) {
  const bounds = { x, y, width: 1920, height: 1080 };
  return { bounds, workArea: { ...bounds, height: 1040 }, scaleFactor: 1 };
}

class FakePowerMonitor extends EventEmitter {
  idleS = 0;
  isLocked = false;
  getSystemIdleTime = () => this.idleS;
  getSystemIdleState = () => (this.isLocked ? 'locked' : 'active');
}

class FakeApp extends EventEmitter {
  readonly switches: string[] = [];
  readonly commandLine = { appendSwitch: (name: string) => void this.switches.push(name) };
  isFirst = true;
  isSandboxed = false;
  quits = 0;
  badge = 0;
  loginItem: unknown;
  readonly folder: string;
  constructor(folder: string) {
    super();
    this.folder = folder;
  }
  requestSingleInstanceLock = () => this.isFirst;
  enableSandbox = () => {
    this.isSandboxed = true;
  };
  whenReady = async () => {};
  readonly exits: number[] = [];
  readonly paths = new Map<string, string>();
  getPath = (name: string) => this.paths.get(name) ?? this.folder;
  setPath = (name: string, path: string) => void this.paths.set(name, path);
  exit = (code = 0) => void this.exits.push(code);
  isPackaged = false;
  getName = () => 'Parlance';
  getVersion = () => '0.0.0-test';
  setBadgeCount = (count: number) => {
    this.badge = count;
    return true;
  };
  setLoginItemSettings = (settings: unknown) => {
    this.loginItem = settings;
  };
  quit = () => {
    this.quits += 1;
    this.emit('before-quit', { preventDefault() {} });
  };
}

/** A notice that was shown, and what a person can do with it. */
export interface FakeNotice {
  readonly title: string;
  readonly body: string;
  readonly actions?: readonly { readonly text: string }[];
  readonly hasReply?: boolean;
  isClosed: boolean;
  click(): void;
  press(index: number): void;
  reply(text: string): void;
}

export interface FakeElectron {
  readonly api: ElectronApi;
  readonly app: FakeApp;
  readonly ipcMain: EventEmitter;
  readonly session: FakeSession;
  readonly powerMonitor: FakePowerMonitor;
  readonly opened: string[];
  /** Global keys that were registered, those that other programs have, and what is selected and copied. */
  readonly keys: Map<string, () => void>;
  readonly takenKeys: Set<string>;
  readonly clipboard: { selection: string; copied: string };
  readonly notices: FakeNotice[];
  readonly forked: { path: string; child: EventEmitter & { sent: unknown[]; isKilled: boolean } }[];
  readonly privileged: { scheme: string }[];
  readonly handlers: Map<string, (request: Request) => Promise<Response>>;
  readonly storage: { backend: string; isBroken: boolean; shouldReEncrypt: boolean };
  /** Sessions beside the window's own. */
  readonly partitions: Map<string, FakeSession>;
  /** Buttons of each message box, and which one is pressed. */
  readonly boxes: string[][];
  boxAnswer: number;
  readonly menus: { label?: string; click?: () => void }[][];
  readonly screen: FakeScreen;
  /** Sizes of the pictures that the tray was given, and its tips. */
  readonly trays: string[];
}

type Faked = Omit<FakeElectron, 'api'>;

function partitionOf({ partitions }: Faked, name: string): FakeSession {
  const found = partitions.get(name) ?? new FakeSession();
  partitions.set(name, found);
  return found;
}

const dialogOf = (fake: Faked) => ({
  showMessageBox: async (_window: object, question: { buttons: string[] }) => {
    fake.boxes.push(question.buttons);
    return { response: fake.boxAnswer };
  },
});

/**
 * The parts of Electron that the host uses, made of plain objects. `satisfies` against Electron's own declarations keeps
 * every member that the adapter touches honest in name; behaviour is what its documentation says.
 */
export function createFakeElectron(folder: string): FakeElectron {
  const app = new FakeApp(folder);
  const ipcMain = new EventEmitter();
  const powerMonitor = new FakePowerMonitor();
  const session = new FakeSession();
  const fake: Omit<FakeElectron, 'api'> = {
    app,
    ipcMain,
    session,
    powerMonitor,
    opened: [],
    keys: new Map(),
    takenKeys: new Set(),
    clipboard: { selection: '', copied: '' },
    notices: [],
    forked: [],
    privileged: [],
    handlers: new Map(),
    storage: { backend: 'gnome_libsecret', isBroken: false, shouldReEncrypt: false },
    menus: [],
    screen: new FakeScreen(),
    trays: [],
    partitions: new Map(),
    boxes: [],
    boxAnswer: 0,
  };
  class FakeNotification extends EventEmitter {
    static isSupported = () => true;
    private readonly notice: { title: string; body: string };
    private shown: FakeNotice | undefined;
    constructor(notice: { title: string; body: string }) {
      super();
      this.notice = notice;
    }
    show() {
      this.shown = {
        ...this.notice,
        isClosed: false,
        click: () => this.emit('click'),
        press: (index) => this.emit('action', { actionIndex: index }, index),
        reply: (text) => this.emit('reply', { reply: text }, text),
      };
      fake.notices.push(this.shown);
    }
    close() {
      if (this.shown) this.shown.isClosed = true;
      this.emit('close');
    }
  }
  class FakeTray extends EventEmitter {
    setToolTip(text: string) {
      fake.trays.push(text);
    }
    setImage() {}
    setContextMenu() {}
  }
  const api = {
    app,
    BrowserWindow: FakeWindow,
    ipcMain,
    powerMonitor,
    session: { defaultSession: session, fromPartition: (name: string) => partitionOf(fake, name) },
    dialog: dialogOf(fake),
    Notification: FakeNotification,
    Tray: FakeTray,
    screen: fake.screen,
    desktopCapturer: { getSources: async () => [] },
    nativeImage: {
      createFromBitmap: (_pixels: Buffer, size: { width: number }) => ({ ...size, addRepresentation() {} }),
    },
    Menu: {
      buildFromTemplate(template: { label?: string; click?: () => void }[]) {
        fake.menus.push(template);
        return {};
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => void fake.privileged.push(...schemes),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
        void fake.handlers.set(scheme, handler),
    },
    safeStorage: {
      getSelectedStorageBackend: () => fake.storage.backend,
      async encryptStringAsync(text: string) {
        if (fake.storage.isBroken) throw new Error('keychain is locked');
        return Buffer.from(`sealed:${text}`);
      },
      async decryptStringAsync(sealed: Buffer) {
        const value = sealed.toString();
        if (fake.storage.isBroken || !value.startsWith('sealed:')) throw new Error('cannot decrypt');
        return { result: value.slice('sealed:'.length), shouldReEncrypt: fake.storage.shouldReEncrypt };
      },
    },
    clipboard: {
      readText: async () => fake.clipboard.copied,
      selection: { readText: async () => fake.clipboard.selection },
    },
    globalShortcut: {
      register(key: string, onPressed: () => void) {
        if (fake.takenKeys.has(key)) return false;
        fake.keys.set(key, onPressed);
        return true;
      },
      unregister: (key: string) => void fake.keys.delete(key),
    },
    shell: { openExternal: async (url: string) => void fake.opened.push(url) },
    utilityProcess: {
      fork(path: string) {
        const child = Object.assign(new EventEmitter(), {
          sent: [] as unknown[],
          isKilled: false,
          postMessage: (message: unknown) => void child.sent.push(message),
          kill: () => {
            child.isKilled = true;
            return true;
          },
        });
        fake.forked.push({ path, child });
        return child;
      },
    },
  } satisfies { [K in keyof ElectronApi]: object };
  return { ...fake, api: api as unknown as ElectronApi };
}
