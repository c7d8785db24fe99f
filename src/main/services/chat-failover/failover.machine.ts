import { assertNever } from '../../../shared/errors/assert-never.ts';

/**
 * High availability of IM and Presence (cisco-uc 1.6), with the documented states under their documented names. `P` and `S`
 * are the primary and the secondary node. The table in docs/protocols/chat-failover.md is checked against this file.
 *
 * It begins when chat has stood once. A lost stream is looked for at its own place first (a resumed stream loses nothing and
 * burdens no other node); only when that fails is the connection lost in the sense of the documents.
 */
export type FailoverState =
  | { readonly kind: 'XMPPCONNECTED' }
  /** `session`: a standing SOAP session may be used again; `login`: neither node took it. */
  | { readonly kind: 'FAILOVER'; readonly next: 'session' | 'login' }
  | { readonly kind: 'SOAPCONNECT_SESSION_P' }
  | { readonly kind: 'SOAPCONNECT_SESSION_S' }
  | { readonly kind: 'SOAPCONNECT_P' }
  | { readonly kind: 'SOAPCONNECT_S' }
  /** The servers of this moment are known: they change while a failover is active. */
  | { readonly kind: 'SOAPCONNECTED' }
  | { readonly kind: 'XMPPCONNECT_P' }
  | { readonly kind: 'XMPPCONNECT_S' }
  /** No more attempts by itself. */
  | { readonly kind: 'STOPPED'; readonly why: 'nodes-failed' | 'refused' };

export type FailoverEvent =
  /** The stream is gone and can't be had again where it was. */
  | 'lost'
  /** The waiting time is over, or the network changed, or the machine woke. */
  | 'go'
  /** The step of this state has succeeded. */
  | 'ok'
  /** It has failed: no answer, or a node that doesn't take us. */
  | 'failed'
  /** The cluster refused the password itself: no other node would take it. */
  | 'refused'
  /** The person signs in again, the network changed, or the machine woke. */
  | 'rearm';

export type FailoverEffect =
  /** Wait, uniformly at random between the server's lower and upper limit, then `go`. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'reuse-session'; readonly node: 'P' | 'S' }
  | { readonly kind: 'login'; readonly node: 'P' | 'S' }
  | { readonly kind: 'connect'; readonly node: 'P' | 'S' }
  | { readonly kind: 'stop' };

export interface FailoverStep {
  readonly state: FailoverState;
  readonly effects: readonly FailoverEffect[];
}

export const failoverBegun: FailoverState = { kind: 'XMPPCONNECTED' };

/** One step: pure. Events that mean nothing in a state change nothing. */
export function failoverStep(state: FailoverState, event: FailoverEvent): FailoverStep {
  if (event === 'refused') return isAsking(state) ? STOPPED_REFUSED : stay(state);
  switch (state.kind) {
    case 'XMPPCONNECTED':
      return event === 'lost' ? { state: failover('session'), effects: [{ kind: 'wait' }] } : stay(state);
    case 'FAILOVER':
      return event === 'go' ? begin(state.next) : stay(state);
    case 'SOAPCONNECT_SESSION_P':
      return soap(state, event, reuse('S'));
    case 'SOAPCONNECT_SESSION_S':
      return soap(state, event, { state: failover('login'), effects: [] });
    case 'SOAPCONNECT_P':
      return soap(state, event, login('S'));
    case 'SOAPCONNECT_S':
      return soap(state, event, STOPPED);
    case 'SOAPCONNECTED':
      return event === 'go' ? connect('P') : stay(state);
    case 'XMPPCONNECT_P':
      return xmpp(state, event, connect('S'));
    case 'XMPPCONNECT_S':
      return xmpp(state, event, STOPPED);
    case 'STOPPED':
      return event === 'rearm' ? { state: failover('login'), effects: [] } : stay(state);
    default:
      return assertNever(state);
  }
}

const STOPPED: FailoverStep = {
  state: { kind: 'STOPPED', why: 'nodes-failed' },
  effects: [{ kind: 'stop' }],
};
const STOPPED_REFUSED: FailoverStep = {
  state: { kind: 'STOPPED', why: 'refused' },
  effects: [{ kind: 'stop' }],
};

function stay(state: FailoverState): FailoverStep {
  return { state, effects: [] };
}

function failover(next: 'session' | 'login'): FailoverState {
  return { kind: 'FAILOVER', next };
}

/** The states in which a node is shown the session or the password. */
function isAsking({ kind }: FailoverState): boolean {
  return kind.startsWith('SOAPCONNECT_');
}

function begin(next: 'session' | 'login'): FailoverStep {
  return next === 'session' ? reuse('P') : login('P');
}

function reuse(node: 'P' | 'S'): FailoverStep {
  return { state: { kind: `SOAPCONNECT_SESSION_${node}` }, effects: [{ kind: 'reuse-session', node }] };
}

function login(node: 'P' | 'S'): FailoverStep {
  return { state: { kind: `SOAPCONNECT_${node}` }, effects: [{ kind: 'login', node }] };
}

function connect(node: 'P' | 'S'): FailoverStep {
  return { state: { kind: `XMPPCONNECT_${node}` }, effects: [{ kind: 'connect', node }] };
}

function soap(state: FailoverState, event: FailoverEvent, onFailed: FailoverStep): FailoverStep {
  if (event === 'ok') return { state: { kind: 'SOAPCONNECTED' }, effects: [] };
  return event === 'failed' ? onFailed : stay(state);
}

function xmpp(state: FailoverState, event: FailoverEvent, onFailed: FailoverStep): FailoverStep {
  if (event === 'ok') return stay({ kind: 'XMPPCONNECTED' });
  return event === 'failed' ? onFailed : stay(state);
}
