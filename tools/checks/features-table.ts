import type { Check, Finding, Tree } from './check.ts';
import { idsIn, testTitles } from './test-titles.ts';

const tablePath = 'docs/features.md';
const idsPath = 'docs/requirement-ids.txt';
const statuses = new Set(['kept', 'partly', 'not yet']);

/** One line of docs/features.md: `| ID | promise | status | shown by |`, tests in backquotes in the last cell. */
type Row = {
  readonly id: string;
  readonly line: number;
  readonly status: string;
  readonly tests: readonly string[];
};

/** Every requirement has its row, and a promise said to be kept names a test that carries its ID. */
export const featuresTable: Check = {
  name: 'features table',
  check: (tree) => {
    const text = tree.files.find((file) => file.path === tablePath)?.text;
    if (text === undefined) return { findings: [at(0, 'is missing')], notes: [] };
    const rows = rowsOf(text);
    const titles = new Set(testTitles(tree.files).map(({ title }) => title));
    const kept = rows.filter(({ status }) => status === 'kept').length;
    return {
      findings: [
        ...missingRows(rows, tree),
        ...rows.flatMap((row) => [...judgeRow(row, rows, tree), ...judgeTests(row, titles)]),
      ],
      notes: [`${kept} of ${rows.length} promises kept`],
    };
  },
};

function at(line: number, message: string): Finding {
  return { path: tablePath, line, message };
}

function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((source, index) => {
    const cells = source
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
    const [id = ''] = cells;
    if (!/^[DAMCVXSQ]\d{1,2}$/.test(id)) return [];
    const status = (cells[2] ?? '').toLowerCase();
    const tests = [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    return [{ id, line: index + 1, status, tests }];
  });
}

function wantedIds(tree: Tree): readonly string[] {
  const text = tree.files.find((file) => file.path === idsPath)?.text ?? '';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function missingRows(rows: readonly Row[], tree: Tree): readonly Finding[] {
  const present = new Set(rows.map(({ id }) => id));
  return wantedIds(tree)
    .filter((id) => !present.has(id))
    .map((id) => at(0, `has no row for ${id}`));
}

function judgeRow(row: Row, rows: readonly Row[], tree: Tree): readonly Finding[] {
  const { id, line, status } = row;
  const findings: Finding[] = [];
  if (!wantedIds(tree).includes(id)) findings.push(at(line, `${id} is not in ${idsPath}`));
  if (rows.find((other) => other.id === id) !== row) findings.push(at(line, `${id} has two rows`));
  if (!statuses.has(status)) findings.push(at(line, `${id} is "${status}": kept, partly or not yet`));
  return findings;
}

function judgeTests({ id, line, status, tests }: Row, titles: ReadonlySet<string>): readonly Finding[] {
  if (status !== 'kept') return [];
  if (tests.length === 0) return [at(line, `${id} is kept, but no test is named in backquotes`)];
  return tests.flatMap((test) => {
    if (!idsIn(test).includes(id))
      return [at(line, `${id}: the test "${test}" does not carry the ID in its name`)];
    return titles.has(test) ? [] : [at(line, `${id}: there is no test named "${test}"`)];
  });
}
