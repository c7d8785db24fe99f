/** Where slapd's people are. */
export const SLAPD_SUFFIX = 'dc=example,dc=test';

export interface SlapdPerson {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly telephone?: string;
  readonly mobile?: string;
  readonly title?: string;
  readonly department?: string;
  readonly mail?: string;
  readonly photo?: Uint8Array;
  /** Further attributes of inetOrgPerson: `manager`, `l`, `street` … */
  readonly more?: Readonly<Record<string, string>>;
}

const FIRST = ['Anna', 'Bela', 'Chiara', 'Dario', 'Elif', 'Frida', 'Goran', 'Hana', 'Ilya', 'Jördis'];
const LAST = ['Abel', 'Brandt', 'Conti', 'Dvořák', 'Ekström', 'Fuchs', 'García', 'Hofer', 'Ito', 'Jansen'];

/** So many people of a made-up company, always the same; numbers from +49 30 5550000 on. */
export function generatedPeople(count: number): readonly SlapdPerson[] {
  return Array.from({ length: count }, (_, at) => ({
    userName: `p${at}`,
    firstName: FIRST[at % FIRST.length] ?? '',
    lastName: `${LAST[Math.floor(at / FIRST.length) % LAST.length] ?? ''}${Math.floor(at / 100)}`,
    telephone: `+4930${5_550_000 + at}`,
    mail: `p${at}@example.test`,
    title: 'Engineer',
    department: `Team ${at % 40}`,
  }));
}

/** The whole directory as LDIF (RFC 2849), everything in base64 so that no value can be syntax. */
export function slapdDirectory(
  people: readonly SlapdPerson[],
  reader: { readonly username: string; readonly password: string },
): string {
  const tops = [
    entry(SLAPD_SUFFIX, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' }),
    entry(`ou=people,${SLAPD_SUFFIX}`, { objectClass: 'organizationalUnit', ou: 'people' }),
    entry(reader.username, {
      objectClass: ['organizationalRole', 'simpleSecurityObject'],
      cn: 'reader',
      userPassword: reader.password,
    }),
  ];
  return [...tops, ...people.map(personEntry)].join('\n');
}

function personEntry(person: SlapdPerson): string {
  const { userName, firstName, lastName, telephone, mobile, title, department, mail, photo, more } = person;
  return entry(`uid=${userName},ou=people,${SLAPD_SUFFIX}`, {
    objectClass: 'inetOrgPerson',
    uid: userName,
    cn: `${firstName} ${lastName}`,
    displayName: `${firstName} ${lastName}`,
    givenName: firstName,
    sn: lastName,
    telephoneNumber: telephone,
    mobile,
    title,
    departmentNumber: department,
    mail,
    jpegPhoto: photo,
    ...more,
  });
}

type Values = Readonly<Record<string, string | Uint8Array | readonly string[] | undefined>>;

function entry(dn: string, values: Values): string {
  const line = (name: string, value: string | Uint8Array): string =>
    `${name}:: ${Buffer.from(value as Uint8Array).toString('base64')}`;
  const lines = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return Array.isArray(value)
      ? value.map((each: string) => line(name, each))
      : [line(name, value as string | Uint8Array)];
  });
  return `${[line('dn', dn), ...lines].join('\n')}\n`;
}
