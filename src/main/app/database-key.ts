import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../shared/errors/result.ts';
import type { Secrets } from '../ports/secrets.port.ts';

const KEY_BYTES = 32;

export interface DatabaseKey {
  readonly key: Uint8Array;
  /** The stored key could not be opened and was set aside: what it protected is set aside too. */
  readonly isReplaced: boolean;
}

/** The databases' key, sealed by the machine, in `<folder>/database.key`; made on the first start. */
export async function loadDatabaseKey(secrets: Secrets, folder: string): Promise<Result<DatabaseKey>> {
  const path = join(folder, 'database.key');
  const sealed = await readFile(path).catch(() => undefined);
  if (sealed) {
    const opened = await secrets.open(sealed);
    if (opened.ok && opened.value.plain.length === KEY_BYTES) {
      if (opened.value.reseal) await store(secrets, path, opened.value.plain);
      return ok({ key: opened.value.plain, isReplaced: false });
    }
    await rename(path, `${path}.unreadable-${Date.now()}`);
  }
  const key = new Uint8Array(randomBytes(KEY_BYTES));
  const stored = await store(secrets, path, key);
  return stored.ok ? ok({ key, isReplaced: sealed !== undefined }) : stored;
}

async function store(secrets: Secrets, path: string, key: Uint8Array): Promise<Result<void>> {
  const sealed = await secrets.seal(key);
  if (!sealed.ok) return sealed;
  // Written beside and renamed: a crash leaves the old key or the new one, never half of one.
  await writeFile(`${path}.new`, sealed.value, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return ok();
}
