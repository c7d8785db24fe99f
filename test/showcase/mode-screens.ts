import type { ProductMode } from '../../src/shared/domain/product-mode.ts';
import type { ServiceName } from '../../src/shared/domain/session.ts';
import type { Entities } from './entities.ts';
import { office, self, services, signedIn, steps } from './office.ts';
import { type Screen, type Step, wide } from './screen.ts';

/** The office under a mode: services that the deployment does not have are off, chats are there only where chat is. */
function under(mode: ProductMode, off: readonly ServiceName[]): Entities {
  return {
    ...office,
    session: [{ ...signedIn, mode }],
    ...(off.includes('chat') && { conversations: [], contacts: [] }),
    services: services.map((one) => (off.includes(one.name) ? { name: one.name, state: 'off' } : one)),
  };
}

const openChat: readonly Step[] = [{ click: 'Bob Baker', role: 'option' }];
const openCard: readonly Step[] = [{ click: 'Contacts' }, { click: 'Bob Baker', role: 'option' }];

/** A6: what each mode shows. */
const modes: readonly Omit<Screen, 'size' | 'isDocumented'>[] = [
  {
    name: 'mode-full-uc',
    isPicture: true,
    entities: under('full-uc', []),
    steps: openChat,
    shows: 'Good morning!',
  },
  {
    name: 'mode-im-only',
    isPicture: true,
    entities: under('im-only', ['phone']),
    steps: openChat,
    shows: 'Good morning!',
  },
  {
    name: 'mode-phone-only',
    isPicture: true,
    entities: under('phone-only', ['chat']),
    shows: 'Your calls are on the left',
  },
  {
    name: 'mode-phone-with-contacts',
    entities: under('phone-with-contacts', []),
    steps: openCard,
    shows: 'bob@example.test',
  },
  {
    name: 'mode-hybrid',
    entities: under('hybrid', ['chat']),
    shows: 'Messages are in Webex',
  },
  {
    name: 'mode-cloud',
    entities: {
      session: [
        {
          phase: 'signed-out',
          lastAddress: self.address,
          canOpenOffline: false,
          error: { code: 'discovery.cloud-only', params: { domain: 'example.test' } },
          steps: steps({
            'finding-services': { state: 'failed', elapsedMs: 96, error: { code: 'discovery.cloud-only' } },
          }),
        },
      ],
    },
    shows: 'uses the Webex cloud',
  },
  {
    name: 'mode-team-messaging',
    isPicture: true,
    entities: under('team-messaging', ['chat']),
    shows: 'Open the Webex app',
  },
];

export const modeScreens: readonly Screen[] = modes.map((screen) => ({
  ...screen,
  size: wide,
  isDocumented: true,
}));
