import type { CalendarState } from '../../src/shared/domain/calendar.ts';
import type { Task } from '../../src/shared/domain/task.ts';
import { call, minutesAgo, now, office, party } from './office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const calendar: CalendarState = {
  isAllowed: true,
  owner: 'app',
  isInMeeting: true,
  accounts: [
    {
      id: 'c1',
      kind: 'ics',
      place: 'calendar.example.test',
      username: '',
      state: 'ready',
      readAt: minutesAgo(4),
    },
    {
      id: 'c2',
      kind: 'exchange',
      place: 'mail.example.test',
      username: 'alice',
      state: 'failed',
      error: { code: 'calendar.unreadable', params: { host: 'mail.example.test' } },
    },
  ],
};
const task = (change: Partial<Task>): Task => ({
  id: 't1',
  kind: 'import',
  total: 120,
  done: 48,
  failed: 0,
  problems: [],
  state: 'running',
  ...change,
});
const openCalendar: readonly Step[] = [{ click: 'Preferences' }, { open: 'calendar' }];
const openFiles: readonly Step[] = [{ click: 'Preferences' }, { open: 'contacts' }];
const running = call('bob', 'connected', {
  can: ['mute', 'dtmf', 'hold', 'hang-up', 'transfer', 'merge', 'park', 'record'],
  isRecorded: true,
});

/** Contacts of one's own, files of contacts, long jobs, calendars, and what calls can do together. */
export const peopleScreens: readonly Screen[] = [
  {
    name: 'contacts-files',
    entities: office,
    size: wide,
    steps: openFiles,
    shows: 'Import contacts',
    isDocumented: true,
  },
  {
    name: 'contacts-files-narrow-dark',
    isPicture: true,
    entities: office,
    settings: { theme: 'dark' },
    size: narrow,
    steps: openFiles,
    shows: 'Import contacts',
    isDocumented: false,
  },
  {
    name: 'contact-new',
    entities: office,
    size: wide,
    steps: [{ click: 'New contact' }],
    shows: 'Kind of contact',
    isDocumented: true,
  },
  {
    name: 'broadcast',
    entities: office,
    size: wide,
    steps: [{ click: 'Message to several people' }],
    shows: 'Each gets a message of their own',
    isDocumented: true,
  },
  {
    name: 'tasks',
    entities: {
      ...office,
      tasks: [
        task({}),
        task({
          id: 't2',
          kind: 'broadcast',
          total: 9,
          done: 9,
          failed: 1,
          problems: [{ what: 'Hana Horáková', error: { code: 'chat.recipient-unavailable' } }],
          state: 'finished',
        }),
        task({
          ...{ id: 't3', kind: 'broadcast', total: 4, done: 2, state: 'stopped' },
          left: ['Carla Clark', 'Dan Dixon'],
        }),
      ],
    },
    size: narrow,
    shows: '48 of 120',
    isDocumented: false,
  },
  {
    name: 'calendars',
    entities: { ...office, calendar: [calendar] },
    size: wide,
    steps: openCalendar,
    shows: 'mail.example.test',
    isDocumented: true,
  },
  {
    name: 'calendars-add-narrow',
    entities: { ...office, calendar: [{ ...calendar, accounts: [] }] },
    size: narrow,
    steps: [...openCalendar, { click: 'Add a calendar' }],
    shows: 'Address or file',
    isDocumented: false,
  },
  {
    name: 'calendars-off-dark',
    isPicture: true,
    entities: { ...office, calendar: [{ ...calendar, isAllowed: false, accounts: [] }] },
    settings: { theme: 'dark' },
    size: narrow,
    steps: openCalendar,
    shows: 'has switched calendars off',
    isDocumented: false,
  },
  {
    name: 'call-transfer',
    entities: { ...office, calls: [running] },
    size: wide,
    steps: [{ click: 'Transfer' }, { type: 'ca', into: 'Transfer to' }],
    shows: 'Talk first',
    isDocumented: true,
  },
  {
    name: 'call-conference',
    entities: {
      ...office,
      calls: [
        { ...running, conference: 'k1' },
        call('carol', 'connected', {
          conference: 'k1',
          can: ['mute', 'hold', 'hang-up', 'split'],
          startedAt: now - 90_000,
        }),
      ],
    },
    size: wide,
    shows: 'Conference',
    isDocumented: true,
  },
  {
    name: 'call-transfer-asked-narrow',
    entities: {
      ...office,
      calls: [{ ...running, transferAsked: { to: party('dave'), isConsulted: false } }],
    },
    settings: { theme: 'dark' },
    size: narrow,
    shows: 'wants to transfer you',
    isDocumented: false,
  },
  {
    name: 'calls-forwarded',
    entities: {
      ...office,
      phone: [
        {
          lines: [{ number: '1001', label: 'Alice', forward: { kind: 'to', target: '1009' } }],
          canForward: true,
          hunt: 'in',
          pickups: ['own', 'other'],
        },
      ],
    },
    size: wide,
    steps: [{ click: 'Calls' }, { click: 'Dial pad' }],
    shows: 'All calls go to 1009',
    isDocumented: true,
  },
];
