import type { RealLab } from '../../lab/real/office.ts';
import type { Relay } from '../../lab/real/relay.ts';
import type { Fault } from './fault-plan.ts';

/** The two phone servers of an office with a CallManager group, each behind its relays (A9). */
export function phoneFaults(office: RealLab): readonly Fault[] {
  const { sip, sipB } = office.relays;
  if (!sipB) throw new Error('this office has one phone server only');
  const nodes = { 'ucm-b': [sip.udp, sip.tcp, sip.tls], 'ucm-c': [sipB.udp, sipB.tcp] } as const;
  type Node = keyof typeof nodes;
  const tcp = { 'ucm-b': sip.tcp, 'ucm-c': sipB.tcp } as const;
  const other = (node: Node): Node => (node === 'ucm-b' ? 'ucm-c' : 'ucm-b');
  const active = (): Node => (sipB.tcp.open > 0 ? 'ucm-c' : 'ucm-b');

  /** The node that serves, which the other one stands in for; or the one that doesn't, which nobody should notice. */
  const node = (isActive: boolean, how: Fault['how']): Fault => {
    let struck: Node = 'ucm-b';
    return {
      get server() {
        return struck;
      },
      how,
      // A far end whose answer nobody acknowledges for 32 s ends the call, as it must (RFC 3261 section 13.3.1.4).
      settleMs: 4_000,
      async strike() {
        struck = isActive ? active() : other(active());
        await Promise.all(nodes[struck].map((relay) => cut(relay, how)));
      },
      async restore() {
        await Promise.all(nodes[struck].map((relay) => relay.restore()));
      },
      ...(isActive && { hasMoved: () => tcp[other(struck)].open > 0 }),
    };
  };
  return [node(true, 'kill'), node(true, 'hang'), node(false, 'kill')];
}

const cut = (relay: Relay, how: Fault['how']): Promise<void> =>
  relay.cut(how === 'kill' ? 'refused' : 'silent');
