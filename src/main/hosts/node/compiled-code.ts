import { constants, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { makeFolders } from './folders.ts';

/**
 * Keeps the app's compiled code from start to start: without it each start compiles again what its sign-in runs. In the
 * person's own folder: Node's usual place, the system's temporary folder, is open to everybody. False: done without.
 */
export function keepCompiledCode(profile: string | undefined): boolean {
  try {
    const { status } = enableCompileCache(join(makeFolders(profile).local, 'compiled-code'));
    return status === constants.compileCacheStatus.ENABLED;
  } catch {
    // No such folder can be made: whoever needs it for more says so.
    return false;
  }
}
