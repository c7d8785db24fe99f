import type { SoundPlace } from '../../../shared/domain/sound-place.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';

/**
 * - `idle`: nobody can call, no page is needed
 * - `opening`: the page is asked for and has not come yet
 * - `there`: it has come
 * - `standing-in`: it does not come, or dies again and again: the window holds the sound
 */
export interface SoundState {
  readonly kind: 'idle' | 'opening' | 'there' | 'standing-in';
  /** When it has died lately, ms. */
  readonly deaths: readonly number[];
}

/** `at`: ms that never go backwards. */
export type SoundEvent =
  | { readonly type: 'wanted' | 'unwanted' | 'came' | 'refused' | 'overdue' }
  | { readonly type: 'went'; readonly at: number };

/** `open`: ask for the page after so many ms, and for word when it is overdue. `rest`: ask for nothing any more. */
export type SoundEffect =
  | { readonly type: 'open'; readonly afterMs: number }
  | { readonly type: 'rest' }
  | { readonly type: 'close' };

export const noSound: SoundState = { kind: 'idle', deaths: [] };

/** A page that dies so often within so long will not live the next time either. */
const MOST_DEATHS = 5;
const DEATHS_MS = 60_000;
/** The first time it is opened at once; after that whatever kills it gets a moment to pass. */
const PAUSE_MS = 250;

interface Step {
  readonly state: SoundState;
  readonly effects: readonly SoundEffect[];
}

const stay = (state: SoundState): Step => ({ state, effects: [] });

export function soundStep(state: SoundState, event: SoundEvent): Step {
  const { deaths } = state;
  switch (event.type) {
    case 'wanted':
      // Wanted once more it is tried no more: a new sign-in is a new try.
      return state.kind === 'idle'
        ? { state: { kind: 'opening', deaths: [] }, effects: [{ type: 'open', afterMs: 0 }] }
        : stay(state);
    case 'unwanted':
      return state.kind === 'idle'
        ? stay(state)
        : { state: noSound, effects: [{ type: 'rest' }, { type: 'close' }] };
    case 'came':
      // One that comes after the sign-out has no work.
      return state.kind === 'idle'
        ? { state, effects: [{ type: 'close' }] }
        : { state: { kind: 'there', deaths }, effects: [{ type: 'rest' }] };
    case 'refused':
    case 'overdue':
      return state.kind === 'opening'
        ? { state: { kind: 'standing-in', deaths }, effects: [{ type: 'rest' }] }
        : stay(state);
    case 'went':
      return state.kind === 'there' ? gone(deaths, event.at) : stay(state);
    default:
      return assertNever(event);
  }
}

function gone(before: readonly number[], at: number): Step {
  const deaths = [...before.filter((each) => at - each < DEATHS_MS), at];
  if (deaths.length > MOST_DEATHS) return { state: { kind: 'standing-in', deaths }, effects: [] };
  const afterMs = PAUSE_MS * (deaths.length - 1);
  return { state: { kind: 'opening', deaths }, effects: [{ type: 'open', afterMs }] };
}

/** While the page is only late nobody stands in: two pages with one call's sound are worse than a moment without. */
export function placeOf({ kind }: SoundState): SoundPlace['page'] {
  return kind === 'standing-in' ? 'window' : 'media-page';
}
