import { useCallback, useMemo, useState } from 'react';
import type { PictureSource } from '../../../shared/domain/call.ts';
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
  /** What we show of ourselves; nothing without a source. */
  showPicture(id: CallId, source?: PictureSource): void;
  /** The chosen screen, beside the camera where the other side takes both. */
  share(id: CallId, isOn: boolean): void;
  sendTones(id: CallId, digits: string): void;
  dial(target: string, line?: string): void;
  transfer(id: CallId, to: { readonly target: string } | { readonly callId: CallId }): void;
  /** Holds the call and calls somebody about it. */
  consult(id: CallId, target: string): void;
  answerTransfer(id: CallId, isAccepted: boolean): void;
  merge(ids: readonly CallId[]): void;
  split(id: CallId): void;
  press(id: CallId, key: 'park' | 'divert' | 'mobile' | 'record-start' | 'record-stop'): void;
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
      showPicture: (callId, source) => watch(call('calls/set-video', { callId, ...(source && { source }) })),
      share: (callId, isOn) => watch(call('calls/share', { callId, isOn })),
      sendTones: (callId, digits) => watch(call('calls/send-dtmf', { callId, digits })),
      dial: (target, line) => watch(call('calls/dial', { target, ...(line !== undefined && { line }) })),
      transfer: (callId, to) => watch(call('calls/transfer', { callId, to })),
      consult: (callId, target) => watch(call('calls/consult', { callId, target })),
      answerTransfer: (callId, isAccepted) => watch(call('calls/answer-transfer', { callId, isAccepted })),
      merge: (callIds) => watch(call('calls/merge', { callIds: [...callIds] })),
      press: (callId, key) => watch(call('calls/press', { callId, key })),
      split: (callId) => watch(call('calls/split', { callId })),
    }),
    [call, watch],
  );
  return { commands, failure };
}
