/**
 * Who may import whom. One row per layer; anything not listed is refused.
 *
 * - `folders`: where the layer lives. The row with the longest matching folder wins. `*` stands for one folder name,
 *   and files below different names are strangers to each other (`features/chat` may not import `features/calls`).
 * - `imports`: folders it may import from besides itself; an entry ending in `.ts` is that one file.
 * - `packages`: npm packages, by name or `@scope/*`; `any` for what never ships.
 * - `builtins`: whether Node's own modules may be used.
 */
export type Layer = {
  readonly name: string;
  readonly folders: readonly string[];
  readonly imports: readonly string[];
  readonly packages: readonly string[] | 'any';
  readonly builtins: boolean;
};

const react = ['react', 'react-dom', '@fluentui/*', 'i18next'] as const;
const shownInBrowser = [...react, '@tanstack/*', 'linkify-it', 'zod'] as const;

export const layers: readonly Layer[] = [
  { name: 'shared', folders: ['src/shared'], imports: [], packages: ['zod'], builtins: false },
  { name: 'main/ports', folders: ['src/main/ports'], imports: ['src/shared'], packages: [], builtins: false },
  {
    name: 'main/engines/link',
    folders: ['src/main/engines/link'],
    imports: ['src/shared', 'src/main/ports'],
    packages: ['undici', 'ws'],
    builtins: true,
  },
  {
    // Pure functions; the gateway drives them, the SIP engine carries descriptions as text.
    name: 'main/engines/sdp',
    folders: ['src/main/engines/sdp', 'src/main/engines/bfcp'],
    imports: ['src/shared', 'src/main/ports'],
    packages: [],
    builtins: false,
  },
  {
    name: 'main/engines',
    folders: ['src/main/engines/*'],
    imports: ['src/shared', 'src/main/ports', 'src/main/engines/link'],
    packages: ['@xmpp/*', 'sip.js', 'ws', 'undici', 'ldapts', 'saxes', 'ltx', 'fflate'],
    builtins: true,
  },
  {
    name: 'main/gateway',
    folders: ['src/main/gateway'],
    imports: ['src/shared', 'src/main/ports', 'src/main/engines/sdp', 'src/main/engines/bfcp'],
    packages: ['werift', 'koffi'],
    builtins: true,
  },
  {
    name: 'main/services',
    folders: ['src/main/services'],
    imports: ['src/shared', 'src/main/ports'],
    packages: ['zod'],
    builtins: false,
  },
  {
    name: 'main/storage',
    folders: ['src/main/storage'],
    imports: ['src/shared', 'src/main/ports'],
    packages: ['better-sqlite3-multiple-ciphers'],
    builtins: true,
  },
  {
    name: 'main/router',
    folders: ['src/main/router'],
    // The ports for one thing: it writes refused calls to the log.
    imports: ['src/shared', 'src/main/ports'],
    packages: [],
    builtins: false,
  },
  {
    name: 'main/app',
    folders: ['src/main/app'],
    imports: [
      'src/shared',
      'src/main/ports',
      'src/main/router',
      'src/main/services',
      'src/main/engines',
      'src/main/storage',
      'src/main/gateway',
    ],
    packages: [],
    builtins: true,
  },
  {
    name: 'main/hosts/electron',
    folders: ['src/main/hosts/electron'],
    imports: ['src/shared', 'src/main/app', 'src/main/ports'],
    packages: ['electron', 'electron-updater', 'zod', 'undici', 'koffi'],
    builtins: true,
  },
  {
    name: 'main/hosts/node',
    folders: ['src/main/hosts/node'],
    imports: ['src/shared', 'src/main/app', 'src/main/ports'],
    packages: ['ws', 'zod', 'undici', 'koffi'],
    builtins: true,
  },
  {
    name: "Electron's entry file",
    folders: ['src/main/index.ts'],
    // It hands the composed app to the host, so that the host's tests can hand it another.
    imports: ['src/main/hosts/electron', 'src/main/app'],
    packages: ['electron', 'electron-updater'],
    builtins: true,
  },
  {
    name: 'preload',
    folders: ['src/preload'],
    imports: ['src/shared/contract'],
    packages: ['electron'],
    builtins: false,
  },
  {
    name: 'renderer/features',
    folders: ['src/renderer/features/*'],
    imports: [
      'src/shared',
      'src/renderer/bridge',
      'src/renderer/ui',
      'src/renderer/sanitize',
      'src/renderer/text',
      'src/renderer/theme',
    ],
    packages: shownInBrowser,
    builtins: false,
  },
  ...(['calls', 'settings'] as const).map((feature) => ({
    name: `renderer/features/${feature}`,
    folders: [`src/renderer/features/${feature}`],
    imports: [
      'src/shared',
      'src/renderer/bridge',
      'src/renderer/ui',
      'src/renderer/sanitize',
      'src/renderer/text',
      'src/renderer/theme',
      'src/renderer/media',
    ],
    packages: shownInBrowser,
    builtins: false,
  })),
  {
    name: 'renderer/text',
    folders: ['src/renderer/text'],
    imports: ['src/shared'],
    packages: ['i18next', 'react'],
    builtins: false,
  },
  {
    name: 'renderer/bridge',
    folders: ['src/renderer/bridge'],
    imports: ['src/shared'],
    packages: ['react'],
    builtins: false,
  },
  {
    name: 'renderer/media',
    folders: ['src/renderer/media'],
    imports: ['src/shared', 'src/renderer/bridge'],
    packages: ['react'],
    builtins: false,
  },
  {
    name: 'renderer/ui',
    folders: ['src/renderer/ui'],
    // Plain parts know what presence means and take their words from the catalogue; no store, no bridge, no feature.
    imports: ['src/renderer/theme', 'src/renderer/text', 'src/shared'],
    packages: [...react, '@tanstack/*'],
    builtins: false,
  },
  {
    name: 'renderer/sanitize',
    folders: ['src/renderer/sanitize'],
    imports: ['src/renderer/theme', 'src/renderer/text', 'src/renderer/ui', 'src/shared'],
    packages: [...react, 'linkify-it'],
    builtins: false,
  },
  {
    name: 'renderer/theme',
    folders: ['src/renderer/theme'],
    imports: [],
    packages: ['@fluentui/*', 'react'],
    builtins: false,
  },
  {
    name: 'renderer/app',
    folders: ['src/renderer/app', 'src/renderer'],
    imports: ['src/renderer', 'src/shared'],
    packages: shownInBrowser,
    builtins: false,
  },
  { name: 'lab', folders: ['lab'], imports: ['src/shared'], packages: 'any', builtins: true },
  {
    name: 'packaging',
    folders: ['packaging'],
    // What ships is listed in the same way for the packages and for who asks.
    imports: ['src/shared', 'tools/notices'],
    packages: 'any',
    builtins: true,
  },
  { name: 'tools', folders: ['tools'], imports: [], packages: 'any', builtins: true },
  // The guides are compared with the tables that the product has.
  { name: 'tools/docs', folders: ['tools/docs'], imports: ['src/shared'], packages: 'any', builtins: true },
  ...(['bench', 'test', 'e2e'] as const).map((folder) => ({
    name: folder,
    folders: [folder],
    imports: ['src', 'lab', 'test', 'e2e'],
    packages: 'any' as const,
    builtins: true,
  })),
];

/** Tests beside the source reach what they need: fakes, the lab, another layer to play the far end. Never electron. */
export const testLayer: Omit<Layer, 'folders'> = {
  name: 'tests',
  imports: ['src', 'lab', 'test', 'e2e', 'tools', 'packaging', 'bench'],
  packages: 'any',
  builtins: true,
};

/** The only folders whose files (tests among them) may name these, whatever their row allows. */
export const reserved: Readonly<Record<string, readonly string[]>> = {
  // The fake imports types only: typed against the real declarations, it can't drift from them.
  electron: ['src/main/hosts/electron', 'src/main/index.ts', 'src/preload', 'test/fakes/fake-electron.ts'],
  // Names resolve through one port, so that the lab's DNS is the only one in tests.
  'node:dns': ['src/main/engines/link', 'src/main/hosts', 'lab', 'test', 'bench', 'e2e'],
  'node:dns/promises': ['src/main/engines/link', 'src/main/hosts', 'lab', 'test', 'bench', 'e2e'],
  // Starting programs is the host's business.
  'node:child_process': [
    'src/main/hosts',
    'src/main/app/machine/deployment',
    'lab',
    'test',
    'bench',
    'e2e',
    'tools',
    'packaging',
  ],
};

/** Packages of which only one entry may be used in what ships: the small schema library, not the whole. */
export const onlyEntry: Readonly<Record<string, string>> = { zod: 'zod/mini' };
