import { type LaunchReport, type Launches, launchReport, medianOf } from '../office/launches.ts';
import type { Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

/** From the start of the process to a contact list on screen, and what it costs until quiet. */
export const launchPart: Part = {
  name: 'launch',
  measures: 'launch to usable contact list, cold and cached, 500 and 5,000 contacts',
  async run(bench) {
    const report = await launchReport(bench);
    return [...wallRows(report), ...cpuRows(report)];
  },
};

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'launch', ...facts });

/**
 * The reference's goals are against a native client (gajim 1.7): 0.4 and 0.08 of its 2,710 and 20,700 ms, half of its
 * 2.09 CPU s. It isn't here, so these are its figures from the reference's machine; `--peers` takes it side by side.
 */
const GOALS = {
  contactsSmallMs: 1_084,
  contactsLargeMs: 1_656,
  cpuSmallSeconds: 1.05,
  cpuLargeToSmall: 1.5,
} as const;

function wallRows({ small, large, window }: LaunchReport): Row[] {
  const empty = { label: 'empty window', value: medianOf(window, ({ paintedMs }) => paintedMs) };
  const shown = (launches: Launches, kind: 'cold' | 'cached', goal?: number): Row =>
    line({
      name: `contact list on screen, ${launches.contacts}, ${kind}`,
      unit: 'ms',
      measured: launches[kind].map(({ contactsMs }) => contactsMs),
      reference: empty,
      ...(goal !== undefined && { goal: { of: 'measured', atMost: goal } }),
      note: `session after ${Math.round(medianOf(launches[kind], ({ sessionMs }) => sessionMs))} ms; bare client has its list after ${Math.round(medianOf(launches.bare, ({ rosterMs }) => rosterMs))} ms`,
    });
  return [
    shown(small, 'cold', GOALS.contactsSmallMs),
    shown(small, 'cached'),
    shown(large, 'cold', GOALS.contactsLargeMs),
    shown(large, 'cached'),
  ];
}

function cpuRows({ small, large, window }: LaunchReport): Row[] {
  const floor = (launches: Launches) =>
    medianOf(window, ({ cpuSeconds }) => cpuSeconds) +
    medianOf(launches.bare, ({ cpuSeconds }) => cpuSeconds);
  const cpu = (launches: Launches, kind: 'cold' | 'cached') =>
    medianOf(launches[kind], ({ cpuSeconds }) => cpuSeconds);
  const row = (launches: Launches, kind: 'cold' | 'cached', goal?: number): Row =>
    line({
      name: `CPU until quiet, ${launches.contacts}, ${kind}`,
      unit: 'CPU s',
      measured: launches[kind].map(({ cpuSeconds }) => cpuSeconds),
      reference: { label: 'empty window + bare client', value: floor(launches) },
      ...(goal !== undefined && { goal: { of: 'measured', atMost: goal } }),
    });
  return [
    row(small, 'cold', GOALS.cpuSmallSeconds),
    row(small, 'cached'),
    row(large, 'cold'),
    row(large, 'cached'),
    line({
      name: `CPU until quiet, ${large.contacts} to ${small.contacts}, cold`,
      unit: 'CPU s',
      measured: cpu(large, 'cold'),
      reference: { label: `own at ${small.contacts}`, value: cpu(small, 'cold') },
      goal: { of: 'ratio', atMost: GOALS.cpuLargeToSmall },
    }),
  ];
}
