import type { Call } from '../../../shared/domain/call.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Handlers } from '../../ports/handlers.port.ts';

export interface StartWithVideoPorts {
  readonly calls: Pick<Handlers, 'calls/set-video'>;
  readonly settings: { current(): Settings };
}

const NO_CALLER = { signal: new AbortController().signal };

/** Turns the camera on with each call that begins, where the person wants that (StartCallWithVideo); once a call. */
export function createStartWithVideo({ calls, settings }: StartWithVideoPorts) {
  const begun = new Set<string>();
  return {
    /** A call as it is now; nothing: it is gone. */
    callChanged(id: string, call: Call | undefined): void {
      if (!call || call.state === 'ended') return void begun.delete(id);
      if (call.state !== 'connected' || begun.has(id)) return;
      begun.add(id);
      // The other side's slow no is shown by the call itself; a call without pictures is still a call.
      if (settings.current().startWithVideo && call.can.includes('video') && !call.video?.source)
        void calls['calls/set-video']({ callId: call.id, source: 'camera' }, NO_CALLER);
    },
  };
}
