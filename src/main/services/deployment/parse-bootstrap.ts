/** One `Key: Value` of the installer's file. */
export interface BootstrapEntry {
  /** As it was written; the table of parameters knows the spellings. */
  readonly name: string;
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

export type BootstrapProblem = 'malformed' | 'too-long' | 'repeated' | 'too-many';

export interface Bootstrap {
  readonly entries: readonly BootstrapEntry[];
  /** Lines that were skipped, and why: for the log. */
  readonly problems: readonly { readonly line: number; readonly problem: BootstrapProblem }[];
}

const MOST_LINES = 2_000;
const LONGEST_LINE = 4_096;

/**
 * Reads the installer's file (D13; cisco-uc 5.2): `Key: Value` or `Key=Value`, one a line, in any order. Comments and
 * section headings are passed over, `NOT_SPECIFIED` and nothing mean "not set". A line that cannot be read costs only
 * itself. Of a key written twice the last one counts, as in Java's properties, and the earlier line is reported.
 */
export function parseBootstrap(bytes: Uint8Array): Bootstrap {
  const lines = decode(bytes).split(/\r\n|\r|\n/);
  const entries = new Map<string, BootstrapEntry>();
  const problems: { line: number; problem: BootstrapProblem }[] = [];
  for (const [index, text] of lines.slice(0, MOST_LINES).entries()) {
    const line = index + 1;
    const read = readLine(text.trim());
    if (read === 'nothing') continue;
    if (typeof read === 'string') {
      problems.push({ line, problem: read });
      continue;
    }
    const key = read.name.toLowerCase();
    const earlier = entries.get(key);
    if (earlier) problems.push({ line: earlier.line, problem: 'repeated' });
    entries.delete(key);
    if (isSet(read.value)) entries.set(key, { ...read, line });
  }
  if (lines.length > MOST_LINES) problems.push({ line: MOST_LINES + 1, problem: 'too-many' });
  return { entries: [...entries.values()], problems: problems.toSorted((a, b) => a.line - b.line) };
}

function readLine(text: string): { name: string; value: string } | BootstrapProblem | 'nothing' {
  if (text === '' || /^([#;!]|\/\/|\[.*\]$)/.test(text)) return 'nothing';
  if (text.length > LONGEST_LINE) return 'too-long';
  const [, name, value] = /^([a-z][\w.-]{0,99})\s*[:=]\s*(.*)$/i.exec(text) ?? [];
  if (name === undefined || value === undefined || /\p{Cc}/u.test(value.replaceAll('\t', ' ')))
    return 'malformed';
  return { name, value: value.replace(/^"(.*)"$/, '$1').trim() };
}

function isSet(value: string): boolean {
  return value !== '' && value.toUpperCase() !== 'NOT_SPECIFIED';
}

/** By its byte order mark, else UTF-16 where every other byte is 0, else UTF-8, else the code page of Windows installers. */
function decode(bytes: Uint8Array): string {
  const [first = 1, second = 1, third, fourth = 1] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes);
  if (second === 0 && fourth === 0) return decodeAs('utf-16le', bytes);
  if (first === 0 && third === 0) return decodeAs('utf-16be', bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeAs('windows-1252', bytes);
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes);
}
