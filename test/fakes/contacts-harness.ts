// size: one harness, whose parts are all handed out
import type { Person } from '../../src/shared/domain/contact.ts';
import type { PresenceShow } from '../../src/shared/domain/presence.ts';
import type { Prompt } from '../../src/shared/domain/prompt.ts';
import { defaultSettings, type Settings } from '../../src/shared/domain/settings.ts';
import { fail, ok, type Result } from '../../src/shared/errors/result.ts';
import type { Picture, Pictures } from '../../src/main/ports/pictures.port.ts';
import type { VCard } from '../../src/main/ports/xmpp.port.ts';
import { createContactsService } from '../../src/main/services/contacts/create-contacts.service.ts';
import { createTasks } from '../../src/main/services/tasks/create-tasks.ts';
import { seededRandom } from './seeded-random.ts';
import { fixedPolicies } from './fixed-policies.ts';
import { fakeXmpp, rosterItem } from './fake-xmpp.ts';
import { manualClock } from './manual-clock.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { silentLog } from './silent-log.ts';
import { temporaryStore } from './temporary-store.ts';

export const alice = 'alice@example.test';
export const bob = 'bob@example.test';
export const carol = 'carol@example.test';
export const picture = { type: 'image/png', bytes: new Uint8Array([1, 2, 3]), hash: 'abc123' };
export const card = (fullName: string, more: Partial<VCard> = {}): VCard => ({
  fullName,
  phones: [],
  ...more,
});

/** The contacts service over the real store and fakes of everything else, started offline. */
export async function contactsHarness(store = temporaryStore(), policies = fixedPolicies()) {
  const xmpp = fakeXmpp();
  const clock = manualClock();
  const publisher = memoryPublisher();
  const asked: Omit<Prompt, 'id'>[] = [];
  const answers: ((isAccepted: boolean) => void)[] = [];
  const ownCards: unknown[] = [];
  const told: unknown[] = [];
  const directory = { asked: [] as string[], person: undefined as Person | undefined, isAway: false };
  const byKey = (key: string): Promise<Result<Person | undefined>> => {
    directory.asked.push(key);
    return Promise.resolve(directory.isAway ? fail('directory.unavailable') : ok(directory.person));
  };
  const photos = {
    asked: [] as string[],
    answer: ok(undefined) as Result<Picture | undefined>,
  };
  const pictures: Pictures = {
    fetch: (address) => {
      photos.asked.push(address);
      return Promise.resolve(photos.answer);
    },
  };
  let settings = defaultSettings;
  let ready = (): void => undefined;
  const tasks = createTasks({ publisher, clock, random: seededRandom(2) });
  const service = createContactsService({
    xmpp,
    clock,
    publisher,
    log: silentLog,
    prompter: {
      ask(prompt, signal) {
        asked.push(prompt);
        return new Promise((resolve) => {
          answers.push(resolve);
          signal?.addEventListener('abort', () => resolve(false));
        });
      },
      tell: (notice) => void told.push(notice),
    },
    directory: {
      search: (text) => {
        directory.asked.push(text);
        return Promise.resolve(ok(directory.person ? [directory.person] : []));
      },
      onReady: (listener) => {
        ready = listener;
        return () => undefined;
      },
      byNumber: byKey,
      byUri: byKey,
    },
    pictures,
    policies,
    settings: { current: () => settings },
    random: seededRandom(1),
    tasks,
    onOwnCard: (own) => void ownCards.push(own),
  });
  await service.start(store, alice);
  const context = { signal: new AbortController().signal };
  const settle = async (ms = 0): Promise<void> => {
    clock.advance(ms);
    for (let round = 0; round < 4; round += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const contact = (address: string) => publisher.get('contacts', address);
  return {
    service,
    xmpp,
    clock,
    publisher,
    store,
    asked,
    answers,
    ownCards,
    told,
    directory,
    photos,
    choose: (change: Partial<Settings>) => {
      settings = { ...settings, ...change };
    },
    /** The directory is there. */
    directoryReady: () => ready(),
    settle,
    contact,
    show: (address: string) => contact(address)?.presence.show,
    hear: (address: string, show: PresenceShow) =>
      xmpp.emit({ kind: 'presence', address, presence: { show } }),
    roster: (items: Parameters<typeof rosterItem>[], version?: string) =>
      xmpp.emit({
        kind: 'roster',
        items: items.map((item) => rosterItem(...item)),
        ...(version !== undefined && { version }),
      }),
    search: async (text: string) => {
      const found = await service.handlers['contacts/search']({ text, limit: 8 }, context);
      return found.ok ? found.value : [];
    },
    context,
  };
}
