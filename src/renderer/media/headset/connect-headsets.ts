import type { Call } from '../../../shared/domain/call.ts';
import { mayDisturb } from '../../../shared/domain/interruption.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { soleKey } from '../../bridge/entity-store.ts';
import { createHeadsetDesk, type HeadsetDesk } from './headset-desk.ts';
import { webHid } from './web-hid.ts';

/** The desk of this window: deeds become commands, and who may not disturb does not ring on a headset either. */
export function headsetDeskOf(bridge: Bridge): HeadsetDesk {
  return createHeadsetDesk({
    hid: webHid(),
    run(deed) {
      const { callId } = deed;
      if (deed.kind === 'mute') void bridge.call('calls/set-mute', { callId, isMuted: deed.isMuted });
      else void bridge.call(`calls/${deed.kind}`, { callId });
    },
    lost: (name) => void bridge.call('headset/lost', { name: name.slice(0, 200) }),
    now: () => performance.now(),
  });
}

/** Keeps the desk told of the calls. Returns the function that ends it. */
export function connectHeadsets({ store }: Bridge, desk: HeadsetDesk): () => void {
  const mayRing = (call: Call) =>
    call.state !== 'ringing-in' || mayDisturb(store.get('self', soleKey), call.peer.address);
  const tell = () => desk.calls([...store.all('calls').values()].filter(mayRing));
  const end = desk.begin();
  tell();
  const stops = [store.subscribe('calls', undefined, tell), store.subscribe('self', soleKey, tell)];
  return () => {
    for (const stop of stops) stop();
    desk.calls([]);
    end();
  };
}
