import { describe, expect, it } from 'vitest';
import { securityPage } from './security-page.ts';

const items = Array.from({ length: 20 }, (_, index) => `| ${index + 1} Item | line |`).join('\n');
const judge = (page: string) =>
  securityPage
    .check({
      files: [
        { path: 'docs/security.md', text: page },
        { path: 'src/a/door.test.ts', text: "it('Q1: a ticket is good once', () => {});" },
      ],
    })
    .findings.map(({ message }) => message);

describe('the security page', () => {
  it('may name tests that are there, whole or with an ellipsis', () => {
    expect(
      judge(`${items}\n*Q1: a ticket is good once*, *Q1: a ticket …*, \`a/door.test.ts\`, *italics*`),
    ).toEqual([]);
  });

  it('may not name a test or file that is not there', () => {
    expect(judge(`${items}\n*Q1: a ticket is good twice* in \`gone.ts\``)).toEqual([
      'there is no test named "Q1: a ticket is good twice"',
      'there is no file gone.ts',
    ]);
  });

  it('answers every item', () => {
    expect(judge(items.replace('| 7 Item', '| Item'))).toEqual(['has no row for item 7 of Electron’s list']);
  });
});
