import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStamp, sourceStamp } from './source-stamp.ts';

describe('source stamp', () => {
  let root = '';
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'parlance-stamp-'));
    write('src/main/a.ts', 'one');
    write('package-lock.json', '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('changes with a source, a new file and the lock', () => {
    const stamps = [sourceStamp(root)];
    write('src/main/a.ts', 'two');
    stamps.push(sourceStamp(root));
    write('src/renderer/index.html', '<p>');
    stamps.push(sourceStamp(root));
    write('package-lock.json', '{"a":1}');
    stamps.push(sourceStamp(root));
    expect(new Set(stamps).size).toBe(4);
  });

  it('stays the same for tests, READMEs and what is not built', () => {
    const before = sourceStamp(root);
    write('src/main/a.test.ts', 'x');
    write('src/main/README.md', 'x');
    write('lab/a.ts', 'x');
    expect(sourceStamp(root)).toBe(before);
  });

  it('reads nothing where there was no build', () => {
    expect(readStamp(path.join(root, 'none'))).toBeUndefined();
  });
});
