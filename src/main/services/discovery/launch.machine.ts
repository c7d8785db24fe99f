import { assertNever } from '../../../shared/errors/assert-never.ts';

/**
 * The launch sequence (D1). The first hit wins, in this order: manual settings, remembered Webex organisation, live CAS
 * look-up, remembered SRV result, live SRV questions, the person. CAS and SRV run at once; an SRV result (remembered or
 * live) waits for CAS only so long. The diagram in docs/sign-in.md is checked against this file.
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
}

/** Where the authenticator was found. */
export type LaunchSource = 'manual' | 'remembered-cas' | 'cas' | 'remembered-srv' | 'srv' | 'ask-person';

type Cas = 'asked' | 'not-asked' | 'no-hit';
type Srv = 'asked' | 'remembered' | 'found' | 'nothing';

export type LaunchState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'looking'; readonly cas: Cas; readonly srv: Srv }
  | { readonly kind: 'decided'; readonly source: LaunchSource };

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
  | { readonly kind: 'decide'; readonly source: LaunchSource };

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
  if (facts.hasManualSettings) return decide('manual', false);
  if (facts.isDiscoveryOff) return decide('ask-person', false);
  if (facts.isKnownOrganisation) return decide('remembered-cas', false);
  if (facts.hasRememberedRecords && !facts.asksCas) return decide('remembered-srv', false);
  const cas = facts.asksCas ? 'asked' : 'not-asked';
  const srv = facts.hasRememberedRecords ? 'remembered' : 'asked';
  const effects: LaunchEffect[] = [];
  if (cas === 'asked') effects.push({ kind: 'ask-cas' });
  effects.push(srv === 'asked' ? { kind: 'ask-srv' } : { kind: 'limit-cas' });
  return { state: { kind: 'looking', cas, srv }, effects };
}

function look(state: Extract<LaunchState, { kind: 'looking' }>, event: LaunchEvent): LaunchStep {
  switch (event.kind) {
    case 'cas-answered':
      if (state.cas !== 'asked') return stay(state);
      return event.isOrganisation ? decide('cas', true) : settle({ ...state, cas: 'no-hit' });
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
function answered(state: Extract<LaunchState, { kind: 'looking' }>): LaunchStep {
  return state.cas === 'asked' ? { state, effects: [{ kind: 'limit-cas' }] } : settle(state);
}

/** Decides once CAS has nothing more to say. */
function settle(state: Extract<LaunchState, { kind: 'looking' }>): LaunchStep {
  if (state.cas === 'asked') return stay(state);
  switch (state.srv) {
    case 'asked':
      return stay(state);
    case 'remembered':
      return decide('remembered-srv', true);
    case 'found':
      return decide('srv', true);
    case 'nothing':
      return decide('ask-person', true);
    default:
      return assertNever(state.srv);
  }
}

function decide(source: LaunchSource, wasAsking: boolean): LaunchStep {
  const effects: LaunchEffect[] = [{ kind: 'decide', source }];
  return {
    state: { kind: 'decided', source },
    effects: wasAsking ? [{ kind: 'stop-asking' }, ...effects] : effects,
  };
}

function stay(state: LaunchState): LaunchStep {
  return { state, effects: [] };
}
