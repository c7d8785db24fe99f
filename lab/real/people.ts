import type { LabAccount, RosterEntry } from './prosody-data.ts';

/** Somebody who works in the lab's office. */
export interface LabPerson {
  /** User name: local part of the JID, SIP user, Cisco user ID. */
  readonly name: string;
  readonly displayName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jid: string;
  /** Directory number; calls to it reach this person's SIP user. */
  readonly number: string;
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly password: string;
}

const STAFF = [
  ['alice', 'Alice', 'Archer', 'Support engineer', 'Support'],
  ['bob', 'Bob', 'Baker', 'Team lead', 'Support'],
  ['carol', 'Carol', 'Clark', 'Account manager', 'Sales'],
  ['dave', 'Dave', 'Dixon', 'Facilities', 'Office'],
] as const;

/** Alice, Bob, Carol and Dave at 1001 to 1004. */
export function labPeople(domain: string, password: string): LabPerson[] {
  return STAFF.map(([name, firstName, lastName, title, department], index) => ({
    ...{ name, firstName, lastName, title, department, password },
    displayName: `${firstName} ${lastName}`,
    jid: `${name}@${domain}`,
    number: String(1001 + index),
    email: `${name}@${domain}`,
  }));
}

/** Each person has all others as contacts, grouped by department, those of the own one also under "Team". */
export function labRosters(people: readonly LabPerson[]): Record<string, RosterEntry[]> {
  const entry = (owner: LabPerson, { jid, displayName, department }: LabPerson): RosterEntry => ({
    jid,
    name: displayName,
    groups: owner.department === department ? [department, 'Team'] : [department],
  });
  const rows = people.map(
    (owner) =>
      [owner.name, people.filter((other) => other !== owner).map((other) => entry(owner, other))] as const,
  );
  return Object.fromEntries(rows);
}

/** Many more contacts of one person, for lists of 500 or 5,000: accounts that exist and see her too. */
export interface Crowd {
  readonly accounts: readonly LabAccount[];
  /** To be added to her roster. */
  readonly entries: readonly RosterEntry[];
  /** Their own rosters. */
  readonly rosters: Readonly<Record<string, readonly RosterEntry[]>>;
}

const GROUP_SIZE = 25;

/** `size` people named `person-1` …, in groups of 25, subscribed both ways with `owner`. */
export function labCrowd(size: number, owner: LabPerson, domain: string, password: string): Crowd {
  const names = Array.from({ length: size }, (_, index) => `person-${index + 1}`);
  const back: RosterEntry[] = [{ jid: owner.jid, name: owner.displayName, groups: ['Colleagues'] }];
  return {
    accounts: names.map((name) => ({ name, password })),
    entries: names.map((name, index) => ({
      jid: `${name}@${domain}`,
      name: `Person ${index + 1}`,
      groups: [`Group ${Math.floor(index / GROUP_SIZE) + 1}`],
    })),
    rosters: Object.fromEntries(names.map((name) => [name, back])),
  };
}
