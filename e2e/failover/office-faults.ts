import type { Relay } from '../../lab/real/relay.ts';
import type { RealLab } from '../../lab/real/office.ts';
import type { Fault } from './fault-plan.ts';

/** The servers of a Cisco office with a presence pair, each behind its relays, but for the phone's. */
export function officeFaults(office: RealLab): readonly Fault[] {
  const { cisco, relays } = office;
  const front = relays.cisco;
  if (!cisco || !front?.impB || !relays.xmppB) throw new Error('this office has no presence pair');
  const soap = { 'imp-a': front.imp, 'imp-b': front.impB };
  const chat = { 'imp-a': relays.xmpp, 'imp-b': relays.xmppB };
  type Node = keyof typeof soap;
  const other = (node: Node): Node => (node === 'imp-a' ? 'imp-b' : 'imp-a');
  const active = (): Node => (chat['imp-b'].open > 0 ? 'imp-b' : 'imp-a');

  /** A whole node. The cluster moves its users to the other one, which SOAP tells from then on. */
  const node = (isActive: boolean, how: Fault['how']): Fault => {
    let struck: Node = 'imp-a';
    return {
      get server() {
        return struck;
      },
      how,
      async strike() {
        struck = isActive ? active() : other(active());
        cisco.setPresencePrimary(other(struck));
        await cut([soap[struck], chat[struck]], how);
      },
      restore: () => restore([soap[struck], chat[struck]]),
      ...(isActive && { hasMoved: () => chat[other(struck)].open > 0 }),
    };
  };
  const plain = (server: string, struck: readonly Relay[], how: Fault['how']): Fault => ({
    server,
    how,
    strike: () => cut(struck, how),
    restore: () => restore(struck),
  });
  return [
    node(true, 'kill'),
    node(true, 'hang'),
    node(false, 'kill'),
    node(false, 'hang'),
    plain('soap', [soap['imp-a'], soap['imp-b']], 'kill'),
    plain('uds', [front.home], 'kill'),
    plain('uds', [front.home], 'hang'),
    plain('uds-first', [front.first], 'kill'),
    plain('tftp', [front.tftp], 'hang'),
  ];
}

async function cut(relays: readonly Relay[], how: Fault['how']): Promise<void> {
  await Promise.all(relays.map((relay) => relay.cut(how === 'kill' ? 'refused' : 'silent')));
}

async function restore(relays: readonly Relay[]): Promise<void> {
  await Promise.all(relays.map((relay) => relay.restore()));
}
