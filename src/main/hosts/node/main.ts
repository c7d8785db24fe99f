import { runDoctor } from '../../app/doctor/run-doctor.ts';
import { parseArguments } from './arguments.ts';
import { nodeDesk } from './doctor.ts';
import { StartProblem, startNode } from './start-node.ts';

/** Entry of the Node host. */
const [word, ...rest] = process.argv.slice(2);
if (word === 'doctor') process.exitCode = await runDoctor(rest, nodeDesk);
else start();

function start(): void {
  const parsed = parseArguments(process.argv.slice(2));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problem}\n`);
    process.exitCode = 2;
    return;
  }
  startNode(parsed.value).catch((error: unknown) => {
    const fault = error instanceof Error ? error.stack : String(error);
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : `Parlance could not start: ${fault}`}\n`,
    );
    process.exit(2);
  });
}
