import type { Contact, Person } from '../../../shared/domain/contact.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { Facts } from './contact-book.ts';

/** Between two questions: ten thousand contacts must not become ten thousand requests at nine o'clock. */
const PACE_MS = 100;

/**
 * Completes contacts of whom no number is known from the directory, one after the other, behind the person's back: so that
 * they can be called from the list and are known when they call (C4).
 */
export interface DirectoryFacts {
  /** The directory is there: those who lack numbers are asked for. */
  begin(contacts: Iterable<Contact>): void;
  stop(): void;
}

export function createDirectoryFacts(ports: {
  readonly directory: Pick<Directory, 'byUri'>;
  readonly clock: Clock;
  readonly onFacts: (address: string, facts: Facts) => void;
}): DirectoryFacts {
  let cancel: Cancel | undefined;
  let stopped = new AbortController();
  let queue: string[] = [];

  async function next(signal: AbortSignal): Promise<void> {
    const address = queue.shift();
    if (address === undefined || signal.aborted) return;
    const found = await ports.directory.byUri(address, signal);
    // Away again: it begins anew when the directory is back.
    if (!found.ok || signal.aborted) return;
    if (found.value) ports.onFacts(address, factsOfPerson(found.value));
    cancel = ports.clock.after(PACE_MS, () => void next(signal));
  }

  function stop(): void {
    stopped.abort();
    cancel?.();
    queue = [];
  }

  return {
    begin(contacts) {
      stop();
      stopped = new AbortController();
      for (const { address, phones, isLocal } of contacts)
        if (address !== undefined && phones.length === 0 && isLocal !== true) queue.push(address);
      void next(stopped.signal);
    },
    stop,
  };
}

/** What the directory says of somebody who is in the list under a name of the person's own. */
export function factsOfPerson(person: Person): Omit<Facts, 'name'> {
  const { title, department, company, manager, postalAddress, email, sipUri, phones } = person;
  const told = { title, department, company, manager, postalAddress, email, sipUri };
  const known = Object.entries(told).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), ...(phones.length > 0 && { phones }) };
}
