import { describe, expect, it } from 'vitest';
import { folderReadmes } from './folder-readmes.ts';

const readme = '# Chat\nWhat it is.\nHow to test it.\n';
const check = (...files: readonly (readonly [string, string])[]) =>
  folderReadmes
    .check({ files: files.map(([path, text]) => ({ path, text })) })
    .findings.map(({ path }) => path);

describe('folder READMEs', () => {
  it('are owed by every folder down to the topic, and not below', () => {
    expect(check(['src/main/services/chat/parts/a.ts', ''])).toEqual([
      'src/README.md',
      'src/main/README.md',
      'src/main/services/README.md',
      'src/main/services/chat/README.md',
    ]);
    expect(check(['src/shared/text/en/a.ts', '']).at(-1)).toBe('src/shared/text/README.md');
    expect(check(['lab/xmpp/deep/a.ts', ''])).toEqual(['lab/README.md', 'lab/xmpp/README.md']);
  });

  it('pass when they are there and say something', () => {
    expect(check(['lab/a.ts', ''], ['lab/README.md', readme])).toEqual([]);
    expect(check(['lab/a.ts', ''], ['lab/README.md', '# Lab\n'])).toEqual(['lab/README.md']);
  });
});
