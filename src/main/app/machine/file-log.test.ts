import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
});
