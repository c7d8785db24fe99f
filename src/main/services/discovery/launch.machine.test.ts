import { describe, expect, it } from 'vitest';
import {
  launch,
  type LaunchEvent,
  type LaunchFacts,
  launchIdle,
  type LaunchState,
} from './launch.machine.ts';

const none: LaunchFacts = {
  hasManualSettings: false,
  isKnownOrganisation: false,
  asksCas: false,
  hasRememberedRecords: false,
  isDiscoveryOff: false,
  hasInstalledServers: false,
};

/** Runs the machine; gives the names of all effects in order. */
function play(facts: Partial<LaunchFacts>, ...events: LaunchEvent[]): readonly string[] {
  let state: LaunchState = launchIdle;
  const effects: string[] = [];
  for (const event of [{ kind: 'launched', facts: { ...none, ...facts } } as const, ...events]) {
    const step = launch(state, event);
    state = step.state;
    effects.push(
      ...step.effects.map((effect) => (effect.kind === 'decide' ? `decide ${effect.source}` : effect.kind)),
    );
  }
  return effects;
}

const casHit: LaunchEvent = { kind: 'cas-answered', isOrganisation: true };
const casMiss: LaunchEvent = { kind: 'cas-answered', isOrganisation: false };
const casFailed: LaunchEvent = { kind: 'cas-failed' };
const casLate: LaunchEvent = { kind: 'cas-wait-over' };
const found: LaunchEvent = { kind: 'srv-answered', isFound: true };
const nothing: LaunchEvent = { kind: 'srv-answered', isFound: false };

describe('D1: the launch sequence', () => {
  it.each<[string, Partial<LaunchFacts>, LaunchEvent[], string[]]>([
    [
      'manual settings beat everything',
      { hasManualSettings: true, isKnownOrganisation: true, asksCas: true, hasRememberedRecords: true },
      [],
      ['decide manual'],
    ],
    [
      'manual settings beat switched-off discovery',
      { hasManualSettings: true, isDiscoveryOff: true },
      [],
      ['decide manual'],
    ],
    [
      'D7: all excluded: nothing is asked',
      { isDiscoveryOff: true, hasRememberedRecords: true },
      [],
      ['decide ask-person'],
    ],
    [
      'a remembered organisation beats a live CAS',
      { isKnownOrganisation: true, asksCas: true, hasRememberedRecords: true },
      [],
      ['decide remembered-cas'],
    ],
    [
      'a remembered organisation waits for what it has of its own',
      { isKnownOrganisation: true, asksCas: true },
      [nothing],
      ['ask-srv', 'stop-asking', 'decide remembered-cas'],
    ],
    [
      'remembered records are used at once where CAS is off',
      { hasRememberedRecords: true },
      [],
      ['decide remembered-srv'],
    ],
    [
      'a live CAS beats remembered records',
      { asksCas: true, hasRememberedRecords: true },
      [casHit],
      ['ask-cas', 'limit-cas', 'stop-asking', 'decide cas'],
    ],
    [
      'remembered records follow a CAS miss',
      { asksCas: true, hasRememberedRecords: true },
      [casMiss],
      ['ask-cas', 'limit-cas', 'stop-asking', 'decide remembered-srv'],
    ],
    [
      'remembered records do not wait for a slow CAS',
      { asksCas: true, hasRememberedRecords: true },
      [casLate],
      ['ask-cas', 'limit-cas', 'stop-asking', 'decide remembered-srv'],
    ],
    ['live SRV without CAS', {}, [found], ['ask-srv', 'stop-asking', 'decide srv']],
    ['nothing found: the person', {}, [nothing], ['ask-srv', 'stop-asking', 'decide ask-person']],
    ['CAS and SRV are asked at once', { asksCas: true }, [], ['ask-cas', 'ask-srv']],
    [
      'a CAS hit waits for what the organisation has of its own',
      { asksCas: true },
      [casHit, found],
      ['ask-cas', 'ask-srv', 'stop-asking', 'decide cas'],
    ],
    [
      'T1: servers of the installer stand in for the person',
      { hasInstalledServers: true },
      [nothing],
      ['ask-srv', 'stop-asking', 'decide installed'],
    ],
    [
      'D13: what discovery answers beats the installer',
      { hasInstalledServers: true },
      [found],
      ['ask-srv', 'stop-asking', 'decide srv'],
    ],
    [
      'D7 T1: all excluded: the installer’s servers without a question',
      { hasInstalledServers: true, isDiscoveryOff: true },
      [],
      ['decide installed'],
    ],
    [
      'a CAS hit beats SRV that was first',
      { asksCas: true },
      [found, casHit],
      ['ask-cas', 'ask-srv', 'limit-cas', 'stop-asking', 'decide cas'],
    ],
    [
      'SRV waits for CAS only so long',
      { asksCas: true },
      [found, casLate],
      ['ask-cas', 'ask-srv', 'limit-cas', 'stop-asking', 'decide srv'],
    ],
    [
      'D6: a failing CAS never blocks SRV',
      { asksCas: true },
      [casFailed, found],
      ['ask-cas', 'ask-srv', 'stop-asking', 'decide srv'],
    ],
    [
      'D6: a CAS that fails after SRV',
      { asksCas: true },
      [found, casFailed],
      ['ask-cas', 'ask-srv', 'limit-cas', 'stop-asking', 'decide srv'],
    ],
    [
      'both without result',
      { asksCas: true },
      [nothing, casMiss],
      ['ask-cas', 'ask-srv', 'limit-cas', 'stop-asking', 'decide ask-person'],
    ],
    [
      'late answers change nothing',
      {},
      [found, casHit, nothing, casLate],
      ['ask-srv', 'stop-asking', 'decide srv'],
    ],
  ])('%s', (_title, facts, events, expected) => {
    expect(play(facts, ...events)).toEqual(expected);
  });

  it('always decides exactly once, whatever the order of events', () => {
    const events = [casHit, casMiss, casFailed, casLate, found, nothing];
    for (const first of events)
      for (const second of events)
        for (const third of events) {
          const decisions = play({ asksCas: true }, first, second, third, found, casLate).filter((each) =>
            each.startsWith('decide'),
          );
          expect(decisions).toHaveLength(1);
        }
  });
});

/** Each fact present or not: 64 launches. */
const allFacts: readonly LaunchFacts[] = Array.from({ length: 64 }, (_, bits) => ({
  hasManualSettings: (bits & 1) > 0,
  isKnownOrganisation: (bits & 2) > 0,
  asksCas: (bits & 4) > 0,
  hasRememberedRecords: (bits & 8) > 0,
  isDiscoveryOff: (bits & 16) > 0,
  hasInstalledServers: (bits & 32) > 0,
}));

/** The documented order, first hit first: who wins when CAS and SRV answer like this, and why. */
function winner(facts: LaunchFacts, isOrganisation: boolean, isFound: boolean): readonly [string, string] {
  const order: readonly (readonly [boolean, string, string])[] = [
    [facts.hasManualSettings, 'manual', 'set-by-hand'],
    [facts.isDiscoveryOff && facts.hasInstalledServers, 'installed', 'discovery-off'],
    [facts.isDiscoveryOff, 'ask-person', 'discovery-off'],
    [facts.isKnownOrganisation, 'remembered-cas', 'organisation-remembered'],
    [facts.asksCas && isOrganisation, 'cas', 'organisation'],
    [facts.hasRememberedRecords, 'remembered-srv', 'records-remembered'],
    [isFound, 'srv', 'records-found'],
    [facts.hasInstalledServers, 'installed', 'no-records'],
    [true, 'ask-person', 'no-records'],
  ];
  const [, source = '', reason = ''] = order.find(([isHit]) => isHit) ?? [];
  return [source, reason];
}

const rows = allFacts.map((facts) => {
  const present = Object.entries(facts).flatMap(([name, isPresent]) => (isPresent ? [name] : []));
  return [present.join(', ') || 'nothing', facts] as const;
});

describe('D1: every combination of what is present', () => {
  it.each(rows)('%s', (_title, facts) => {
    for (const cas of [casHit, casMiss, casFailed, casLate])
      for (const answer of [found, nothing])
        for (const events of [
          [cas, answer],
          [answer, cas],
        ]) {
          const decided = decisions(facts, events);
          expect(decided).toEqual([winner(facts, cas === casHit, answer === found)]);
        }
  });
});

/** Every decision, with its reason. */
function decisions(facts: LaunchFacts, events: readonly LaunchEvent[]): readonly (readonly string[])[] {
  let state: LaunchState = launchIdle;
  const decided: string[][] = [];
  for (const event of [{ kind: 'launched', facts } as const, ...events]) {
    const step = launch(state, event);
    state = step.state;
    for (const effect of step.effects)
      if (effect.kind === 'decide') decided.push([effect.source, effect.reason]);
  }
  return decided;
}
