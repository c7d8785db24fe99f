import type { Person } from '../../../shared/domain/contact.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Directory } from '../../ports/directory.port.ts';

/** Names of people who are in no contact list but write or are written to (C4): the directory is asked behind, once each. */
export interface StrangerNames {
  /** The name, if it is known already; otherwise it is looked for, and `onNamed` tells when it is found. */
  nameOf(address: string): string | undefined;
  /** Found by a search anyway. */
  learn(people: readonly Person[]): void;
  clear(): void;
}

export interface StrangerNamesPorts {
  readonly directory: Pick<Directory, 'byUri'>;
  readonly clock: Clock;
  readonly onNamed: (address: string) => void;
}

/** The directory connects after the contact list is shown, and comes back after a lost network. */
const RETRY_MS = 20_000;
const TRIES = 3;

export function createStrangerNames({ directory, clock, onNamed }: StrangerNamesPorts): StrangerNames {
  const names = new Map<string, string>();
  const asked = new Set<string>();
  const timers = new Set<Cancel>();
  /** One question after the other: a long list of chats must not ask all at once. */
  let queue: Promise<unknown> = Promise.resolve();
  /** Grows with each identity, so that answers to the one before are dropped. */
  let round = 0;

  function learn(address: string, name: string): void {
    if (name === '' || names.get(address) === name) return;
    names.set(address, name);
    onNamed(address);
  }

  function ask(address: string, triesLeft: number): void {
    const mine = round;
    queue = queue.then(async () => {
      if (mine !== round) return;
      const found = await directory.byUri(address).catch(() => undefined);
      if (mine !== round) return;
      if (found?.ok) {
        if (found.value) learn(address, found.value.name);
      } else if (triesLeft > 1) {
        const cancel = clock.after(RETRY_MS, () => {
          timers.delete(cancel);
          ask(address, triesLeft - 1);
        });
        timers.add(cancel);
      }
    });
  }

  return {
    nameOf(address) {
      if (!names.has(address) && !asked.has(address)) {
        asked.add(address);
        ask(address, TRIES);
      }
      return names.get(address);
    },
    learn(people) {
      for (const { address, name } of people) if (address !== undefined) learn(address, name);
    },
    clear() {
      round += 1;
      for (const cancel of timers) cancel();
      timers.clear();
      names.clear();
      asked.clear();
    },
  };
}
