import type { BotPresence } from '../embedded/xmpp-server/bot-session.ts';
import { avatarPng } from './avatar.ts';

/** Somebody of the lab's office. All of it is invented; numbers are from the ranges kept for fiction. */
export interface LabPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly number: string;
  readonly mobile: string;
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly photo: Buffer | undefined;
  /** What a colleague shows while nobody signs in as this person; undefined is away from the desk, offline. */
  readonly presence: BotPresence | undefined;
}

type Row = readonly [
  username: string,
  first: string,
  last: string,
  title: string,
  department: string,
  presence: BotPresence | undefined,
  display?: string,
];

const AVAILABLE: BotPresence = {};
const ROWS: readonly Row[] = [
  ['alice', 'Alice', 'Archer', 'Product manager', 'Product', AVAILABLE],
  ['bob', 'Bob', 'Baker', 'Sales engineer', 'Sales', { status: 'Ask me about the demo' }],
  ['carol', 'Carol', 'Castillo', 'Designer', 'Product', { show: 'away', status: 'Back in five minutes' }],
  ['dave', 'Dave', 'Dixon', 'Network engineer', 'IT', { show: 'dnd', status: 'In a change window' }],
  ['erin', 'Erin', "O'Neill", 'Support lead', 'Support', { show: 'chat', status: 'Free for questions' }],
  [
    'frank',
    'Frank',
    'Fischer',
    'Accountant',
    'Finance',
    { show: 'xa', status: 'Out of office until Monday' },
  ],
  ['grace', 'Grace', 'Guðmundsdóttir', 'Developer', 'Engineering', AVAILABLE],
  ['wangwei', '伟', '王', '工程师', 'Engineering', { status: '开会中' }, '王伟'],
  ['hanako', '花子', '佐藤', '営業部長', 'Sales', { show: 'away', status: '昼休み' }, '佐藤花子'],
  ['minjun', '민준', '김', '개발자', 'Engineering', AVAILABLE, '김민준'],
  ['layla', 'ليلى', 'حداد', 'مديرة المشروع', 'Product', { status: 'متاحة للاجتماع' }],
  ['noa', 'נועה', 'לוי', 'מפתחת', 'Engineering', { show: 'dnd', status: 'מרוכזת' }],
  ['zoe', 'Zoë', 'Åkerström', 'Lawyer', 'Legal', undefined],
  ['ivan', 'Иван', 'Петров', 'Тестировщик', 'Engineering', AVAILABLE],
  ['mona', 'Mona', 'Mehta', 'Head of product', 'Product', { show: 'dnd', status: 'Board meeting' }],
  ['tariq', 'Tariq', 'Aziz-Farrokhzad', 'Support engineer', 'Support', { show: 'away' }],
  [
    'maxi',
    'Maximiliana',
    'Wolfeschlegel-Steinhausenbergerdorff',
    'Executive assistant to the regional director',
    'Finance',
    AVAILABLE,
  ],
  ['jose', 'José', 'Núñez', 'Technician', 'IT', undefined],
  ['priya', 'Priya', 'Raghunathan', 'Data analyst', 'Finance', { status: '🎧 Focus time' }],
  ['liam', 'Liam', 'Lee', 'Intern', 'Support', { show: 'chat' }],
];

/** The office: alice, who signs in, and her colleagues. */
export function makePeople(domain: string): LabPerson[] {
  return ROWS.map(([username, firstName, lastName, title, department, presence, display], index) => ({
    username,
    firstName,
    lastName,
    displayName: display ?? `${firstName} ${lastName}`,
    number: String(1001 + index),
    mobile: `+1555010${String(index).padStart(2, '0')}`,
    email: `${username}@${domain}`,
    title,
    department,
    photo: avatarPng(username),
    presence,
  }));
}

const FIRST = [
  'Ada',
  'Ben',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farid',
  'Gita',
  'Hugo',
  'Ines',
  'Jonas',
  'Kofi',
  'Lena',
  'Mateo',
  'Nadia',
  'Olga',
  'Pablo',
  'Quinn',
  'Rosa',
  'Sven',
  'Thi',
];
const LAST = [
  'Abbott',
  'Brandt',
  'Cruz',
  'Diallo',
  'Ekström',
  'Ferrari',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kowalski',
  'Larsen',
  'Moreau',
  'Nakamura',
  'Okafor',
  'Park',
  'Quispe',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Vargas',
  'Weber',
  'Xu',
  'Yilmaz',
  'Zhang',
];
const TEAMS = [
  'North',
  'South',
  'East',
  'West',
  'Field service',
  'Warehouse',
  'Call centre',
  'Partners',
  'Alumni',
  'Visitors',
];
const PRESENCES: readonly (BotPresence | undefined)[] = [
  AVAILABLE,
  { show: 'away' },
  undefined,
  { show: 'dnd', status: 'Busy' },
  AVAILABLE,
  undefined,
  { show: 'xa' },
];

/** More contacts for long lists: always the same for the same count, without photos. */
export function makeExtras(count: number, domain: string): LabPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const firstName = FIRST[index % FIRST.length] ?? 'Ada';
    const lastName = `${LAST[Math.floor(index / FIRST.length) % LAST.length] ?? 'Abbott'}${index >= FIRST.length * LAST.length ? ` ${Math.floor(index / (FIRST.length * LAST.length)) + 1}` : ''}`;
    const username = `person${String(index + 1).padStart(4, '0')}`;
    return {
      username,
      firstName,
      lastName,
      displayName: `${firstName} ${lastName}`,
      number: String(20_000 + index),
      mobile: '',
      email: `${username}@${domain}`,
      title: 'Colleague',
      department: TEAMS[index % TEAMS.length] ?? 'North',
      photo: undefined,
      presence: PRESENCES[index % PRESENCES.length],
    };
  });
}
