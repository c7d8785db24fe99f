import { errorCodes } from '../../../shared/errors/catalogue.ts';
import { KnownNames } from './known-names.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { withoutSecrets } from './redact.ts';

export interface TextRedactorOptions {
  /** Names of servers and their addresses stay readable. */
  readonly keepsServers: boolean;
  /** Names of people as this installation knows them. */
  readonly people: Iterable<string>;
}

/** Endings of our own files and the like: `stack.ts` is no server. */
const FILE_ENDINGS = new Set(
  'ts tsx js mjs cjs json xml log css map html png jpg cnf zip txt node'.split(' '),
);
const CODES: ReadonlySet<string> = new Set(errorCodes);

/** What people wrote, where JSON stands inside a text. */
const WRITTEN = /(\\?["'](?:body|draft|message|text|status)\\?["']\s*:\s*)\\?"(?:[^"\\]|\\[^"])*\\?"/g;

/** In this order: what is found first is not looked at again. */
const FOUND = new RegExp(
  [
    // A display name before an address: "Ann Lee" <sip:…>
    /(?<display>"[^"\r\n]{1,200}"(?=\s*<))/,
    /(?<url>\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\\]+)/,
    /(?<tail>…[\w.+-]{0,4}@[\w.-]+|…\d{1,4}(?!\w))/,
    /(?<address>[\w.+%~-]{1,64}(?:\\40|@)(?:[\w-]+\.)*[\w-]+)/,
    /(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)/,
    /(?<token>(?<![\w+=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+=-][\w+/=-]{23,}(?![\w+/=-]))/,
    /(?<ip4>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]))/,
    /(?<ip6>(?<![\w:.])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]{3,39}(?![\w:]))/,
    /(?<host>(?<![\w.-])(?:_?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w-]))/,
    /(?<device>\b(?:CSF|SEP|TCT|BOT|TAB|CTI)[A-Z0-9]{2,15}\b)/,
    /(?<number>(?<![\w.:-])(?!\(?\d{1,3}(?:\.\d{1,3}){3}(?!\d))\+?\(?\d(?:[ ()/.-]?\d){4,19}(?![\w.:-]))/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

/**
 * Running text without secrets, and with other names for everything that names a person, a number or (unless they are kept)
 * a server: the same thing gets the same name throughout one report (S5).
 */
export class TextRedactor {
  private readonly names: Pseudonyms;
  private readonly known: KnownNames;

  constructor({ keepsServers, people }: TextRedactorOptions) {
    this.names = new Pseudonyms({ keepsServers });
    this.known = new KnownNames(people);
  }

  text(value: string): string {
    if (value === '' || CODES.has(value)) return value;
    const open = withoutSecrets(value.replace(WRITTEN, '$1<redacted>')).replace(
      FOUND,
      (found: string, ...rest: unknown[]) =>
        this.replaced(found, rest.at(-1) as Readonly<Record<string, string | undefined>>),
    );
    return this.known.replace(open, (name) => this.names.ofPerson(name));
  }

  /** A value that names somebody or something as a whole. */
  person(value: string): string {
    const text = this.text(value);
    return text === value && value.trim() !== '' ? this.names.ofPerson(value.toLowerCase()) : text;
  }

  private replaced(found: string, groups: Readonly<Record<string, string | undefined>>): string {
    if (groups['display'] !== undefined) return `"${this.names.ofPerson(found.slice(1, -1).toLowerCase())}"`;
    if (groups['url'] !== undefined) return this.names.ofUrl(found);
    // What the log's own door has shortened already.
    if (groups['tail'] !== undefined) return this.tail(found);
    if (groups['number'] !== undefined) return this.number(found);
    if (groups['host'] !== undefined) return this.host(found);
    return this.names.of(found.replace('\\40', '@'));
  }

  private tail(found: string): string {
    const at = found.indexOf('@');
    return at < 0 ? this.names.ofNumber(found) : this.names.of(`tail${found.slice(1)}`);
  }

  private number(found: string): string {
    const digits = found.replaceAll(/\D/g, '').length;
    // Years, ports and times stand in every log; dates have their own shape.
    return digits < 5 || /^\d{4}-\d{2}-\d{2}$/.test(found) ? found : this.names.ofNumber(found);
  }

  private host(found: string): string {
    const ending = found.slice(found.lastIndexOf('.') + 1).toLowerCase();
    if (FILE_ENDINGS.has(ending) || CODES.has(found)) return found;
    return this.names.ofRecord(found);
  }
}
