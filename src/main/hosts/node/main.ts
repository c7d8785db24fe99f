import { parseArguments } from './arguments.ts';
import { StartProblem, startNode } from './start-node.ts';

/** Entry of the Node host. */
const parsed = parseArguments(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.problem}\n`);
  process.exitCode = 2;
} else {
  startNode(parsed.value).catch((error: unknown) => {
    const fault = error instanceof Error ? error.stack : String(error);
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : `Parlance could not start: ${fault}`}\n`,
    );
    process.exit(2);
  });
}
