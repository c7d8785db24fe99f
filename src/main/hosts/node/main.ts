import { parseArguments } from './arguments.ts';
import { keepCompiledCode } from './compiled-code.ts';

/** Entry of the Node host. All else is loaded after the place of its compiled code is known. */
const [word, ...rest] = process.argv.slice(2);
if (word === 'doctor') {
  const [{ runDoctor }, { nodeDesk }] = await Promise.all([
    import('../../app/doctor/run-doctor.ts'),
    import('./doctor.ts'),
  ]);
  process.exitCode = await runDoctor(rest, nodeDesk);
} else await start();

async function start(): Promise<void> {
  const parsed = parseArguments(process.argv.slice(2));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problem}\n`);
    process.exitCode = 2;
    return;
  }
  keepCompiledCode(parsed.value.profile);
  const { StartProblem, startNode } = await import('./start-node.ts');
  startNode(parsed.value).catch(async (error: unknown) => {
    const [{ startTrouble }, { createWords }] = await Promise.all([
      import('../../app/machine/start-trouble.ts'),
      import('../../app/words.ts'),
    ]);
    const fault = error instanceof Error ? error.stack : String(error);
    const said = error instanceof StartProblem ? error.message : startTrouble(error, createWords());
    process.stderr.write(`${said ?? `Parlance could not start: ${fault}`}\n`);
    process.exit(2);
  });
}
