import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/errors/result.ts';
import {
  reduceRegistration,
  type RegistrationEvent,
  type RegistrationState,
} from './registration/registration.machine.ts';
import { reduceReturn, type ReturnEvent, type ReturnState } from './registration/return.machine.ts';

const page = readFileSync(new URL('../../../../docs/protocols/sip.md', import.meta.url), 'utf8');

/** `from --> to : label, label` below the heading, sorted. */
function drawnBelow(heading: string): readonly string[] {
  const block =
    page
      .slice(page.indexOf(`### ${heading}\n`))
      .split('```mermaid\n')[1]
      ?.split('```')[0] ?? '';
  const arrows = block.split('\n').map((line) => line.trim());
  return arrows.filter((line) => line.includes('-->') && !line.startsWith('[*]')).toSorted();
}

/** What the machine does from each of these states at each of these events, as arrows between the states' kinds. */
function draw<S extends { readonly kind: string }, E>(
  states: readonly S[],
  events: Readonly<Record<string, E>>,
  step: (state: S, event: E) => S,
): readonly string[] {
  const arrows = new Map<string, Set<string>>();
  for (const state of states)
    for (const [label, event] of Object.entries(events)) {
      const next = step(state, event);
      if (next.kind === state.kind) continue;
      const arrow = `${state.kind} --> ${next.kind}`;
      arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(label));
    }
  return [...arrows].map(([arrow, labels]) => `${arrow} : ${[...labels].join(', ')}`).toSorted();
}

const CAUSE = failure('net.refused');

describe('docs/protocols/sip.md is true', () => {
  it('V1 A9: the registration', () => {
    const states: readonly RegistrationState[] = [
      { kind: 'off' },
      { kind: 'connecting', server: 0, tried: 1, attempt: 1 },
      { kind: 'connecting', server: 1, tried: 2, attempt: 1 },
      { kind: 'registering', server: 0, tried: 1, attempt: 1, expires: 300 },
      { kind: 'registering', server: 1, tried: 2, attempt: 1, expires: 300 },
      { kind: 'registered', server: 1, expires: 300, expiresAt: 0 },
      { kind: 'refreshing', server: 1, expires: 300, expiresAt: 0 },
      { kind: 'moving', server: 1, to: 0 },
      { kind: 'leaving' },
      { kind: 'waiting', attempt: 1, retryAt: 0, cause: CAUSE },
      { kind: 'stopped', cause: CAUSE },
    ];
    const events: Readonly<Record<string, RegistrationEvent>> = {
      start: { kind: 'start' },
      'flow open': { kind: 'flow-open' },
      'flow failed': { kind: 'flow-failed', cause: CAUSE },
      'flow lost': { kind: 'flow-lost', cause: CAUSE },
      accepted: { kind: 'accepted', expires: 300 },
      'refused here': { kind: 'refused', verdict: { kind: 'try-next', cause: CAUSE } },
      'sent elsewhere': {
        kind: 'refused',
        verdict: {
          kind: 'elsewhere',
          to: { host: 'b', port: 5060, transport: 'tcp' },
          cause: CAUSE,
        },
      },
      'refused for good': { kind: 'refused', verdict: { kind: 'stop', cause: CAUSE } },
      'refresh due': { kind: 'refresh-due' },
      'stood in': { kind: 'stood-in', server: 0 },
      'retry due': { kind: 'retry-due' },
      'go back': { kind: 'go-back', server: 0 },
      left: { kind: 'left' },
      nudge: { kind: 'nudge' },
      stop: { kind: 'stop' },
    };
    const world = { now: 0, fraction: 0, servers: 2, expires: 300 };
    const drawn = draw(states, events, (state, event) => reduceRegistration(state, event, world).state);
    expect(drawnBelow('Registering')).toEqual(drawn);
  });

  it('A9: going back to a better server', () => {
    const steady = { server: 0, since: 0 };
    const states: readonly ReturnState[] = [
      { kind: 'off' },
      { kind: 'waiting', current: 1, steady },
      { kind: 'probing', current: 1, asked: 0 },
      { kind: 'probing', current: 1, asked: 0, steady },
    ];
    const events: Readonly<Record<string, ReturnEvent>> = {
      'at a stand-in': { kind: 'registered', server: 1 },
      'at the best': { kind: 'registered', server: 0 },
      lost: { kind: 'lost' },
      'round due': { kind: 'round-due' },
      answered: { kind: 'answered' },
      silent: { kind: 'silent' },
      'calls over': { kind: 'calls-over' },
    };
    const world = { now: 120_000, monitorMs: 120_000, hasCalls: false };
    const drawn = draw(states, events, (state, event) => reduceReturn(state, event, world).state);
    expect(drawnBelow('Going back')).toEqual(drawn);
  });
});
