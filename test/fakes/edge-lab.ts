import { onTestFinished } from 'vitest';
import { type CiscoLab } from '../../lab/cisco/cisco-lab.ts';
import { startExpressway } from '../../lab/cisco/expressway.ts';
import type { Expressway, ExpresswayInside, ExpresswayOptions } from '../../lab/cisco/expressway-model.ts';
import type { LabCa } from '../../lab/pki/lab-ca.ts';

/** Loopback addresses that no other test has, with luck; the field's ports are used on them. */
export const ownNet = (): string =>
  `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;

/** What an edge knows of the emulated cluster behind it. */
export function insideOf(lab: CiscoLab): ExpresswayInside {
  const { nodes } = lab;
  const all = Object.values(nodes);
  return {
    addressOf: (name) => all.find(({ fqdn }) => fqdn === name)?.host,
    uds: [{ name: nodes['ucm-b'].fqdn, port: nodes['ucm-b'].port }],
    tftp: [nodes.tftp.fqdn],
    presence: [nodes['imp-a'].fqdn],
  };
}

/** An edge in front of the cluster, until the test ends. */
export async function edgeBefore(
  lab: CiscoLab,
  ca: LabCa,
  options: Partial<ExpresswayOptions> = {},
): Promise<Expressway> {
  const edge = await startExpressway({
    ...{ domain: lab.domain, ca, accounts: lab.accounts, inside: insideOf(lab) },
    ...{ host: `${ownNet()}.1`, ...options },
  });
  onTestFinished(() => edge.stop());
  return edge;
}
