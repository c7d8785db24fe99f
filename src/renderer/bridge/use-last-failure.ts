import { useCallback, useState } from 'react';
import type { Failure, Result } from '../../shared/errors/result.ts';

export interface LastFailure {
  /** Why the last thing asked for could not be done; absent when it could. */
  readonly failure: Failure | undefined;
  /** Follows a command that the person gave; tells whether it was done. */
  readonly watch: (running: Promise<Result<unknown>>) => Promise<boolean>;
  readonly dismiss: () => void;
  /** Of something that is followed elsewhere. */
  readonly fail: (failure: Failure) => void;
}

/** For commands whose answer is nothing but whether they worked: nobody presses a button and learns nothing. */
export function useLastFailure(): LastFailure {
  const [failure, setFailure] = useState<Failure>();
  const watch = useCallback(async (running: Promise<Result<unknown>>) => {
    const result = await running;
    setFailure(result.ok ? undefined : result.error);
    return result.ok;
  }, []);
  const dismiss = useCallback(() => setFailure(undefined), []);
  return { failure, watch, dismiss, fail: setFailure };
}
