import type { Presence, PresenceShow } from '../../../../shared/domain/presence.ts';
import type { ResourcePresence } from './presence-reader.ts';

/**
 * Which device speaks for the person (T8), first that any device says. Do not disturb and presenting are somebody's wish,
 * made on one device and meant for all; a call or a meeting occupies the person wherever it was noticed; else the best
 * availability counts.
 */
const ORDER: readonly PresenceShow[] = [
  'do-not-disturb',
  'presenting',
  'on-a-call',
  'in-a-meeting',
  'available',
  'away',
  'extended-away',
];

const OFFLINE: Presence = { show: 'offline' };

/** One presence of several devices. Devices of negative priority count only when there are no others (RFC 6121 section 4.7.2.3). */
export function composePresence(resources: readonly ResourcePresence[]): Presence {
  const reachable = resources.filter(({ priority }) => priority >= 0);
  const counted = reachable.length > 0 ? reachable : resources;
  const show = ORDER.find((candidate) => counted.some((resource) => resource.show === candidate));
  if (show === undefined) return OFFLINE;
  const speakers = counted
    .filter((resource) => resource.show === show)
    .toSorted((one, other) => other.priority - one.priority);
  const status = (
    speakers.find((speaker) => speaker.status !== undefined) ??
    counted.find((other) => other.status !== undefined)
  )?.status;
  const idle = speakers.map(({ idleSince }) => idleSince);
  // Idle only when every speaking device is: then since the last of them was used.
  const idleSince = idle.every((since) => since !== undefined) ? Math.max(...idle) : undefined;
  return { show, ...(status !== undefined && { status }), ...(idleSince !== undefined && { idleSince }) };
}

/** What the devices of all people last said, and what came of it. */
export class PresenceBook {
  private readonly people = new Map<
    string,
    { readonly resources: Map<string, ResourcePresence>; composed: Presence }
  >();

  /** Answers the new composition when it differs from the last. */
  available(address: string, resource: string, presence: ResourcePresence): Presence | undefined {
    let person = this.people.get(address);
    if (!person) {
      person = { resources: new Map(), composed: OFFLINE };
      this.people.set(address, person);
    }
    person.resources.set(resource, presence);
    return recompose(person);
  }

  unavailable(address: string, resource: string): Presence | undefined {
    const person = this.people.get(address);
    if (!person) return undefined;
    if (resource === '') person.resources.clear();
    else person.resources.delete(resource);
    if (person.resources.size === 0) this.people.delete(address);
    return recompose(person);
  }

  clear(): void {
    this.people.clear();
  }
}

function recompose(person: {
  readonly resources: ReadonlyMap<string, ResourcePresence>;
  composed: Presence;
}): Presence | undefined {
  const next = composePresence([...person.resources.values()]);
  const { show, status, idleSince } = person.composed;
  if (next.show === show && next.status === status && next.idleSince === idleSince) return undefined;
  person.composed = next;
  return next;
}
