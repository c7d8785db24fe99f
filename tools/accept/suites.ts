/** An acceptance suite: the promises it shows, and the tests that show them. */
export type Suite = {
  readonly name: string;
  readonly shows: string;
  readonly ids: readonly string[];
  /** Paths below which vitest's tests are run, by project. */
  readonly vitest: readonly {
    readonly project: 'unit' | 'integration' | 'installers' | 'foreign';
    readonly paths: readonly string[];
    /** What they print is shown while they run: seeds, counts. */
    readonly isShown?: true;
  }[];
  /** Whole-app tests with this tag; undefined when the suite has none. */
  readonly tag: string | undefined;
  /** Debian's packages beyond those of the tests. */
  readonly needs?: 'installers' | 'foreign';
};

/** Where signing in is: its rules, its services, and the engines that they ask. */
const SIGN_IN_FOLDERS = [
  'src/shared/deployment/',
  'src/shared/domain/',
  ...['discovery', 'deployment', 'links', 'bootstrap', 'session', 'authentication', 'config-cache'].map(
    (service) => `src/main/services/${service}/`,
  ),
  ...['service-test', 'chat-failover'].map((service) => `src/main/services/${service}/`),
  ...['link', 'uds', 'provisioning', 'oauth', 'edge', 'host-meta', 'xmpp', 'sip'].map(
    (engine) => `src/main/engines/${engine}/`,
  ),
] as const;

/** What the machine and its two hosts have to do with it: launch values, proxies, the provider's page, the doctor. */
const SIGN_IN_HOSTS = ['src/main/app/', 'src/main/hosts/', 'src/renderer/features/sign-in/'] as const;

export const suites: readonly Suite[] = [
  {
    name: 'main-job',
    shows:
      'find the services, sign in, see people, chat, call, come back; on real servers, in a real browser',
    // biome-ignore format: a list of IDs reads best by area
    ids: [
      'D1', 'D2', 'D3', 'D9', 'D10',
      'A1', 'A2', 'A3', 'A11',
      'M1', 'M2', 'M3', 'M6', 'M7', 'M13',
      'C1', 'C3', 'C4', 'C5',
      'V1', 'V2', 'V4', 'V5', 'V10',
      'X1', 'X2', 'X3', 'X5',
      'Q1', 'Q3',
    ],
    vitest: [],
    tag: '@main-job',
  },
  {
    name: 'calls',
    shows:
      'sound both ways, hold, transfer, conference, dial rules, forwarding; against Kamailio, baresip, SIPp and, past the gateway, Chromium',
    ids: ['V1', 'V2', 'V4', 'V5', 'V6', 'V10', 'V12', 'V14'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/engines/sip/',
          'src/main/engines/sdp/',
          'src/main/services/calls/',
          'src/main/services/phone/',
          'src/main/gateway/',
          'src/renderer/media/',
          'src/renderer/features/calls/',
          'src/shared/domain/dial-rule.test.ts',
          'src/shared/domain/call-quality.test.ts',
          'src/main/storage/sql/call-log.test.ts',
        ],
      },
      {
        project: 'integration',
        paths: ['src/main/engines/sip/', 'src/main/services/calls/', 'src/main/services/phone/'],
      },
    ],
    tag: '@calls',
  },
  {
    name: 'voicemail',
    shows: 'waiting messages, visual voicemail, its second server; against an emulated Unity Connection pair',
    ids: ['V11', 'A9'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/engines/voicemail/',
          'src/main/services/voicemail/',
          'src/main/engines/sip/message-waiting/',
          'src/renderer/features/voicemail/',
        ],
      },
    ],
    tag: '@voicemail',
  },
  {
    name: 'video',
    shows:
      'pictures in calls: H.264 and VP8, plain and SRTP, camera, screen and slides with floor control; against baresip and itself',
    ids: ['V3', 'V5', 'V9'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/engines/sdp/',
          'src/main/engines/bfcp/',
          'src/main/gateway/video/',
          'src/main/gateway/rtp/port-pair.test.ts',
          'src/main/gateway/gateway.test.ts',
          'src/main/gateway/slides.test.ts',
          'src/main/services/calls/video.test.ts',
          'src/renderer/media/',
          'src/shared/domain/video-ladder.test.ts',
        ],
      },
    ],
    tag: '@video',
  },
  {
    name: 'deskphone',
    shows:
      'the phone on the desk under control by uaCSTA or told to dial by every form of WebDialer, another phone called first; meetings joined',
    ids: ['V7', 'V8', 'V15'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/engines/csta/',
          'src/main/engines/webdialer/',
          'src/main/services/desk-phone/',
          'src/main/services/meetings/',
          'src/renderer/features/meetings/',
        ],
      },
      { project: 'integration', paths: ['src/main/engines/csta/'] },
    ],
    tag: '@deskphone',
  },
  {
    name: 'accessories',
    shows:
      'other programs of the computer let in, held to their limits, and put out again; headsets with telephone buttons, made of their descriptors',
    ids: ['V13'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/engines/accessories/',
          'src/main/services/accessories/',
          'src/renderer/media/headset/',
          'src/main/hosts/electron/headset-choice.test.ts',
        ],
      },
    ],
    tag: '@accessories',
  },
  {
    name: 'hosts',
    shows: "one contract over three carriers, and Electron's adapter on a typed fake",
    ids: ['Q1'],
    vitest: [{ project: 'unit', paths: ['test/contract', 'src/main/hosts', 'src/preload'] }],
    tag: undefined,
  },
  {
    name: 'bad-input',
    shows: 'each thing that can go wrong gives one clear sentence, an ID and the way forward',
    ids: ['D1', 'D3', 'A2', 'A5', 'A10', 'X3'],
    vitest: [],
    tag: '@bad-input',
  },
  {
    name: 'sign-in',
    shows:
      'every path from an address to the hub: DNS, TFTP, Prosody and Kamailio of Debian, the emulated Cisco interfaces with their failures',
    // biome-ignore format: a list of IDs reads best by area
    ids: [
      'D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10', 'D11', 'D12', 'D13', 'D14', 'D15',
      'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11', 'A12', 'A13',
      'Q2', 'Q5',
    ],
    vitest: [
      { project: 'unit', paths: [...SIGN_IN_FOLDERS, ...SIGN_IN_HOSTS] },
      { project: 'integration', paths: [...SIGN_IN_FOLDERS, 'src/main/app/'] },
    ],
    tag: '@sign-in',
  },
  {
    name: 'fuzz',
    shows:
      'whatever signing in and calls are given to read: no crash, no hang, nothing kept; ten thousand inputs, a million with --long',
    ids: ['Q2'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'test/fuzz/',
          'src/main/engines/sip/message/torture.test.ts',
          ...['uds/fuzz', 'provisioning/fuzz', 'provisioning/create-cas', 'edge/read-edge-config'].map(
            (name) => `src/main/engines/${name}.test.ts`,
          ),
          ...['host-meta/host-meta', 'oauth/readers'].map((name) => `src/main/engines/${name}.test.ts`),
          'src/main/services/links/parse-link.test.ts',
          'src/main/services/deployment/parse-bootstrap.test.ts',
        ],
      },
    ],
    tag: undefined,
  },
  {
    name: 'installers',
    shows:
      'packages made offline; MSI and EXE installed, upgraded and uninstalled under wine, with switches and link schemes; Mac and Linux packages read',
    ids: ['S1', 'X4'],
    vitest: [
      { project: 'unit', paths: ['packaging/', 'src/main/hosts/electron/link-handlers.test.ts'] },
      { project: 'integration', paths: ['src/main/hosts/node/xdg-link-handlers', 'packaging/'] },
      { project: 'installers', paths: [] },
    ],
    tag: undefined,
    needs: 'installers',
  },
  {
    name: 'foreign',
    shows:
      'chat at servers of other makes (ejabberd, jabberd2), at Prosody as others set it up, and with mcabber; not in CI, since their packages start them on the machine',
    ids: ['M1', 'M2', 'M3', 'M6', 'M8', 'M14', 'A9'],
    vitest: [{ project: 'foreign', paths: [] }],
    tag: undefined,
    needs: 'foreign',
  },
  {
    name: 'failover',
    shows:
      'servers of every kind killed, hung and restored in a random order, with a chat and a call going on; --long: 120 faults',
    ids: ['A8', 'A9', 'M1', 'M6'],
    vitest: [
      { project: 'unit', paths: ['src/main/services/chat-failover', 'src/main/engines/sip/registration'] },
    ],
    tag: '@failover',
  },
  {
    name: 'chaos',
    shows:
      'two apps talking through cuts, kills and a restarted server lose and double nothing; --long: 10,000 messages',
    ids: ['M6', 'Q3'],
    vitest: [{ project: 'integration', paths: ['test/chaos'], isShown: true }],
    tag: undefined,
  },
  {
    name: 'messaging',
    shows:
      'what people say to each other: chats, rooms, rich text, files from hand to hand and by the server, presence, history; on Prosody, in a real browser',
    ids: ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M10', 'M12', 'M13', 'M14', 'M15'],
    vitest: [
      {
        project: 'unit',
        paths: [
          ...['calendar', 'chat', 'files', 'history', 'people-watch', 'presence', 'rooms'].map(
            (name) => `src/main/services/${name}/`,
          ),
          'src/main/engines/calendar/',
          'src/main/engines/xmpp/',
          'src/main/storage/',
          'src/renderer/features/chat/',
          'src/renderer/sanitize/',
          'src/shared/domain/file-name.test.ts',
          'src/shared/domain/im-encryption.test.ts',
          'test/fuzz/formatted-messages.test.ts',
        ],
      },
      {
        project: 'integration',
        paths: [
          'src/main/engines/calendar/',
          ...['chat', 'files', 'rooms'].map((name) => `src/main/services/${name}/`),
          'src/main/engines/xmpp/',
          'test/interop/',
        ],
      },
    ],
    tag: '@messaging',
  },
  {
    name: 'directory',
    shows:
      'people: the contact list and contacts of one’s own, UDS and LDAP (slapd), photos, cards, files of contacts, one message to many; --long: 100,000 people',
    ids: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'M2', 'M9', 'M15', 'S7'],
    vitest: [
      {
        project: 'unit',
        paths: [
          ...['contacts', 'contact-files', 'broadcast', 'tasks'].map((name) => `src/main/services/${name}/`),
          ...['ldap', 'uds'].map((engine) => `src/main/engines/${engine}/`),
          ...['several-clusters', 'ldap-settings'].map((name) => `src/main/services/bootstrap/${name}`),
          'src/renderer/features/contacts/',
        ],
      },
      { project: 'integration', paths: ['src/main/engines/ldap/'] },
    ],
    tag: '@directory',
  },
  {
    name: 'support',
    shows:
      'a problem report without secrets and names, policies that lock, roaming settings, updates, counts of use, the way to Webex; the lab by scenario files; the guides and their site',
    ids: ['D1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/services/support/',
          'src/main/services/update/',
          'src/main/services/settings/',
          'src/main/engines/report/',
          'src/main/engines/update-feed/',
          'src/main/storage/roaming/',
          'src/main/app/machine/',
          'src/main/hosts/electron/package-updater.test.ts',
          'src/shared/deployment/',
          'lab/scenarios/scenario-file.test.ts',
          'tools/docs/',
          'tools/site/',
        ],
      },
      { project: 'integration', paths: ['tools/site/'] },
    ],
    tag: '@support',
  },
  {
    name: 'links',
    shows:
      'links of every scheme in any letter case, cold and running: chats, groups, rooms, calls; command lines that cannot be broken out of; what the organisation decides',
    ids: ['X1', 'X2', 'X3', 'X4'],
    vitest: [
      {
        project: 'unit',
        paths: ['src/main/services/links/', 'test/contract/command-lines.test.ts'],
      },
    ],
    tag: '@links',
  },
  {
    name: 'desktop',
    shows:
      'notices by the rule table with answer, decline and reply, global keys, the docked window, tray, badge, hidden start, remembered windows (Electron’s adapter on a typed fake); tabs of the organisation in a real browser; a storage worker that dies',
    ids: ['X5', 'X6'],
    vitest: [
      {
        project: 'unit',
        paths: [
          'src/main/hosts/electron/',
          'src/main/services/hot-keys/',
          'src/main/services/tabs/',
          'src/shared/domain/hot-keys.test.ts',
          'src/main/storage/create-storage.test.ts',
          'src/shared/domain/notification-rules.test.ts',
          ...['badge', 'tray-face', 'call-announcement', 'message-notices'].map(
            (name) => `src/main/app/${name}.test.ts`,
          ),
        ],
      },
    ],
    tag: '@desktop',
  },
  {
    name: 'a11y',
    shows:
      'every screen in every state by the rules of WCAG 2.2 AA: light, dark, high contrast, large text, German, longer words, right to left; the keyboard alone',
    ids: ['X7'],
    vitest: [
      {
        project: 'unit',
        paths: ['src/shared/text/', 'src/renderer/app/', 'src/renderer/features/', 'src/renderer/theme/'],
      },
      { project: 'integration', paths: ['test/showcase/'] },
    ],
    tag: '@a11y',
  },
];
