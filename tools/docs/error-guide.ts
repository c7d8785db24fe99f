import type { ErrorMeaning } from '../../src/shared/text/meanings/error-meaning.ts';

/** One error as the product knows it, and what was written about it. */
export interface GuideEntry {
  readonly code: string;
  /** `PAR-1001`; the heading, and so the anchor. */
  readonly id: string;
  readonly kind: string;
  readonly retryable: boolean;
  /** What the person reads, with `{{name}}` where something is filled in. */
  readonly sentence: string;
  readonly meaning: ErrorMeaning;
}

/** Headings, by the first figures of the ID, in the order of the guide. */
const chapters: readonly (readonly [prefix: string, title: string])[] = [
  ['PAR-00', 'The app'],
  ['PAR-10', 'Finding services'],
  ['PAR-11', 'Network'],
  ['PAR-12', 'Certificates and TLS'],
  ['PAR-13', 'Web services'],
  ['PAR-14', 'Configuration files'],
  ['PAR-15', 'Expressway'],
  ['PAR-20', 'Passwords'],
  ['PAR-30', 'Chat server'],
  ['PAR-31', 'Messages'],
  ['PAR-32', 'Contacts'],
  ['PAR-33', 'Directory'],
  ['PAR-34', 'Calendars'],
  ['PAR-35', 'Voicemail'],
  ['PAR-40', 'Phone'],
  ['PAR-41', 'Calls'],
  ['PAR-42', 'Sound'],
  ['PAR-43', 'Desk phones'],
  ['PAR-50', 'Stored data'],
  ['PAR-60', 'Links'],
  ['PAR-70', 'Help'],
  ['PAR-71', 'Updates'],
];

const head = `# Errors

Every error that Parlance shows has an ID. Under each: the sentence that people see (with ‹names› where something is filled in), what it means and
what to do. *Comes and goes* means that trying again without changing anything can help. Details of a failure (status, host, the server’s own words)
are in Connection status and can be copied from there. Words in « » are chapters of [the guide](README.md).

<!-- Written by tools/docs from src/shared/errors/catalogue.ts; change the meanings there, then: npm run unit -- tools/docs -u -->
`;

/** The page docs/admin/errors.md. Throws when an entry belongs to no chapter. */
export function errorGuide(entries: readonly GuideEntry[]): string {
  const strays = entries.filter(({ id }) => !chapters.some(([prefix]) => id.startsWith(prefix)));
  if (strays.length > 0) throw new Error(`no chapter for ${strays.map(({ id }) => id).join(', ')}`);
  const written = chapters.flatMap(([prefix, title]) => {
    const own = entries
      .filter(({ id }) => id.startsWith(prefix))
      .toSorted((a, b) => a.id.localeCompare(b.id));
    return own.length === 0 ? [] : [`## ${title}`, ...own.map(section)];
  });
  return `${[head, ...written].join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

function section({ code, id, kind, retryable, sentence, meaning }: GuideEntry): string {
  const notes = [
    `\`${code}\``,
    kind === 'fault' ? 'a fault of Parlance' : '',
    retryable ? 'comes and goes' : '',
  ];
  return [
    `### ${id}`,
    `> ${sentence.replaceAll(/\{\{(\w+)\}\}/g, '‹$1›')}`,
    '',
    `${notes.filter((note) => note !== '').join(' · ')}  `,
    `**Means:** ${meaning.means}  `,
    `**Do:** ${meaning.remedy}`,
  ].join('\n');
}
