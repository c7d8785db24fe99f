import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { createFileShelves } from './file-shelf.ts';

function setUp(platform: NodeJS.Platform = 'linux') {
  const folder = temporaryFolder();
  const downloads = join(folder, 'downloads');
  const shelves = createFileShelves({ folder: join(folder, 'shelf'), downloads, platform });
  const shelf = shelves('alice@example.test');
  const put = async (id: string, text: string, at = 0) => {
    const writer = unwrap(await shelf.write(id, at));
    await writer.write(Buffer.from(text));
    await writer.close();
  };
  const textOf = async (id: string, from = 0) => {
    let text = '';
    for await (const chunk of shelf.read(id, from)) text += Buffer.from(chunk).toString();
    return text;
  };
  return { folder, downloads, shelves, shelf, put, textOf };
}

describe('M10: the shelf', () => {
  it('M10: goes on where it was, and forgets what was beyond', async () => {
    const { shelf, put, textOf } = setUp();
    await put('one', 'hello world');
    await put('one', ' you', 5);
    expect(await textOf('one')).toBe('hello you');
    expect(await textOf('one', 6)).toBe('you');
    expect(await shelf.size('one')).toBe(9);
    expect((await shelf.write('one', 20)).ok).toBe(false);
    await shelf.discard('one');
    expect(await shelf.size('one')).toBe(0);
  });

  it('M10: nothing is overwritten, not even by two at a time', async () => {
    const { downloads, shelf, put } = setUp();
    mkdirSync(downloads);
    writeFileSync(join(downloads, 'plan.txt'), 'mine');
    for (const id of ['a', 'b', 'c']) await put(id, id);
    const kept = await Promise.all(['a', 'b', 'c'].map((id) => shelf.keep(id, 'plan.txt')));
    expect(new Set(kept.map((each) => unwrap(each).name))).toEqual(
      new Set(['plan (2).txt', 'plan (3).txt', 'plan (4).txt']),
    );
    expect(readFileSync(join(downloads, 'plan.txt'), 'utf8')).toBe('mine');
    expect(await shelf.ids()).toEqual([]);
  });

  it('M10: a name from elsewhere stays in the folder', async () => {
    const { folder, downloads, shelf, put } = setUp();
    await put('a', 'x');
    const kept = unwrap(await shelf.keep('a', '../../../etc/cron.d/evil\u202Etxt.exe'));
    expect(kept.path).toBe(join(downloads, kept.name));
    expect(readdirSync(downloads)).toEqual(['_.._.._etc_cron.d_eviltxt.exe']);
    expect(existsSync(join(folder, 'etc'))).toBe(false);
    await expect(shelf.write('../evil', 0)).resolves.toMatchObject({ ok: false });
  });

  it('M10: Windows is told that it came from elsewhere', async () => {
    const { downloads, shelf, put } = setUp('win32');
    await put('a', 'x');
    const kept = unwrap(await shelf.keep('a', 'setup.msi'));
    // On a disk with streams this is one of the file; here it is a file beside it.
    expect(readFileSync(join(downloads, `${kept.name}:Zone.Identifier`), 'utf8')).toContain('ZoneId=3');
  });

  it('M10: pictures are known by what is in them', async () => {
    const { shelf, put } = setUp();
    const writer = unwrap(await shelf.write('p', 0));
    await writer.write(Buffer.from('89504e470d0a1a0a0000', 'hex'));
    await writer.close();
    await put('html', '<svg onload=alert(1)>');
    expect(await shelf.pictureType({ id: 'p' })).toBe('image/png');
    expect(await shelf.pictureType({ id: 'html' })).toBeUndefined();
    expect(await shelf.pictureType({ id: 'nothing' })).toBeUndefined();
  });

  it('A11: each identity has its own, and nothing stays when it is forgotten', async () => {
    const { shelves, shelf, put } = setUp();
    await put('a', 'x');
    const bobs = shelves('bob@example.test');
    expect(await bobs.size('a')).toBe(0);
    await bobs.clear();
    expect(await shelf.size('a')).toBe(1);
    await shelf.clear();
    expect(await shelf.ids()).toEqual([]);
  });
});
