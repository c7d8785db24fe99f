import { CannotRun, CommandFailed, type RunCommand } from './commands/command.ts';
import { root } from './process/root.ts';

type Entry = { readonly does: string; readonly load: () => Promise<{ readonly run: RunCommand }> };

/** Every command of `npm run …`. To add one: a row here, a module in commands/, a script in package.json. */
const commands: Readonly<Record<string, Entry>> = {
  demo: {
    does: 'show the app on the embedded lab; --headless plays the main job itself',
    load: () => import('./commands/demo.ts'),
  },
  start: { does: 'start the app', load: () => import('./commands/start.ts') },
  app: {
    does: 'start the app unattended, for tests and benchmarks',
    load: () => import('./commands/app.ts'),
  },
  lab: {
    does: "run the emulated enterprise; --real with Debian's servers",
    load: () => import('./commands/lab.ts'),
  },
  doctor: {
    does: 'examine the way to a person’s services: an address, --json, --sign-in, --capture FILE',
    load: () => import('./commands/doctor.ts'),
  },
  test: { does: 'everything, as CI runs it', load: () => import('./commands/test.ts') },
  accept: { does: 'one acceptance suite, with its promises', load: () => import('./commands/accept.ts') },
  ready: { does: 'guards and unit tests: before each commit', load: () => import('./commands/ready.ts') },
  unit: { does: 'unit tests; a path picks some', load: () => import('./commands/unit.ts') },
  integration: {
    does: 'tests against real servers; a path picks some',
    load: () => import('./commands/integration.ts'),
  },
  screens: { does: 'take the screenshots of the README anew', load: () => import('./commands/screens.ts') },
  bench: {
    does: 'ratios of speed and memory; --quick in under three minutes',
    load: () => import('./commands/bench.ts'),
  },
  build: { does: 'build main, preload and renderer into out/', load: () => import('./commands/build.ts') },
  notices: {
    does: 'licences of what ships and the bill of materials, into out/',
    load: () => import('./commands/notices.ts'),
  },
  docs: {
    does: 'the guides as a site that needs no network, into out/site',
    load: () => import('./commands/docs.ts'),
  },
  lint: { does: 'the guards alone; words pick some', load: () => import('./commands/lint.ts') },
  dist: {
    does: 'make installers and packages: --stub for stand-ins instead of Electron’s runtime, --system win|mac|linux',
    load: () => import('./commands/dist.ts'),
  },
  types: { does: 'check types, layer by layer', load: () => import('./commands/types.ts') },
  format: { does: 'format everything', load: () => import('./commands/format.ts') },
};

process.chdir(root);

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
  if (!(error instanceof CannotRun || error instanceof CommandFailed)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof CannotRun ? 2 : 1;
}
