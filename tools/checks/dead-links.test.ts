import { describe, expect, it } from 'vitest';
import { deadLinks } from './dead-links.ts';

const check = (text: string) =>
  deadLinks
    .check({
      files: [
        { path: 'docs/admin/README.md', text },
        { path: 'docs/admin/errors.md', text: '# Errors\n## What to do, and when\n<a id="par-1001"></a>\n' },
        { path: 'docs/user/README.md', text: '# Users' },
      ],
    })
    .findings.map(({ message }) => message);

describe('dead links', () => {
  it('S9: takes links that lead somewhere', () => {
    expect(
      check(
        '[a](errors.md) [b](../user/README.md) [c](../user) [d](errors.md#what-to-do-and-when) [e](errors.md#par-1001)',
      ),
    ).toEqual([]);
    expect(check('[a](https://example.test/x.md) ![p](../screens/chat.png) `[x](gone.md)`')).toEqual([]);
    expect(check('```\n[a](gone.md)\n```')).toEqual([]);
  });

  it('S9: names those that do not', () => {
    expect(check('[a](gone.md) and [b](errors.md#gone)')).toEqual([
      'links to gone.md, which is not there',
      'links to errors.md#gone: there is no such heading',
    ]);
  });
});
