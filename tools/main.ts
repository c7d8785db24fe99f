import { CannotRun, type RunCommand } from './commands/command.ts';

type Entry = { readonly does: string; readonly load: () => Promise<{ readonly run: RunCommand }> };

/** Every command of `npm run …`. To add one: a row here, a module in commands/, a script in package.json. */
const commands: Readonly<Record<string, Entry>> = {
  types: { does: 'check types, layer by layer', load: () => import('./commands/types.ts') },
  unit: { does: 'run the unit tests', load: () => import('./commands/unit.ts') },
  integration: {
    does: 'run the tests against real servers',
    load: () => import('./commands/integration.ts'),
  },
};

async function main(what: string | undefined, args: readonly string[]): Promise<number> {
  const entry = what === undefined ? undefined : commands[what];
  if (entry === undefined) {
    console.error(what === undefined ? 'Which command?' : `There is no command "${what}".`);
    for (const [name, { does }] of Object.entries(commands)) console.error(`  ${name.padEnd(12)} ${does}`);
    return 2;
  }
  const { run } = await entry.load();
  return run(args);
}

try {
  process.exitCode = await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
