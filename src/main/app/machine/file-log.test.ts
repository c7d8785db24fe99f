import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileLog } from './file-log.ts';

const secret = 'Tr0ub4dor-and-3';

describe('the log on disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parlance-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = async (fields: Record<string, string>): Promise<string> => {
    const sink = createFileLog(folder, { debug: false });
    sink.log.info('heard', fields);
    await sink.close();
    return readFileSync(join(folder, 'parlance.log'), 'utf8');
  };

  it.each([
    ['JSON', `{"password":"${secret}","user":"x"}`],
    ['a form', `password="${secret}"`],
    ['a digest', `Digest username="alice", response="${secret}"`],
    ['a stanza', `<body>she said "${secret}"</body>`],
  ])('S5: no secret of %s that a field quotes', async (_, text) => {
    expect(await written({ detail: text })).not.toContain(secret);
  });

  it('S5: no field that is a secret by its name', async () => {
    expect(await written({ password: secret })).not.toContain(secret);
  });

  it('is one JSON object a line', async () => {
    expect(JSON.parse(await written({ host: 'chat.example.test' }))).toMatchObject({
      level: 'info',
      event: 'heard',
      host: 'chat.example.test',
    });
  });

  it('S5: is bounded while it runs: full files step back, the oldest goes', async () => {
    const sink = createFileLog(folder, { debug: false, fileBytes: 2_000 });
    sink.record.keepLogs({ files: 3, isWritten: true });
    for (let n = 0; n < 200; n += 1) sink.log.info('heard', { n });
    const read = await sink.record.logs();
    await sink.close();
    expect(readdirSync(folder).toSorted()).toEqual(['parlance.1.log', 'parlance.2.log', 'parlance.log']);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2_000);
    expect(read.map(({ name }) => name)).toEqual(['parlance.log', 'parlance.1.log', 'parlance.2.log']);
    expect(read[0]?.text.trimEnd().endsWith('"n":199}')).toBe(true);
    const lines = read.toReversed().flatMap(({ text }) => text.trim().split('\n'));
    const numbers = lines.map((line) => (JSON.parse(line) as { n: number }).n);
    expect(numbers).toEqual(Array.from(numbers, (_, n) => 200 - numbers.length + n));
  });

  it('S5: fewer files as policy says, and none where it forbids them', async () => {
    const sink = createFileLog(folder, { debug: false, fileBytes: 500 });
    for (let n = 0; n < 100; n += 1) sink.log.info('heard', { n });
    sink.record.keepLogs({ files: 1, isWritten: false });
    sink.log.info('unheard');
    await sink.close();
    expect(readdirSync(folder)).toEqual(['parlance.log']);
    expect(readFileSync(join(folder, 'parlance.log'), 'utf8')).not.toContain('unheard');
  });
});
