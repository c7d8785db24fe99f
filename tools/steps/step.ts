/** What a step did. A guard counts as one test; a step that runs tests counts them. */
export type StepOutcome = {
  readonly passed: number;
  readonly failed: number;
  /** Skipped tests; where none may be skipped the runner counts them as failed. */
  readonly skipped: number;
  /** Printed when something failed, or always when short. */
  readonly report: string;
  readonly notes: readonly string[];
};

/** A named part of `ready`, `test` or `accept`. */
export type Step = { readonly name: string; readonly run: () => Promise<StepOutcome> };

/** The outcome of a guard: one passed, or one failed with what it said. */
export function guardOutcome(isGood: boolean, report: string, notes: readonly string[] = []): StepOutcome {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, report: isGood ? '' : report, notes };
}
