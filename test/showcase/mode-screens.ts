import type { ProductMode } from '../../src/shared/domain/product-mode.ts';
import type { ServiceName } from '../../src/shared/domain/session.ts';
import type { Entities } from './entities.ts';
import { office, services, signedIn } from './office.ts';
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
export const modeScreens: readonly Screen[] = [
  {
    name: 'mode-full-uc',
    entities: under('full-uc', []),
    steps: openChat,
    shows: 'Good morning!',
  },
  {
    name: 'mode-im-only',
    entities: under('im-only', ['phone']),
    steps: openChat,
    shows: 'Good morning!',
  },
  {
    name: 'mode-phone-only',
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
    entities: under('cloud', ['chat', 'phone', 'directory']),
    shows: 'Use the Webex app',
  },
  {
    name: 'mode-team-messaging',
    entities: under('team-messaging', ['chat']),
    shows: 'Open the Webex app',
  },
].map((screen) => ({ ...screen, size: wide, isDocumented: true }));
