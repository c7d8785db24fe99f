import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** A calendar file of the person's. Errors: calendar.not-found (nothing readable by that whole path), http.too-large. */
export async function readCalendarFile(path: string): Promise<Result<string>> {
  const host = path;
  if (!isAbsolute(path)) return fail('calendar.not-found', { host });
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return fail('calendar.not-found', { host });
  try {
    const { size } = await file.stat();
    if (size > MAX_BYTES) return fail('http.too-large', { host });
    return ok(await file.readFile('utf8'));
  } catch {
    return fail('calendar.not-found', { host });
  } finally {
    await file.close();
  }
}
