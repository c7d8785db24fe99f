import { createMemoryPair } from '../../src/main/app/memory-wire.ts';
import { composeApp } from '../../src/main/app/compose.ts';
import { machineAccess } from '../../src/main/app/machine/deployment/machine-access.ts';
import { namedDeployment } from '../../src/main/app/machine/deployment/deployment-sources.ts';
import { readUnattended } from '../../src/main/app/unattended-account.ts';
import { createNodeHost } from '../../src/main/hosts/node/node-host.ts';
import { createContractClient, type EntityChange } from '../../src/shared/contract/client.ts';
import type { CommandName } from '../../src/shared/contract/commands.ts';
import type { Result } from '../../src/shared/errors/result.ts';

/** What the program is told, as JSON in its first argument. */
export interface AppCoreTask {
  readonly profile: string;
  /** An account file (docs/unattended.md). */
  readonly account: string;
}

/** From the parent: a command of the contract, or to end in good order. */
export type ToAppCore =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: CommandName;
      readonly input: unknown;
    }
  | { readonly kind: 'stop' };

export type FromAppCore =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'changes'; readonly changes: readonly EntityChange[] };

/** The whole app without its window: signs in by itself, does what the contract offers, and may be killed at any moment. */
const task = JSON.parse(process.argv[2] ?? '{}') as AppCoreTask;
const tell = (message: FromAppCore): void => void process.send?.(message);
const unattended = await readUnattended(task.account);
if (!unattended.ok) throw new Error(unattended.problem);
const host = createNodeHost({
  profile: task.profile,
  isDebug: true,
  wantsPaintReports: false,
  version: '0.0.0',
  deployment: namedDeployment(machineAccess, {}),
});
const app = await composeApp(host, { unattended: unattended.value });
const { wire, carrier } = createMemoryPair();
app.face.attach(carrier, 'control');
const client = createContractClient(wire);
process.on('message', (message: ToAppCore) => {
  if (message.kind === 'stop') {
    void app.face.stop().then(async () => {
      await host.stop();
      process.exit(0);
    });
    return;
  }
  const call = client.call as (name: CommandName, input: unknown) => Promise<Result<unknown>>;
  void call(message.name, message.input).then((result) => tell({ kind: 'reply', id: message.id, result }));
});
// Whoever started it is gone: nobody wants it any more.
process.on('disconnect', () => process.exit(0));
const changes = (all: readonly EntityChange[]): void => tell({ kind: 'changes', changes: all });
await client.subscribe(['services', 'messages'], { snapshot: changes, changes });
