import type { Goal, Row } from './row.ts';

const HEAD = ['', 'measured', 'runs', 'beside', '', 'ratio', 'goal', ''] as const;
/** Numbers stand right, words left. */
const RIGHT = new Set([1, 4, 5]);

/** One table, a heading for each part; notes below the part they belong to. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf);
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const sections = [...new Set(rows.map(({ part }) => part))].map((part) => {
    const own = rows
      .map((row, index) => ({ row, line: lineOf(cells[index] ?? []) }))
      .filter(({ row }) => row.part === part);
    const notes = own.flatMap(({ row }) => (row.note === undefined ? [] : [`    ${row.name}: ${row.note}`]));
    return [part, ...own.map(({ line }) => line), ...notes].join('\n');
  });
  return [lineOf(HEAD), ...sections].join('\n\n');
}

function cellsOf(row: Row): string[] {
  const { reference, ratio, goal, verdict } = row;
  return [
    `  ${row.name}`,
    amount(row.measured, row.unit),
    row.runs ? `${digits(Math.min(...row.runs))}–${digits(Math.max(...row.runs))} of ${row.runs.length}` : '',
    reference ? reference.label : '',
    reference ? amount(reference.value, row.unit) : '',
    ratio === undefined ? '' : `× ${ratio.toFixed(2)}`,
    goal ? goalText(goal, row.unit) : '',
    row.isWrong === true ? 'WRONG' : (verdict ?? ''),
  ];
}

function goalText(goal: Goal, unit: string): string {
  return goal.of === 'ratio' ? `≤ × ${goal.atMost}` : `≤ ${amount(goal.atMost, unit)}`;
}

/** Three digits that count are enough to compare. */
export function amount(value: number, unit: string): string {
  return `${digits(value)} ${unit}`.trim();
}

function digits(value: number): string {
  const count = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(count);
}
