import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly isQuick: boolean;
  readonly withPeers: boolean;
  readonly withLong: boolean;
  /** Names of parts; empty means all. */
  readonly only: readonly string[];
}

/** Parts that belong together. */
const groups: Readonly<Record<string, readonly string[]>> = {
  messaging: ['burst', 'catch-up', 'presence', 'rooms', 'search', 'typing'],
  calls: ['call', 'voice', 'gateway', 'call-cost', 'loss'],
};

/** What `--peers` adds to them; other parts measure their peers themselves. */
const peersOf: Readonly<Record<string, readonly string[]>> = { messaging: ['peers'] };

export const usage = 'npm run bench -- [--quick] [--peers] [--long] [NAME …]';

/** Reads the command line; a string is what's wrong with it. */
export function parseOptions(argv: readonly string[], known: readonly string[]): BenchOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        peers: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
      },
    });
    const named = [...values.only, ...positionals].flatMap((names) => names.split(','));
    const ofGroup = (name: string) => [
      ...(groups[name] ?? []),
      ...(values.peers ? (peersOf[name] ?? []) : []),
    ];
    const only = named.flatMap((name) => (Object.hasOwn(groups, name) ? ofGroup(name) : [name]));
    const unknown = only.find((name) => !known.includes(name));
    if (unknown !== undefined) return `There is no part "${unknown}"; there are ${known.join(', ')}.`;
    return { isQuick: values.quick, withPeers: values.peers, withLong: values.long, only };
  } catch (error) {
    return `${error instanceof Error ? error.message.split('. ')[0] : String(error)}. Usage: ${usage}`;
  }
}
