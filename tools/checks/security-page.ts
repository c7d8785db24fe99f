import type { Check, Finding } from './check.ts';
import { testTitles } from './test-titles.ts';

const pagePath = 'docs/security.md';
/** Of Electron's own list of recommendations. */
const ITEMS = 20;

/** docs/security.md answers every item of Electron's list, and the tests and files that it names as proof are there. */
export const securityPage: Check = {
  name: 'security page',
  check: ({ files }) => {
    const text = files.find((file) => file.path === pagePath)?.text;
    if (text === undefined) return { findings: [at(0, 'is missing')], notes: [] };
    const titles = testTitles(files).map(({ title }) => title);
    const lines = text.split('\n').map((line, index) => [index + 1, line] as const);
    const missing = Array.from({ length: ITEMS }, (_, index) => index + 1)
      .filter((item) => !lines.some(([, line]) => line.startsWith(`| ${item} `)))
      .map((item) => at(0, `has no row for item ${item} of Electron’s list`));
    return {
      findings: [
        ...missing,
        ...lines.flatMap(([number, line]) => [
          ...testsIn(line)
            .filter((test) => !titles.some(matcher(test)))
            .map((test) => at(number, `there is no test named "${test}"`)),
          ...filesIn(line)
            .filter((name) => !files.some(({ path }) => path === name || path.endsWith(`/${name}`)))
            .map((name) => at(number, `there is no file ${name}`)),
        ]),
      ],
      notes: [],
    };
  },
};

function at(line: number, message: string): Finding {
  return { path: pagePath, line, message };
}

/** `*Q1: a ticket is good once*`: what begins with a requirement's ID and stands in asterisks. */
function testsIn(line: string): readonly string[] {
  return [...line.matchAll(/(?<!\*)\*([A-Z]\d{1,2}[ :][^*]+)\*(?!\*)/g)].map(([, test = '']) => test);
}

function filesIn(line: string): readonly string[] {
  return [...line.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, name = '']) => name);
}

/** An ellipsis stands for any words. */
function matcher(test: string): (title: string) => boolean {
  const parts = test.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
  return (title) => pattern.test(title);
}
