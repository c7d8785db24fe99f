/** More columns than any address book has. */
const MOST_COLUMNS = 200;

/**
 * Reads CSV (RFC 4180): quoted fields with doubled quotes and line ends in them, CR, LF or both. The separator is whichever
 * of comma, semicolon and tab the first line has most of outside quotes: spreadsheets of half the world write semicolons.
 */
export function readCsv(text: string): readonly (readonly string[])[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  const end = (field: string): void => {
    if (row.length < MOST_COLUMNS) row.push(field);
  };
  let at = 0;
  while (at < source.length) {
    const field = source[at] === '"' ? quoted(source, at) : plain(source, at, separator);
    end(field.text);
    at = field.next;
    if (source[at] === separator) {
      at += 1;
      if (at < source.length) continue;
      end('');
    }
    at += source.startsWith('\r\n', at) ? 2 : 1;
    if (row.some((each) => each !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

/** Fields that a spreadsheet would take for a formula begin with an apostrophe, which `readCsvField` takes away again. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');
}

/** The text of a field without the apostrophe that keeps spreadsheets from running it. */
export const readCsvField = (field: string | undefined): string | undefined =>
  field?.replace(/^'(?=[=@+\-\t\r])/, '');

function written(field: string): string {
  // Numbers begin with a plus and are none.
  const isFormula = /^[=@\t\r]/.test(field) || (/^[+-]/.test(field) && !/^[+-][\d\s().-]*$/.test(field));
  const safe = isFormula ? `'${field}` : field;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function quoted(source: string, from: number): { readonly text: string; readonly next: number } {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const close = source.indexOf('"', at);
    // A quote that is never closed holds the rest.
    if (close === -1) return { text: parts.join('') + source.slice(at), next: source.length };
    parts.push(source.slice(at, close));
    if (source[close + 1] !== '"') {
      // What stands behind the closing quote belongs to nobody.
      const rest = /[,;\t\r\n]|$/g;
      rest.lastIndex = close + 1;
      return { text: parts.join(''), next: rest.exec(source)?.index ?? source.length };
    }
    parts.push('"');
    at = close + 2;
  }
}

function plain(
  source: string,
  from: number,
  separator: string,
): { readonly text: string; readonly next: number } {
  let at = from;
  while (at < source.length && source[at] !== separator && source[at] !== '\r' && source[at] !== '\n')
    at += 1;
  return { text: source.slice(from, at), next: at };
}

function separatorOf(source: string): string {
  const first =
    source
      .slice(0, 10_000)
      .replace(/"(?:[^"]|"")*"/g, '')
      .split(/[\r\n]/, 1)[0] ?? '';
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}
