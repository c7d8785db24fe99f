import type { Row } from './row.ts';

/** What every part gets. */
export interface BenchRun {
  /** Under three minutes for everything: fewer runs, fewer rows of history. */
  readonly isQuick: boolean;
  /** Beside other clients too, where they are installed. */
  readonly withPeers: boolean;
  /** A folder of this run's own, removed at its end. */
  readonly folder: string;
  /** Entry of the built app, in a copy of this run's own: a build meanwhile doesn't disturb. */
  readonly appEntry: string;
  /** Progress, on stderr. */
  say(text: string): void;
  /** Ends something at the run's end, the last first, whatever happened meanwhile. */
  defer(end: () => unknown): void;
}

/** One topic of the bench. */
export interface Part {
  /** For `--only`. */
  readonly name: string;
  /** What it measures, in a line. */
  readonly measures: string;
  /** Only with `--peers`. */
  readonly isPeers?: boolean;
  /** Hours: only with `--long`, or when it is named. */
  readonly isLong?: boolean;
  run(bench: BenchRun): Promise<readonly Row[]>;
}

/** Something of the machine that a part needs is missing: said in the report, and no fault. */
export class NotHere extends Error {}
