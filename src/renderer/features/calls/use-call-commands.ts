import { useCallback, useMemo, useState } from 'react';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

export interface CallCommands {
  /** Main puts the call one is in on hold first. */
  answer(id: CallId): void;
  decline(id: CallId): void;
  hangUp(id: CallId): void;
  hold(id: CallId): void;
  resume(id: CallId): void;
  setMute(id: CallId, isMuted: boolean): void;
  sendTones(id: CallId, digits: string): void;
  dial(target: string): void;
}

/** What can be done with calls, and why the last thing could not. */
export function useCallCommands(): {
  readonly commands: CallCommands;
  readonly failure: Failure | undefined;
} {
  const { call } = useBridge();
  const [failure, setFailure] = useState<Failure>();
  const watch = useCallback((running: Promise<Result<unknown>>) => {
    void running.then((result) => setFailure(result.ok ? undefined : result.error));
  }, []);
  const commands = useMemo<CallCommands>(
    () => ({
      answer: (callId) => watch(call('calls/answer', { callId })),
      decline: (callId) => watch(call('calls/decline', { callId })),
      hangUp: (callId) => watch(call('calls/hang-up', { callId })),
      hold: (callId) => watch(call('calls/hold', { callId })),
      resume: (callId) => watch(call('calls/resume', { callId })),
      setMute: (callId, isMuted) => watch(call('calls/set-mute', { callId, isMuted })),
      sendTones: (callId, digits) => watch(call('calls/send-dtmf', { callId, digits })),
      dial: (target) => watch(call('calls/dial', { target })),
    }),
    [call, watch],
  );
  return { commands, failure };
}
