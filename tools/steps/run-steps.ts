import type { Step, StepOutcome } from './step.ts';

export type RunStepsOptions = {
  /** Where lines go; the terminal unless a test listens. */
  readonly print?: (line: string) => void;
  /** Milliseconds, only for the times shown. */
  readonly now?: () => number;
  /** Skipped tests pass (never in CI, nor in acceptance). */
  readonly maySkip: boolean;
};

export type Totals = { readonly passed: number; readonly failed: number };

/**
 * Runs the steps in order, all of them even when one fails, and prints a line for each.
 * Printing the closing line is the caller's: it must be the very last.
 */
export async function runSteps(steps: readonly Step[], options: RunStepsOptions): Promise<Totals> {
  const print = options.print ?? ((line: string) => console.log(line));
  const now = options.now ?? (() => performance.now());
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    const started = now();
    const outcome = await outcomeOf(step);
    const bad = outcome.failed + (options.maySkip ? 0 : outcome.skipped);
    passed += outcome.passed;
    failed += bad;
    if (bad > 0 && outcome.report !== '') print(outcome.report.trimEnd());
    print(summary(step.name, outcome, bad, (now() - started) / 1000));
  }
  return { passed, failed };
}

/** The closing line that CI reads. */
export function closingLine({ passed, failed }: Totals): string {
  return `${passed} passed, ${failed} failed`;
}

async function outcomeOf(step: Step): Promise<StepOutcome> {
  try {
    return await step.run();
  } catch (error) {
    const report = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { passed: 0, failed: 1, skipped: 0, report, notes: [] };
  }
}

function summary(name: string, outcome: StepOutcome, bad: number, seconds: number): string {
  const isCounted = outcome.passed + outcome.failed + outcome.skipped > 1;
  const counts = isCounted ? [`${outcome.passed} passed`] : [];
  if (isCounted && outcome.failed > 0) counts.push(`${outcome.failed} failed`);
  if (outcome.skipped > 0) counts.push(`${outcome.skipped} skipped`);
  const details = [...counts, ...outcome.notes].join(', ');
  return `${bad > 0 ? 'FAILED' : 'ok    '} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${name}${details === '' ? '' : `: ${details}`}`;
}
