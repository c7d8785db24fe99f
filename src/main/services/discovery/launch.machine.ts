import { assertNever } from '../../../shared/errors/assert-never.ts';

/**
 * The launch sequence (D1). The first hit wins, in this order: manual settings, remembered Webex organisation, live CAS
 * look-up, remembered SRV result, live SRV questions, servers that the installer names, the person. CAS and SRV run at
 * once; an SRV result (remembered or live) waits for CAS only so long. A Webex organisation may have servers of its own
 * (hybrid), so that its SRV result is waited for. The diagram in docs/sign-in.md is checked against this file.
 */
export interface LaunchFacts {
  readonly hasManualSettings: boolean;
  /** A remembered CAS answer said that the domain is a Webex organisation. */
  readonly isKnownOrganisation: boolean;
  /** An administrator or the person chose a deployment with CAS, and WEBEX is not excluded (D6, D7). */
  readonly asksCas: boolean;
  readonly hasRememberedRecords: boolean;
  /** All three look-ups are excluded (D7). */
  readonly isDiscoveryOff: boolean;
  /** The installer or a policy names servers, for where discovery has no answer (T1, D13). */
  readonly hasInstalledServers: boolean;
}

/** Where the authenticator was found. */
export type LaunchSource =
  | 'manual'
  | 'remembered-cas'
  | 'cas'
  | 'remembered-srv'
  | 'srv'
  | 'installed'
  | 'ask-person';

/** Why this source and none before it: a fact for Details and the trace. */
export type LaunchReason =
  | 'set-by-hand'
  | 'organisation-remembered'
  | 'organisation'
  | 'records-remembered'
  | 'records-found'
  | 'no-records'
  | 'discovery-off';

type Cas = 'asked' | 'not-asked' | 'no-hit' | 'hit' | 'remembered';
type Srv = 'asked' | 'remembered' | 'found' | 'nothing';

/** What happens where nothing is found. */
type Otherwise = 'installed' | 'ask-person';

export type LaunchState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'looking'; readonly cas: Cas; readonly srv: Srv; readonly otherwise: Otherwise }
  | { readonly kind: 'decided'; readonly source: LaunchSource };

type Looking = Extract<LaunchState, { kind: 'looking' }>;

export type LaunchEvent =
  | { readonly kind: 'launched'; readonly facts: LaunchFacts }
  | { readonly kind: 'cas-answered'; readonly isOrganisation: boolean }
  | { readonly kind: 'cas-failed' }
  | { readonly kind: 'cas-wait-over' }
  | { readonly kind: 'srv-answered'; readonly isFound: boolean };

export type LaunchEffect =
  | { readonly kind: 'ask-cas' }
  | { readonly kind: 'ask-srv' }
  /** The SRV result is there and waits for CAS from now (1.5 s unless configured); then `cas-wait-over`. */
  | { readonly kind: 'limit-cas' }
  /** Lets go of questions that no longer matter. */
  | { readonly kind: 'stop-asking' }
  | { readonly kind: 'decide'; readonly source: LaunchSource; readonly reason: LaunchReason };

export interface LaunchStep {
  readonly state: LaunchState;
  readonly effects: readonly LaunchEffect[];
}

export const launchIdle: LaunchState = { kind: 'idle' };

export function launch(state: LaunchState, event: LaunchEvent): LaunchStep {
  switch (state.kind) {
    case 'idle':
      return event.kind === 'launched' ? begin(event.facts) : stay(state);
    case 'looking':
      return look(state, event);
    case 'decided':
      // Late answers change nothing.
      return stay(state);
    default:
      return assertNever(state);
  }
}

function begin(facts: LaunchFacts): LaunchStep {
  const otherwise = facts.hasInstalledServers ? 'installed' : 'ask-person';
  if (facts.hasManualSettings) return decide('manual', 'set-by-hand');
  if (facts.isDiscoveryOff) return decide(otherwise, 'discovery-off');
  const cas = facts.isKnownOrganisation ? 'remembered' : facts.asksCas ? 'asked' : 'not-asked';
  const srv = facts.hasRememberedRecords ? 'remembered' : 'asked';
  const effects: LaunchEffect[] = [];
  if (cas === 'asked') effects.push({ kind: 'ask-cas' });
  if (srv === 'asked') effects.push({ kind: 'ask-srv' });
  const state: Looking = { kind: 'looking', cas, srv, otherwise };
  if (srv === 'asked') return { state, effects };
  return cas === 'asked' ? { state, effects: [...effects, { kind: 'limit-cas' }] } : settle(state, false);
}

function look(state: Looking, event: LaunchEvent): LaunchStep {
  switch (event.kind) {
    case 'cas-answered':
      if (state.cas !== 'asked') return stay(state);
      return settle({ ...state, cas: event.isOrganisation ? 'hit' : 'no-hit' });
    case 'cas-failed':
    case 'cas-wait-over':
      return state.cas === 'asked' ? settle({ ...state, cas: 'no-hit' }) : stay(state);
    case 'srv-answered':
      return state.srv === 'asked'
        ? answered({ ...state, srv: event.isFound ? 'found' : 'nothing' })
        : stay(state);
    case 'launched':
      return stay(state);
    default:
      return assertNever(event);
  }
}

/** The SRV result is in: from here on CAS has only so long. */
function answered(state: Looking): LaunchStep {
  return state.cas === 'asked' ? { state, effects: [{ kind: 'limit-cas' }] } : settle(state);
}

/** Decides once neither has anything more to say. */
function settle(state: Looking, wasAsking = true): LaunchStep {
  if (state.cas === 'asked' || state.srv === 'asked') return stay(state);
  if (state.cas === 'remembered') return decide('remembered-cas', 'organisation-remembered', wasAsking);
  if (state.cas === 'hit') return decide('cas', 'organisation', wasAsking);
  switch (state.srv) {
    case 'remembered':
      return decide('remembered-srv', 'records-remembered', wasAsking);
    case 'found':
      return decide('srv', 'records-found', wasAsking);
    case 'nothing':
      return decide(state.otherwise, 'no-records', wasAsking);
    default:
      return assertNever(state.srv);
  }
}

function decide(source: LaunchSource, reason: LaunchReason, wasAsking = false): LaunchStep {
  const effects: LaunchEffect[] = [{ kind: 'decide', source, reason }];
  return {
    state: { kind: 'decided', source },
    effects: wasAsking ? [{ kind: 'stop-asking' }, ...effects] : effects,
  };
}

function stay(state: LaunchState): LaunchStep {
  return { state, effects: [] };
}
