import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadDatabaseKey } from '../../src/main/app/database-key.ts';
import { makeFolders } from '../../src/main/hosts/node/folders.ts';
import { createKeyFileSecrets } from '../../src/main/hosts/node/key-file-secrets.ts';
import { identityFile } from '../../src/main/storage/database/identity-file.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import type { BenchRun } from '../part.ts';
import { makeHistory } from './made-up-history.ts';
import { openProduct } from './subjects.ts';

/** Whose history it is: the lab's Alice. */
export const OWNER = 'alice@example.test';
/** Messages a transaction: a page of an archive. */
export const BATCH = 250;

/** A store with a long history, closed; made once a run, by whoever needs it first. */
export interface LongHistory {
  readonly file: string;
  readonly key: Uint8Array;
  readonly count: number;
}

const historyLength = ({ isQuick }: BenchRun): number => (isQuick ? 100_000 : 1_000_000);

const made = new WeakMap<BenchRun, LongHistory>();

/** Where it is to be made, with a new key. */
export function placeForHistory(bench: BenchRun): LongHistory {
  const folder = join(bench.folder, 'search');
  mkdirSync(folder, { mode: 0o700, recursive: true });
  return { file: identityFile(folder, OWNER), key: randomBytes(32), count: historyLength(bench) };
}

export const noteHistory = (bench: BenchRun, history: LongHistory): void => void made.set(bench, history);

/** The history of this run. */
export function longHistory(bench: BenchRun): LongHistory {
  const known = made.get(bench);
  if (known) return known;
  const history = placeForHistory(bench);
  const subject = openProduct(history.file, history.key);
  let batch = [];
  for (const message of makeHistory(history.count)) {
    batch.push(message);
    if (batch.length < BATCH) continue;
    subject.save(batch);
    batch = [];
  }
  subject.close();
  noteHistory(bench, history);
  return history;
}

/** Puts it into a profile that is not in use, as that of Alice; what the profile held of her is gone. */
export async function giveHistory(history: LongHistory, profile: string): Promise<void> {
  const { local, roaming } = makeFolders(profile);
  const secrets = createKeyFileSecrets(join(roaming, 'secret.key'));
  unwrap(await loadDatabaseKey(withKey(secrets, history.key), roaming));
  const target = identityFile(local, OWNER);
  copyFileSync(history.file, target);
  copyFileSync(`${history.file}.check`, `${target}.check`);
}

/** Seals this key in place of the random one that a new profile gets. */
function withKey(
  secrets: ReturnType<typeof createKeyFileSecrets>,
  key: Uint8Array,
): ReturnType<typeof createKeyFileSecrets> {
  return { ...secrets, seal: () => secrets.seal(key) };
}
