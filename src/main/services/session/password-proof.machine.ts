import { assertNever } from '../../../shared/errors/assert-never.ts';

/**
 * One service proves the password, all others wait for it, and one refusal stops every service (A2). Chat proves where
 * there is chat, else the phone. A prover that cannot be reached has not shown the password to anyone: after its failure,
 * or a head start, the others may go (`unproven`), and a refusal by any of them then counts as one by the prover.
 * Once proven, a service that refuses it is alone with that: its account is another one.
 */
export type ProofState = 'waiting' | 'unproven' | 'proven' | 'refused';

export type ProofEvent = 'accepted' | 'refused' | 'unavailable' | 'head-start-over';

export type ProofEffect = 'start-others' | 'stop-all';

export interface ProofChange {
  readonly state: ProofState;
  readonly effect?: ProofEffect;
}

export function prove(state: ProofState, event: ProofEvent): ProofChange {
  switch (event) {
    case 'accepted':
      if (state === 'refused' || state === 'proven') return { state };
      return state === 'waiting' ? { state: 'proven', effect: 'start-others' } : { state: 'proven' };
    case 'refused':
      return state === 'waiting' || state === 'unproven'
        ? { state: 'refused', effect: 'stop-all' }
        : { state };
    case 'unavailable':
    case 'head-start-over':
      return state === 'waiting' ? { state: 'unproven', effect: 'start-others' } : { state };
    default:
      return assertNever(event);
  }
}
