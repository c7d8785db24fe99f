import { networkInterfaces } from 'node:os';
import type { Clock } from '../../ports/clock.port.ts';
import type { NetworkWatch } from '../../ports/network.port.ts';

/** How often addresses are compared, and how late a tick must come to mean that the machine slept. */
const INTERVAL_MS = 2000;
const SLEEP_MS = 10_000;

/**
 * Watches the machine's addresses by looking at them: there is no event for it in Node. A tick that comes much too late
 * means that the machine slept. Loopback does not count as a network, unless it is all there ever was (a test machine).
 */
export function createNetworkPoll(clock: Clock): NetworkWatch & { stop(): void } {
  const listeners = new Set<Parameters<NetworkWatch['onChange']>[0]>();
  const emit = (change: Parameters<Parameters<NetworkWatch['onChange']>[0]>[0]) => {
    for (const listener of listeners) listener(change);
  };
  let addresses = currentAddresses();
  const neverHadOne = addresses === '';
  let lastTick = clock.now();
  let isStopped = false;

  const tick = () => {
    if (isStopped) return;
    const now = clock.now();
    if (now - lastTick > INTERVAL_MS + SLEEP_MS) emit('resumed');
    lastTick = now;
    const found = currentAddresses();
    if (found !== addresses) {
      const before = addresses;
      addresses = found;
      emit(found === '' ? 'offline' : before === '' ? 'online' : 'changed');
    }
    clock.after(INTERVAL_MS, tick);
  };
  clock.after(INTERVAL_MS, tick);

  return {
    isOnline: () => addresses !== '' || neverHadOne,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      isStopped = true;
    },
  };
}

function currentAddresses(): string {
  return Object.entries(networkInterfaces())
    .flatMap(([name, list]) =>
      (list ?? [])
        .filter((a) => !a.internal && !a.address.startsWith('fe80'))
        .map((a) => `${name}=${a.address}`),
    )
    .sort()
    .join(',');
}
