import { refuse } from './answers.ts';
import { addressOf, contacts, now, office, self, signedIn, steps } from './office.ts';
import { narrow, type Screen, small, type Step, wide } from './screen.ts';

const prompt = { id: 'p1' as never };
const search = 'Search people or type a number';
const bob = addressOf('bob');
const openCard: readonly Step[] = [
  { focus: 'Contact list' },
  { press: 'End' },
  { press: 'ArrowUp' },
  { press: 'ArrowUp' },
  { press: 'Control+i' },
];
const openChat: readonly Step[] = [{ click: 'Bob Baker', role: 'option' }];
const signingIn = {
  phase: 'signing-in',
  address: self.address,
  startedAt: now,
  steps: steps({
    'finding-services': { state: 'done', elapsedMs: 38 },
    'home-server': { state: 'done', elapsedMs: 61 },
    'sign-in-method': { state: 'running' },
  }),
} as const;
const audio: readonly Step[] = [{ click: 'Preferences' }, { open: 'audio' }];

/** Twenty by twenty, as the guides ask for. */
const TAB_ICON =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABQAAAAUCAYAAACNiR0NAAAAKUlEQVR42mNgGDJAPv/If0rwqIGoBhILBs7AERiGQ9vLo1mPjgYOWgAAKp2O1vmYh1cAAAAASUVORK5CYII=';

/** Where there is nothing, where something failed, and what an organisation or another program adds. */
export const stateScreens: readonly Screen[] = [
  { name: 'starting', entities: {}, size: narrow, shows: 'Starting Parlance', isDocumented: false },
  {
    name: 'window-lost',
    entities: office,
    isLost: true,
    size: narrow,
    shows: 'This window lost its connection',
    isDocumented: false,
  },
  {
    name: 'sign-in-single-sign-on',
    entities: {
      session: [
        {
          ...signingIn,
          needs: { kind: 'single-sign-on', host: 'login.example.test', place: 'browser', isOpen: true },
        },
      ],
    },
    size: small,
    shows: 'login.example.test',
    isDocumented: true,
  },
  {
    name: 'chat-of-server',
    entities: {
      ...office,
      conversations: (office.conversations ?? []).map((one, n) =>
        n === 0
          ? { ...one, id: 'example.test' as never, address: 'example.test', title: 'example.test' }
          : one,
      ),
    },
    size: wide,
    steps: [{ click: 'Chats' }, { click: 'example.test', role: 'option' }],
    shows: 'messages of the server itself',
    isDocumented: false,
  },
  {
    name: 'search-none',
    entities: office,
    size: narrow,
    steps: [{ type: 'zacharias', into: search }],
    shows: 'Nobody found',
    isDocumented: false,
  },
  {
    name: 'search-directory-failed',
    entities: office,
    answers: { 'directory/search': refuse({ code: 'net.timeout' }) },
    size: wide,
    steps: [{ type: 'ba', into: search }],
    shows: 'The company directory cannot be reached',
    isDocumented: false,
  },
  {
    name: 'search-number',
    entities: office,
    size: wide,
    steps: [{ type: '0113 496 0021', into: search }],
    shows: 'Call 0',
    isDocumented: false,
  },
  {
    name: 'message-search-none',
    isPicture: true,
    entities: office,
    answers: { 'chat/coverage': () => 'this-run' },
    size: narrow,
    steps: [{ click: 'Chats' }, { type: 'zacharias', into: 'Search messages' }],
    shows: 'No message contains that',
    isDocumented: false,
  },
  {
    name: 'chat-history-failed',
    entities: office,
    answers: { 'chat/history': refuse({ code: 'app.timeout' }) },
    size: wide,
    steps: openChat,
    shows: 'Try again',
    isDocumented: false,
  },
  {
    name: 'chat-emoji',
    entities: office,
    size: wide,
    steps: [...openChat, { click: 'Emoji' }],
    shows: '👍',
    isDocumented: true,
  },
  {
    name: 'chat-history-not-kept',
    entities: { ...office, history: [{ isKept: false, isDecided: true }] },
    size: narrow,
    steps: [{ click: 'Preferences' }, { open: 'chats' }],
    shows: 'Enter sends the message',
    isDocumented: false,
  },
  {
    name: 'contact-card-blocked',
    entities: {
      ...office,
      peopleWatch: [{ canBlock: true, blocked: [bob], canAlert: true, alerts: [] }],
    },
    size: narrow,
    steps: openCard,
    shows: 'Blocked: their messages',
    isDocumented: false,
  },
  {
    name: 'contact-card-full',
    entities: {
      ...office,
      contacts: contacts.map((one) =>
        one.address === bob
          ? {
              ...one,
              presence: { show: 'available' as const, status: 'Back at 11' },
              department: 'Support',
              company: 'Example Ltd',
              manager: 'Grace Green',
              email: 'bob.baker@example.test',
              postalAddress: '12 Wellington Street, Leeds LS1 4DL',
              phones: [
                { kind: 'work' as const, number: '1002' },
                { kind: 'mobile' as const, number: '+44 7700 900177' },
              ],
            }
          : one,
      ),
      peopleWatch: [{ canBlock: true, blocked: [], canAlert: true, alerts: [bob] }],
    },
    size: wide,
    steps: openCard,
    shows: 'Wellington Street',
    isDocumented: true,
  },
  {
    name: 'group-rename',
    entities: office,
    size: narrow,
    steps: [{ focus: 'Contact list' }, { press: 'Home' }, { press: 'F2' }],
    shows: 'Name of the group',
    isDocumented: false,
  },
  {
    name: 'tabs',
    entities: {
      ...office,
      tabs: [
        {
          ...{ id: 'intranet', title: 'Intranet', position: 0, isRefreshed: false, mayAsk: [], turn: 0 },
          host: 'intranet.example.test',
          icon: TAB_ICON,
        },
        {
          id: 'canteen',
          title: 'This week in the canteen',
          ...{ position: 1, isRefreshed: false, mayAsk: [], turn: 0 },
          host: 'canteen.example.test',
        },
      ],
    },
    size: wide,
    steps: [{ click: 'Intranet' }],
    shows: 'A page of your organisation',
    isDocumented: true,
  },
  {
    name: 'own-tabs',
    entities: {
      ...office,
      tabs: [
        {
          id: 'own-0',
          title: 'Canteen',
          position: 0,
          isRefreshed: false,
          mayAsk: [],
          turn: 0,
          host: 'canteen.example.test',
          isOwn: true,
        },
      ],
    },
    settings: {
      ownTabs: [
        { title: 'Canteen', url: 'https://canteen.example.test/week' },
        { title: '', url: 'https://elsewhere.example.org/' },
      ],
    },
    size: narrow,
    steps: [{ click: 'Preferences' }, { open: 'general' }, { focus: 'Remove Canteen' }],
    shows: 'Not shown: your organisation allows pages of other hosts only.',
    isDocumented: false,
  },
  {
    name: 'accessory-prompt',
    entities: {
      ...office,
      prompts: [{ ...prompt, kind: 'accessory', name: 'Desk lamp', wantsMessages: true }],
    },
    size: narrow,
    shows: 'Desk lamp',
    isDocumented: true,
  },
  {
    name: 'accessories',
    entities: {
      ...office,
      accessories: [
        {
          state: 'open',
          address: 'ws://127.0.0.1:7730',
          clients: [
            { id: 'a1', name: 'Desk lamp', maySend: false, isConnected: true, allowedAt: now },
            { id: 'a2', name: 'Macro pad', maySend: true, isConnected: false, allowedAt: now },
          ],
        },
      ],
    },
    settings: { allowAccessories: true },
    size: [420, 1200],
    steps: audio,
    shows: 'Macro pad',
    isDocumented: true,
  },
  {
    name: 'accessories-failed-dark',
    isPicture: true,
    entities: {
      ...office,
      accessories: [
        {
          state: 'failed',
          error: { code: 'net.refused', params: { host: '127.0.0.1', port: 7730 } },
          clients: [],
        },
      ],
    },
    settings: { allowAccessories: true, theme: 'dark' },
    size: [420, 1200],
    steps: audio,
    shows: 'Other programs cannot connect now',
    isDocumented: false,
  },
  {
    name: 'room-link',
    entities: {
      ...office,
      prompts: [{ ...prompt, kind: 'room-link', room: 'kite@conference.example.test' }],
    },
    size: narrow,
    shows: 'Join this room?',
    isDocumented: false,
  },
  {
    name: 'dial-selection-high-contrast',
    isPicture: true,
    entities: {
      ...office,
      prompts: [
        {
          ...prompt,
          kind: 'dial',
          target: '1003',
          shown: '1003',
          name: 'Carol Clark',
          isEmergency: false,
          origin: 'selection',
        },
      ],
    },
    settings: { theme: 'high-contrast' },
    size: narrow,
    shows: 'Carol Clark',
    isDocumented: false,
  },
  {
    name: 'starting-again',
    isPicture: true,
    entities: {
      ...office,
      session: [{ ...signedIn, isFromCache: true }],
      services: (office.services ?? []).map((one) =>
        one.state === 'off' ? one : { ...one, state: 'connecting' as const },
      ),
      contacts: [],
      conversations: [],
    },
    size: narrow,
    shows: 'Updating',
    isDocumented: false,
  },
];
