import { describe, expect, it } from 'vitest';
import { featuresTable } from './features-table.ts';

function check(rows: string, ids = 'M6\n') {
  const files = [
    { path: 'docs/requirement-ids.txt', text: ids },
    { path: 'docs/features.md', text: `| ID | Promise | Status | Shown by |\n|---|---|---|---|\n${rows}\n` },
    {
      path: 'src/a.test.ts',
      text: "it('M6: sends once', () => {}); it.each([1])('M7: copies %s', () => {}); it('M6: a | b', () => {});",
    },
  ];
  return featuresTable.check({ files }).findings.map(({ message }) => message);
}

describe('features table', () => {
  it('takes a kept promise whose test exists, and open ones without', () => {
    expect(check('| M6 | Chat | kept | `M6: sends once` |')).toEqual([]);
    expect(check('| M6 | Chat | kept | `M6: a \\| b` |')).toEqual([]);
    expect(check('| M6 | Chat | not yet | |\n| M7 | Forking | kept | `M7: copies %s` |', 'M6\nM7\n')).toEqual(
      [],
    );
  });

  it.each([
    ['', 'has no row for M6'],
    ['| M6 | Chat | kept | |', 'M6 is kept, but no test is named in backquotes'],
    ['| M6 | Chat | kept | `M6: gone` |', 'M6: there is no test named "M6: gone"'],
    [
      '| M6 | Chat | kept | `M7: copies %s` |',
      'M6: the test "M7: copies %s" does not carry the ID in its name',
    ],
    ['| M6 | Chat | done | |', 'M6 is "done": kept, partly or not yet'],
    ['| M6 | Chat | partly | |\n| M6 | Chat | partly | |', 'M6 has two rows'],
    ['| M6 | Chat | partly | |\n| M99 | Chat | partly | |', 'M99 is not in docs/requirement-ids.txt'],
  ])('refuses %j', (rows, message) => {
    expect(check(rows)).toEqual([message]);
  });

  it('is owed', () => {
    expect(featuresTable.check({ files: [] }).findings).toHaveLength(1);
  });
});
