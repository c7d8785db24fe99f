import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { createWords } from '../words.ts';
import { startTrouble } from './start-trouble.ts';

const words = createWords();

describe('trouble at the start', () => {
  it('S2 Q3: a folder that cannot be made is named', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    let thrown: unknown;
    try {
      mkdirSync(join(file, 'local'), { recursive: true });
    } catch (error) {
      thrown = error;
    }
    expect(startTrouble(thrown, words)).toBe(
      `Parlance cannot write to ${join(file, 'local')}. It may be read-only, or belong to somebody else.`,
    );
  });

  it.each([
    [Object.assign(new Error('write'), { code: 'ENOSPC' }), /disk is full/],
    [new Error('storage.unavailable'), /disk is full/],
    [Object.assign(new Error('chmod'), { code: 'EROFS', path: '/p' }), /cannot write to \/p/],
  ])('S2: %s', (error, says) => {
    expect(startTrouble(error, words)).toMatch(says);
  });

  it('S2: a fault of ours is none of these', () => {
    expect(startTrouble(new TypeError('x is not a function'), words)).toBeUndefined();
    expect(startTrouble(undefined, words)).toBeUndefined();
  });
});
