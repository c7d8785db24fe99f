import { failure, type Failure } from '../../shared/errors/result.ts';
import { isDamage, sqliteCode } from './database/engine.ts';

/** What an exception of the engine means to the app. Details name the engine's code, never a statement's values. */
export function toFailure(error: unknown): Failure {
  const code = sqliteCode(error);
  if (isDamage(error)) return failure('storage.corrupt', undefined, code);
  const isOurs = code === undefined || /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|MISUSE|RANGE)/.test(code);
  if (isOurs)
    return failure('app.fault', undefined, code ?? (error instanceof Error ? error.message : 'unknown'));
  // Full, read-only, locked, unreadable: the machine's doing.
  return failure('storage.unavailable', undefined, code);
}
