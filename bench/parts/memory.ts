import { type Launches, launchReport, medianOf } from '../office/launches.ts';
import type { Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const MB = 1024 * 1024;

/** Memory after settling, by contacts, and how it grows with them. From the same starts as `launch`. */
export const memoryPart: Part = {
  name: 'memory',
  measures: 'memory after settling, 500 and 5,000 contacts',
  async run(bench) {
    const { small, large, window } = await launchReport(bench);
    const empty = medianOf(window, ({ memory }) => memory) / MB;
    const growth = megabytes(large) - megabytes(small);
    return [
      settled(small, empty, true),
      settled(large, empty, false),
      line({
        name: `growth, ${small.contacts} to ${large.contacts}`,
        unit: 'MB',
        measured: growth,
        goal: { of: 'measured', atMost: 20 },
      }),
    ];
  },
};

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'memory', ...facts });

const megabytes = (launches: Launches) => medianOf(launches.cold, ({ memory }) => memory) / MB;

/** The goal: an empty window and one and a half bare clients. */
function settled(launches: Launches, empty: number, hasGoal: boolean): Row {
  const bare = medianOf(launches.bare, ({ memory }) => memory) / MB;
  return line({
    name: `settled, ${launches.contacts} contacts`,
    unit: 'MB',
    measured: launches.cold.map(({ memory }) => memory / MB),
    reference: { label: 'empty window + 1.5 bare clients', value: empty + 1.5 * bare },
    ...(hasGoal && { goal: { of: 'ratio', atMost: 1 } }),
    note: `PSS of all processes; empty window ${Math.round(empty)} MB, bare client ${Math.round(bare)} MB`,
  });
}
