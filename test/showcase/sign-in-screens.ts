import { type Screen, small } from './screen.ts';
import { minutesAgo, self, steps } from './office.ts';

const before: Parameters<typeof steps>[0] = {
  'finding-services': {
    state: 'done',
    elapsedMs: 38,
    summary: { key: 'step.done.found', params: { what: '_cisco-uds' } },
    details: [{ name: 'record', value: '_cisco-uds._tcp.example.test' }],
  },
  'home-server': {
    state: 'done',
    elapsedMs: 61,
    summary: { key: 'step.done.server', params: { server: 'ucm1.example.test' } },
  },
};
const running = {
  phase: 'signing-in',
  address: self.address,
  startedAt: minutesAgo(0),
} as const;

export const signInScreens: readonly Screen[] = [
  {
    name: 'sign-in-first-run',
    entities: { session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }] },
    size: small,
    shows: 'Work address',
    isDocumented: true,
  },
  {
    name: 'sign-in-returning',
    entities: {
      session: [
        {
          phase: 'signed-out',
          lastAddress: self.address,
          lastName: self.name,
          canOpenOffline: true,
          steps: [],
        },
      ],
    },
    caps: { secretStore: 'os' },
    size: small,
    shows: 'Welcome back',
    isDocumented: false,
  },
  {
    name: 'sign-in-known-domain',
    isPicture: true,
    entities: {
      session: [
        {
          phase: 'signed-out',
          canOpenOffline: false,
          suggested: { domain: 'example.test', asks: 'user-name', initial: 'alice' },
          steps: [],
        },
      ],
    },
    size: small,
    shows: 'Parlance is set up for example.test.',
    isDocumented: true,
  },
  {
    name: 'sign-in-progress',
    entities: {
      session: [
        {
          ...running,
          steps: steps({
            ...before,
            'sign-in-method': { state: 'done', elapsedMs: 22, summary: { key: 'step.done.password' } },
            profile: { state: 'done', elapsedMs: 84 },
            phone: { state: 'running' },
            chat: { state: 'running' },
            voicemail: { state: 'skipped', summary: { key: 'step.skipped.not-offered' } },
          }),
        },
      ],
    },
    caps: { secretStore: 'os' },
    size: small,
    steps: [{ click: 'Details' }],
    shows: 'Finding services',
    isDocumented: true,
  },
  {
    name: 'sign-in-password',
    entities: {
      session: [
        {
          ...running,
          steps: steps({ ...before, 'sign-in-method': { state: 'running' } }),
          needs: { kind: 'password', username: 'alice', canRemember: true },
        },
      ],
    },
    caps: { secretStore: 'os' },
    size: small,
    shows: 'Password for alice',
    isDocumented: true,
  },
  {
    name: 'sign-in-wrong-password',
    entities: {
      session: [
        {
          ...running,
          steps: steps({ ...before, 'sign-in-method': { state: 'running' } }),
          needs: {
            kind: 'password',
            username: 'alice',
            canRemember: true,
            error: { code: 'auth.wrong-password' },
          },
        },
      ],
    },
    settings: { theme: 'dark' },
    size: small,
    shows: 'Error PAR-2001',
    isDocumented: true,
  },
  {
    name: 'sign-in-no-records',
    entities: {
      session: [
        {
          phase: 'signed-out',
          lastAddress: self.address,
          canOpenOffline: false,
          error: {
            code: 'discovery.no-records',
            params: { domain: 'example.test' },
            detail: '_cisco-uds._tcp, _cuplogin._tcp, _collab-edge._tls: NXDOMAIN',
          },
          steps: steps({
            'finding-services': {
              state: 'failed',
              elapsedMs: 212,
              details: [{ name: 'resolver', value: '10.20.0.53' }],
              error: { code: 'discovery.no-records' },
            },
          }),
        },
      ],
    },
    size: small,
    shows: 'No services were found',
    isDocumented: true,
  },
  {
    name: 'sign-in-advanced',
    entities: { session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }] },
    caps: { secretStore: 'os' },
    size: [460, 860],
    steps: [{ click: 'Advanced settings' }, { click: 'Standard XMPP and SIP servers' }],
    shows: 'Chat address',
    isDocumented: true,
  },
  {
    name: 'sign-in-advanced-phone',
    entities: { session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }] },
    caps: { secretStore: 'os' },
    size: [460, 1080],
    steps: [
      { click: 'Advanced settings' },
      { click: 'Cisco Unified CM, phone only' },
      { type: 'tftp1.example.test', into: 'TFTP, first' },
      { type: 'ucm9.example.test', into: 'CCMCIP, first' },
      { click: 'Test TFTP' },
      { click: 'Test CCMCIP' },
    ],
    shows: 'this test accepted nothing',
    isDocumented: true,
  },
  {
    name: 'sign-in-advanced-presence-dark',
    entities: {
      session: [{ phase: 'signed-out', lastAddress: self.address, canOpenOffline: false, steps: [] }],
    },
    settings: { theme: 'dark' },
    size: small,
    steps: [
      { click: 'Advanced settings' },
      { click: 'Cisco Unified CM with IM and Presence' },
      { click: 'Test IM and Presence' },
    ],
    shows: 'Error PAR-1102',
    isDocumented: true,
  },
  {
    name: 'sign-in-advanced-high-contrast',
    isPicture: true,
    entities: { session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }] },
    settings: { theme: 'high-contrast' },
    size: small,
    steps: [
      { click: 'Advanced settings' },
      { click: 'Cisco Webex' },
      { type: 'https://cas.example.test/cas', into: 'CAS address' },
      { click: 'Test CAS' },
    ],
    shows: 'answers (HTTP 200)',
    isDocumented: false,
  },
];
