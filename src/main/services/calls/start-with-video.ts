import type { Call } from '../../../shared/domain/call.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Handlers } from '../../ports/handlers.port.ts';

export interface StartWithVideoPorts {
  readonly calls: Pick<Handlers, 'calls/set-video'>;
  readonly settings: { current(): Settings };
}

const NO_CALLER = { signal: new AbortController().signal };

/**
 * Turns the camera on with a call that begins, once: with each where the person wants that (StartCallWithVideo), else with
 * those that were asked for as video calls.
 */
export function createStartWithVideo({ calls, settings }: StartWithVideoPorts) {
  const begun = new Set<string>();
  const wanted = new Set<string>();
  const forget = (id: string): void => {
    begun.delete(id);
    wanted.delete(id);
  };
  return {
    /** Dials, and remembers whether pictures were asked for with it. */
    dial(dial: Handlers['calls/dial']): Handlers['calls/dial'] {
      return async (argument, context) => {
        const placed = await dial(argument, context);
        if (placed.ok && argument.isVideo) wanted.add(placed.value.callId);
        return placed;
      };
    },
    /** A call as it is now; nothing: it is gone. */
    callChanged(id: string, call: Call | undefined): void {
      if (!call || call.state === 'ended') return forget(id);
      if (call.state !== 'connected' || begun.has(id)) return;
      begun.add(id);
      // The other side's slow no is shown by the call itself; a call without pictures is still a call.
      const isWanted = wanted.has(id) || settings.current().startWithVideo;
      if (isWanted && call.can.includes('video') && !call.video?.source)
        void calls['calls/set-video']({ callId: call.id, source: 'camera' }, NO_CALLER);
    },
  };
}
