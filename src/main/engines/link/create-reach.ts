import type { Reach } from '../../ports/reach.port.ts';
import type { Dialer } from './dialer.ts';

/** Long enough for a far office, short enough for a person who waits. */
const TIMEOUT_MS = 3_000;

export function createReach(dialer: Dialer): Reach {
  return {
    async accepts({ host, port }, { signal, span }) {
      const connected = await dialer.connect({
        host,
        port,
        service: 'probe',
        timeoutMs: TIMEOUT_MS,
        signal,
        span,
      });
      if (connected.ok) connected.value.destroy();
      return connected.ok;
    },
  };
}
