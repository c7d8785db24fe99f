import { createBridge } from './bridge/bridge.ts';
import { openWire } from './bridge/wire.ts';
import { connectCallTones } from './features/calls/call-tones.ts';
import { connectSound } from './media/connect-sound.ts';

/**
 * The page that holds the sound of calls: shown nowhere, without a framework so that it is there at once, and never loaded
 * anew. Windows come, reload and die beside it. When its wire goes down the app is gone, or has another such page.
 */
const wire = await openWire();
const bridge = wire && (await createBridge(wire, ['calls', 'media', 'self', 'settings']));
if (bridge) {
  const stops = [connectSound(bridge), connectCallTones(bridge)];
  bridge.onLost(() => {
    for (const stop of stops) stop();
    window.close();
  });
  window.addEventListener('error', ({ error, message }) => {
    const { name = 'Error', stack = '' } = error instanceof Error ? error : {};
    void bridge.call('app/report-fault', {
      name: name.slice(0, 100),
      message: message.slice(0, 500),
      stack: stack.slice(0, 4000),
    });
  });
}
