import { describe, expect, it } from 'vitest';
import { mentions } from './mentions.ts';

const check = (path: string, text: string) =>
  mentions.check({ files: [{ path, text }] }).findings.map(({ line, message }) => `${line} ${message}`);

describe('words that must not stay', () => {
  it.each([
    ['src/shared/a.ts', '// TODO: later', /roadmap/],
    ['src/shared/a.ts', '/* FIXME(me) */', /roadmap/],
    ['src/shared/a.test.ts', "it.only('x', () => {})", /only/],
    ['src/shared/a.test.ts', "describe.only.each([1])('x', () => {})", /only/],
    ['src/shared/a.test.ts', "it.skip('x', () => {})", /skips/],
    ['e2e/specs/a.spec.ts', "test.describe.skip('x', () => {})", /skips/],
    ['src/shared/a.test.ts', "it.skipIf(true)('x', () => {})", /some machines/],
    ['src/shared/a.test.ts', "vi.mock('./b.ts')", /fake/],
    ['src/shared/a.ts', "console.log('x')", /Log port/],
    ['src/main/services/chat/a.ts', 'const a = Date.now();', /Clock/],
    ['src/main/engines/xmpp/a.ts', 'setTimeout(() => {}, 5);', /Clock/],
    ['src/shared/a.ts', '// oxlint-disable-next-line no-var', /why/],
  ])('%s: %s', (path, text, message) => {
    const found = check(path, `const first = 1;\n${text}\n`);
    expect(found).toEqual([expect.stringMatching(message)]);
    expect(found[0]).toMatch(/^2 /);
  });

  it.each([
    ['src/shared/a.ts', '// TODO(roadmap: video): take the second stream'],
    ['src/shared/a.ts', "const todo = 'TODO in a string';"],
    ['lab/a.ts', "console.log('x')"],
    ['src/main/services/chat/a.test.ts', 'setTimeout(() => {}, 5);'],
    ['src/renderer/ui/a.tsx', 'setTimeout(() => {}, 5);'],
    ['src/shared/a.ts', '// oxlint-disable-next-line no-control-regex -- the grammar names them'],
    ['src/shared/a.ts', 'list.only(3);'],
    ['lab/a.integration.test.ts', "describe.skipIf(!hasProsody)('x', () => {})"],
    ['e2e/specs/a.spec.ts', "test.skip(host !== 'electron', 'has a tray')"],
  ])('%s: %s is let be', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});
