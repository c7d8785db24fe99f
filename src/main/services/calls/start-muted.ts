import type { Call } from '../../../shared/domain/call.ts';
import type { Handlers } from '../../ports/handlers.port.ts';

const NO_CALLER = { signal: new AbortController().signal };

/** Mutes each call as it begins, where the administrator wants that (`MuteAudioByDefault`); once a call. */
export function createStartMuted(ports: {
  readonly calls: Pick<Handlers, 'calls/set-mute'>;
  readonly isWanted: () => boolean;
}) {
  const begun = new Set<string>();
  return {
    /** A call as it is now; nothing: it is gone. */
    callChanged(id: string, call: Call | undefined): void {
      if (!call || call.state === 'ended') return void begun.delete(id);
      if (call.state !== 'connected' || begun.has(id)) return;
      begun.add(id);
      if (ports.isWanted() && !call.isMuted && call.phone === undefined)
        void ports.calls['calls/set-mute']({ callId: call.id, isMuted: true }, NO_CALLER);
    },
  };
}
