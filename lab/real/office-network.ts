import type { Cut, Endpoint, Relay } from './relay.ts';
import { startTcpRelay, type TcpRelay } from './tcp-relay.ts';
import { startUdpRelay, type UdpRelay } from './udp-relay.ts';

/** The network between a client and the whole office: every server is behind a relay of it. */
export interface OfficeNetwork {
  readonly relays: readonly Relay[];
  /** All servers at once. One alone is cut at its own relay. */
  cut(how: Cut): Promise<void>;
  restore(): Promise<void>;
  /** Milliseconds each direction takes from now on. */
  delay(ms: number): void;
  tcp(front: Endpoint, target: Endpoint): Promise<TcpRelay>;
  udp(front: Endpoint, target: Endpoint): Promise<UdpRelay>;
  close(): Promise<void>;
}

export function createOfficeNetwork(delayMs: number): OfficeNetwork {
  const relays: Relay[] = [];
  const add = <R extends Relay>(relay: R): R => {
    relays.push(relay);
    return relay;
  };
  const all = async (act: (relay: Relay) => Promise<void>): Promise<void> =>
    void (await Promise.all(relays.map(act)));
  return {
    relays,
    cut: (how) => all((relay) => relay.cut(how)),
    restore: () => all((relay) => relay.restore()),
    delay: (ms) => relays.forEach((relay) => relay.delay(ms)),
    tcp: async (front, target) =>
      add(await startTcpRelay({ address: front.address, port: front.port, target, delayMs })),
    udp: async (front, target) =>
      add(await startUdpRelay({ address: front.address, port: front.port, target, delayMs })),
    close: () => all((relay) => relay.close()),
  };
}
