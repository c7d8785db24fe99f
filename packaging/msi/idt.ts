/** A cell: text, number, or nothing. */
export type Cell = string | number | undefined;

/** A table of a Windows Installer database. Columns in order, with their types (`s72` text, `i2` number, capitals may be empty). */
export interface MsiTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** The first this many columns are the key. */
  readonly keys: number;
  readonly rows: readonly (readonly Cell[])[];
}

/** The table as text that `msibuild -i` reads: three heading lines, then a line a row, tabs between, CRLF. */
export function idtText({ name, columns, keys, rows }: MsiTable): string {
  const heading = [
    columns.map(([column]) => column).join('\t'),
    columns.map(([, type]) => type).join('\t'),
    [name, ...columns.slice(0, keys).map(([column]) => column)].join('\t'),
  ];
  const lines = rows.map((row) => {
    if (row.length !== columns.length) throw new Error(`a row of ${name} has ${row.length} cells`);
    return row.map((cell, index) => written(cell, `${name}.${columns[index]?.[0]}`)).join('\t');
  });
  return `${[...heading, ...lines].join('\r\n')}\r\n`;
}

function written(cell: Cell, where: string): string {
  if (cell === undefined) return '';
  const text = String(cell);
  if (/[\t\r\n]/.test(text)) throw new Error(`${where} holds a tab or a new line`);
  return text;
}

/** Makes all texts UTF-8. */
export const forceCodepage = '\r\n\r\n65001\t_ForceCodepage\r\n';
