import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { ciscoHarness } from '../../../../test/fakes/cisco-harness.ts';
import { outsideHarness } from '../../../../test/fakes/outside-harness.ts';
import { RIGHT, sessionHarness } from '../../../../test/fakes/session-harness.ts';
import { chainOf } from '../../../../test/fakes/trace-chain.ts';
import {
  launch,
  type LaunchEvent,
  type LaunchFacts,
  launchIdle,
  type LaunchState,
} from '../discovery/launch.machine.ts';
import { prove, type ProofEvent, type ProofState } from './password-proof.machine.ts';
import { changeSession, type SessionEvent, sessionStarting, type SessionState } from './session.machine.ts';

const page = readFileSync(new URL('../../../../docs/sign-in.md', import.meta.url), 'utf8');

/** The arrows of the mermaid block below the heading. */
function arrowsBelow(heading: string): readonly string[] {
  const block =
    page
      .slice(page.indexOf(`## ${heading}\n`))
      .split('```mermaid\n')[1]
      ?.split('```')[0] ?? '';
  const arrows = block.split('\n').map((line) => line.trim());
  return arrows.filter((line) => line.includes('-->') && !line.startsWith('[*]')).toSorted();
}

/** Walks a machine from its first state by every event, and draws what it does. */
function draw<S, E>(
  first: S,
  step: (state: S, event: E) => S,
  events: (state: S) => readonly (readonly [string, E])[],
  nameOf: (state: S) => string,
): readonly string[] {
  const arrows = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (state: S): void => {
    const from = nameOf(state);
    if (seen.has(from)) return;
    seen.add(from);
    for (const [label, event] of events(state)) {
      const next = step(state, event);
      const to = nameOf(next);
      if (to === from) continue;
      const key = `${from} --> ${to}`;
      arrows.set(key, (arrows.get(key) ?? new Set()).add(label));
      visit(next);
    }
  };
  visit(first);
  return [...arrows].map(([arrow, labels]) => `${arrow} : ${[...labels].join(', ')}`).toSorted();
}

describe('docs/sign-in.md is true', () => {
  it('D1: the launch sequence', () => {
    const none: LaunchFacts = {
      hasManualSettings: false,
      isKnownOrganisation: false,
      asksCas: false,
      hasRememberedRecords: false,
      isDiscoveryOff: false,
      hasInstalledServers: false,
    };
    const launched = (label: string, facts: Partial<LaunchFacts>) =>
      [label, { kind: 'launched', facts: { ...none, ...facts } }] as const;
    const starts: readonly (readonly [string, LaunchEvent])[] = [
      launched('set by hand', { hasManualSettings: true }),
      launched('all excluded', { isDiscoveryOff: true }),
      launched('all excluded, servers installed', { isDiscoveryOff: true, hasInstalledServers: true }),
      launched('organisation remembered', { isKnownOrganisation: true }),
      launched('organisation and records remembered', {
        isKnownOrganisation: true,
        hasRememberedRecords: true,
      }),
      launched('records remembered', { hasRememberedRecords: true }),
      launched('nothing remembered', {}),
      launched('nothing remembered, servers installed', { hasInstalledServers: true }),
      launched('records remembered and CAS on', { hasRememberedRecords: true, asksCas: true }),
      launched('CAS on', { asksCas: true }),
    ];
    const answers: readonly (readonly [string, LaunchEvent])[] = [
      ['CAS hit', { kind: 'cas-answered', isOrganisation: true }],
      ['CAS no hit', { kind: 'cas-answered', isOrganisation: false }],
      ['CAS failed', { kind: 'cas-failed' }],
      ['CAS waited for long enough', { kind: 'cas-wait-over' }],
      ['SRV found', { kind: 'srv-answered', isFound: true }],
      ['SRV nothing', { kind: 'srv-answered', isFound: false }],
    ];
    const nameOf = (state: LaunchState): string => {
      if (state.kind === 'decided') return state.source.replace('-', '_');
      return state.kind === 'idle'
        ? 'idle'
        : `cas_${state.cas}_srv_${state.srv}${state.otherwise === 'installed' ? '_servers_installed' : ''}`.replaceAll(
            '-',
            '_',
          );
    };
    const drawn = draw(
      launchIdle,
      (state, event: LaunchEvent) => launch(state, event).state,
      (state) => (state.kind === 'idle' ? starts : answers),
      nameOf,
    );
    expect(arrowsBelow('The launch sequence')).toEqual(drawn);
  });

  it('A2: the proof of the password', () => {
    const events: readonly (readonly [string, ProofEvent])[] = [
      ['accepted', 'accepted'],
      ['refused', 'refused'],
      ['unreachable', 'unavailable'],
      ['3 s over', 'head-start-over'],
    ];
    const drawn = draw<ProofState, ProofEvent>(
      'waiting',
      (state, event) => prove(state, event).state,
      () => events,
      String,
    );
    expect(arrowsBelow('The password')).toEqual(drawn);
  });

  it('the phases of the session', () => {
    const question = { host: 'idp.test', place: 'window', isOpen: true } as const;
    const events = ({ run }: SessionState): readonly (readonly [string, SessionEvent])[] => [
      [
        'nothing remembered',
        { kind: 'launched', startsFromCache: false, returning: { address: 'a@b', canOpenOffline: true } },
      ],
      ['Continue', { kind: 'begin', address: 'a@b', at: 0 }],
      ['another address', { kind: 'turned-down' }],
      ['password wanted', { kind: 'password-wanted', run, username: 'a', at: 0 }],
      ['password given', { kind: 'password-given' }],
      ['provider’s page wanted', { kind: 'sign-on', run, question }],
      ['page done', { kind: 'sign-on', run }],
      ['tokens end', { kind: 'sign-in-due', run, reason: 'ended' }],
      ['signed in again', { kind: 'signed-on-again', run }],
      ['entered', { kind: 'entered', run, address: 'a@b', name: 'A', mode: 'full-uc', isFromCache: false }],
      ['failed', { kind: 'failed', run, error: { code: 'net.refused' } }],
      ['cancelled', { kind: 'cancel' }],
      ['left', { kind: 'left', run, returning: { canOpenOffline: false } }],
    ];
    const nameOf = ({ session }: SessionState): string =>
      'needs' in session && session.needs
        ? { password: 'asking_password', 'single-sign-on': 'at_provider' }[session.needs.kind]
        : `${session.phase.replace('-', '_')}${'signInAgain' in session && session.signInAgain ? '_asked_again' : ''}`;
    const drawn = draw(
      sessionStarting,
      (state, event: SessionEvent) => changeSession(state, event).state,
      events,
      nameOf,
    );
    expect(arrowsBelow('The session')).toEqual(drawn);
  });

  /** `| step | round trips | …` below a heading. */
  const tableBelow = (heading: string): Readonly<Record<string, string>> => {
    const rows =
      page
        .slice(page.indexOf(`### ${heading}\n`))
        .split('\n\n')[1]
        ?.split('\n')
        .slice(2) ?? [];
    return Object.fromEntries(
      rows
        .map((row) => row.split('|').map((cell) => cell.trim()))
        .map(([, name = '', count = '']) => [name.replaceAll('`', ''), count]),
    );
  };

  it('Q5: the round trips of a first sign-in to Unified CM', async () => {
    const harness = await ciscoHarness();
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(harness.now()).toHaveProperty('needs'), { timeout: 10_000 });
    await harness.givePassword(RIGHT, true);
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'), { timeout: 10_000 });
    const spans = harness.trace.spans();
    const root = spans.find(({ name }) => name === 'sign-in');
    const measured = spans
      .filter(({ parentId }) => parentId === root?.id)
      .map((span) => [span.name, String(chainOf(span, spans))] as const);
    // Chat, phone and directory are scripted here; their engines count their own.
    const counted = Object.fromEntries(
      measured.filter(([name]) => !['chat', 'phone', 'directory', 'one-time-password'].includes(name)),
    );
    expect(tableBelow('First sign-in, Unified CM')).toEqual(counted);
  });

  it('Q5 A7: the round trips of a first sign-in from outside', async () => {
    const harness = await outsideHarness();
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(harness.now()).toHaveProperty('needs'), { timeout: 10_000 });
    await harness.givePassword(RIGHT, true);
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'), { timeout: 10_000 });
    const spans = harness.trace.spans();
    const root = spans.find(({ name }) => name === 'sign-in');
    const services = ['chat', 'phone', 'directory', 'one-time-password'];
    const measured = spans.filter(({ parentId, name }) => parentId === root?.id && !services.includes(name));
    expect(tableBelow('First sign-in, from outside')).toEqual(
      Object.fromEntries(measured.map((span) => [span.name, String(chainOf(span, spans))])),
    );
  });

  it('Q5: the round trips of a first sign-in to a plain account', async () => {
    const harness = sessionHarness();
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword(RIGHT);
    await harness.settle();
    const spans = harness.trace.spans();
    const finding = spans.find(({ name }) => name === 'finding-services');
    expect(tableBelow('First sign-in, plain account')).toEqual({
      'finding-services': finding ? String(chainOf(finding, spans)) : '',
    });
  });
});
