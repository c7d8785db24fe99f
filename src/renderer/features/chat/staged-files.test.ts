import { describe, expect, it, vi } from 'vitest';
import type { FileOptions } from '../../../shared/domain/file.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { foldersOf } from './dropped-folders.ts';
import { createStagedFiles, stagingProblem } from './staged-files.ts';

const bob = 'bob@example.test' as ConversationId;
const carol = 'carol@example.test' as ConversationId;
const file = (name: string, type = 'text/plain') => new File(['four'], name, { type });
const names = (staged: readonly { readonly name: string }[]) => staged.map(({ name }) => name);

describe('what is staged', () => {
  it('M10: a list that the browser empties after its event loses no file', () => {
    const files = createStagedFiles();
    const live = [file('a.txt'), file('b.txt')];
    files.add(bob, live);
    live.length = 0;
    expect(names(files.of(bob))).toEqual(['a.txt', 'b.txt']);
  });

  it('M10: each conversation keeps its own, whoever is shown meanwhile', () => {
    const files = createStagedFiles();
    const wake = vi.fn<() => void>();
    const stop = files.subscribe(wake);
    files.add(bob, [file('a.txt')]);
    files.add(
      carol,
      Array.from({ length: 30 }, (_, index) => file(`${index}`)),
    );
    expect(wake).toHaveBeenCalledTimes(2);
    stop();
    files.add(carol, []);
    expect([files.of(bob).length, files.of(carol).length]).toEqual([1, 30]);
    expect(files.of(bob)).toBe(files.of(bob));
  });

  it('M10: what could not be handed over stands there again', () => {
    const files = createStagedFiles();
    files.add(bob, [file('a.txt'), file('b.png', 'image/png')]);
    const [, picture] = files.of(bob);
    const [taken] = files.take(bob, new Set([picture?.id as MessageId]));
    expect(names(files.of(bob))).toEqual(['a.txt']);
    if (taken) files.giveBack(bob, taken);
    expect(names(files.of(bob))).toEqual(['b.png', 'a.txt']);
    expect(files.of(bob)[0]).toMatchObject({ id: picture?.id, picture: expect.stringMatching(/^blob:/) });
    files.clear();
    expect(files.of(bob)).toEqual([]);
  });

  it('M10: what stands against a file is what is known when it is shown', () => {
    const one = { name: 'a.exe', file: file('a.exe'), isFolder: false };
    const options: FileOptions = {
      isEnabled: true,
      canCapture: true,
      canUpload: true,
      canHandOver: true,
      maxBytes: 2,
      forbidden: [],
    };
    expect(stagingProblem(one, undefined, false)).toBeUndefined();
    expect(stagingProblem(one, { ...options, isEnabled: false }, false)).toEqual({ code: 'files.off' });
    expect(stagingProblem(one, { ...options, forbidden: ['.exe'] }, false)?.code).toBe(
      'files.forbidden-type',
    );
    expect(stagingProblem(one, options, true)).toEqual({ code: 'files.too-large' });
    expect(stagingProblem(one, options, false)).toBeUndefined();
    const empty = { ...one, file: new File([], 'empty.txt') };
    expect(stagingProblem(empty, options, true)).toEqual({ code: 'files.empty' });
    expect(stagingProblem(empty, options, false)).toBeUndefined();
    expect(stagingProblem({ ...one, isFolder: true }, undefined, false)).toEqual({ code: 'files.folder' });
  });

  it('M10: a folder that was dropped is said to be one, and the files beside it go', () => {
    const entry = (name: string, isDirectory: boolean) => ({
      kind: 'file',
      webkitGetAsEntry: () => ({ name, isDirectory }),
    });
    const words = { kind: 'string', webkitGetAsEntry: () => null };
    const files = createStagedFiles();
    files.add(
      bob,
      [file('a.txt'), file('holiday', '')],
      foldersOf([entry('a.txt', false), entry('holiday', true), words]),
    );
    expect(files.of(bob).map(({ isFolder }) => isFolder)).toEqual([false, true]);
  });
});
