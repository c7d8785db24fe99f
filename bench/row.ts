import { median } from './measure/statistics.ts';

/** What a row is held against: something measured in the same run, on the same machine. */
export interface Reference {
  /** Few words, e.g. `bare FTS5`. */
  readonly label: string;
  readonly value: number;
}

/** An upper bound; `ratio` is measured ÷ reference, `measured` the number itself in the row's unit. */
export interface Goal {
  readonly of: 'ratio' | 'measured';
  readonly atMost: number;
}

/** One line of the report. */
export interface Row {
  readonly part: string;
  readonly name: string;
  /** Of the measured number and the reference: `ms`, `CPU s`, `MB` … */
  readonly unit: string;
  /** The median of the runs. */
  readonly measured: number;
  /** Each run's number, where there were several. */
  readonly runs?: readonly number[];
  readonly reference?: Reference;
  /** Measured ÷ reference. */
  readonly ratio?: number;
  readonly goal?: Goal;
  readonly verdict?: 'met' | 'missed';
  readonly note?: string;
  /** Must not be other than it is: a wrong number here fails the run (lost messages), however fast everything was. */
  readonly isWrong?: boolean;
}

/** `measured`: one number, or each run's. */
export type RowFacts = Omit<Row, 'ratio' | 'verdict' | 'measured' | 'runs'> & {
  readonly measured: number | readonly number[];
};

/** Completes a row: median, ratio, and whether the goal was met. */
export function row(facts: RowFacts): Row {
  const { reference, goal } = facts;
  const runs = typeof facts.measured === 'number' ? [facts.measured] : facts.measured;
  const measured = median(runs);
  const ratio = reference && reference.value > 0 ? measured / reference.value : undefined;
  const judged = goal?.of === 'ratio' ? ratio : measured;
  return {
    ...facts,
    measured,
    ...(runs.length > 1 && { runs }),
    ...(ratio !== undefined && { ratio }),
    ...(goal && judged !== undefined && { verdict: judged <= goal.atMost ? 'met' : 'missed' }),
  };
}
