import type { Support } from '../../src/shared/domain/support.ts';
import { now, office } from './office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const support: Support = {
  report: {
    isOffered: true,
    canSave: true,
    upload: { kind: 'possible', host: 'reports.example.test' },
  },
  managed: { startAtLogin: 'Start_Client_On_Start_OS', language: 'LANGUAGE' },
  links: {
    forgotPassword: 'https://password.example.test',
    selfCare: 'https://ucm1.example.test/ucmuser',
  },
  usage: { isAllowed: true, host: 'usage.example.test' },
  update: {
    kind: 'ready',
    version: '0.2.0',
    isMandatory: false,
    waitsForCall: false,
    message: 'Calls connect faster.',
  },
  webex: { downloadUrl: 'https://webex.example.test', isNew: true },
};
const withSupport = (change: Partial<Support> = {}) => ({ ...office, support: [{ ...support, ...change }] });
const help: readonly Step[] = [{ click: 'Preferences' }, { open: 'about' }];
const report: Screen['answers'] = {
  'support/prepare-report': () => ({
    id: 'r1',
    name: 'parlance-report-20261120.zip',
    bytes: 48_200,
    files: [
      { name: 'about.json', bytes: 640 },
      { name: 'configuration.json', bytes: 9_120 },
      { name: 'logs/parlance.log', bytes: 212_000 },
    ],
  }),
  'support/report-file': () => ({ text: '10:24:01 sign-in: person-1@domain-1\n', isCut: true }),
};

/** Help: the report, locks, updates, the way to Webex; a meeting of all of them in small windows. */
export const supportScreens: readonly Screen[] = [
  {
    name: 'help',
    entities: withSupport({ webex: { isNew: false } }),
    size: wide,
    steps: help,
    shows: 'Counts of use',
    isDocumented: true,
  },
  {
    name: 'help-narrow-dark',
    entities: withSupport({
      webex: undefined,
      update: { kind: 'downloading', version: '0.2.0', percent: 40 },
      links: {},
    }),
    settings: { theme: 'dark' },
    size: narrow,
    steps: help,
    shows: '40 %',
    isDocumented: false,
  },
  {
    name: 'report-ask',
    entities: withSupport(),
    size: wide,
    steps: [...help, { click: 'Report a problem' }],
    shows: 'What went wrong?',
    isDocumented: true,
  },
  {
    name: 'report-preview',
    entities: withSupport(),
    size: wide,
    answers: report,
    steps: [...help, { click: 'Report a problem' }, { click: 'Collect' }],
    shows: 'everything that will be handed over',
    isDocumented: true,
  },
  {
    name: 'report-encrypted-dark',
    isPicture: true,
    entities: withSupport(),
    settings: { theme: 'dark' },
    size: narrow,
    answers: {
      ...report,
      'support/prepare-report': () => ({
        id: 'r1',
        name: 'parlance-report-20261120.zip.p7m',
        bytes: 48_900,
        isEncrypted: true,
        files: [{ name: 'logs/parlance.log', bytes: 212_000 }],
      }),
    },
    steps: [...help, { click: 'Report a problem' }, { click: 'Collect' }],
    shows: 'only your organisation’s help desk can open it',
    isDocumented: false,
  },
  {
    name: 'report-outside-narrow',
    entities: withSupport({
      report: {
        isOffered: true,
        canSave: true,
        upload: { kind: 'outside', host: 'reports.example.test' },
      },
    }),
    settings: { theme: 'high-contrast' },
    size: narrow,
    answers: report,
    steps: [...help, { click: 'Report a problem' }, { click: 'Collect' }],
    shows: 'from outside the office',
    isDocumented: false,
  },
  {
    name: 'preferences-managed',
    entities: withSupport(),
    size: wide,
    steps: [{ click: 'Preferences' }, { open: 'general' }],
    shows: 'Managed by your organisation',
    isDocumented: true,
  },
  {
    name: 'webex-move',
    entities: withSupport({ update: { kind: 'current', checkedAt: now } }),
    size: wide,
    steps: [{ click: 'Show me' }],
    shows: 'Nothing is removed here',
    isDocumented: true,
  },
  {
    name: 'webex-news-narrow',
    isPicture: true,
    entities: withSupport(),
    size: narrow,
    shows: 'is moving to Webex',
    isDocumented: false,
  },
];
