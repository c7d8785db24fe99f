import { type SignInStep, type SignInStepId, signInStepIds } from '../../../shared/domain/session.ts';
import type { TextRef } from '../../../shared/domain/text-ref.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Detail } from '../discovery/ask-records.ts';

/** Why a step was left out. */
export type SkipReason =
  | 'not-offered'
  | 'manual'
  | 'not-yet'
  | 'from-cache'
  | 'no-device'
  | 'needs-certificate';

/**
 * The eight steps of a sign-in, as the person watches them. Each change gives a new list to `onChange`.
 * A step that ended may start again (a password typed anew); its details are kept and added to.
 */
export class Checklist {
  private readonly clock: Pick<Clock, 'monotonic'>;
  private readonly onChange: (steps: SignInStep[]) => void;
  private readonly startedAt = new Map<SignInStepId, number>();
  private steps: SignInStep[] = freshSteps();

  constructor(clock: Pick<Clock, 'monotonic'>, onChange: (steps: SignInStep[]) => void) {
    this.clock = clock;
    this.onChange = onChange;
  }

  current(): SignInStep[] {
    return this.steps;
  }

  running(id: SignInStepId): void {
    this.startedAt.set(id, this.clock.monotonic());
    const { details } = this.step(id);
    this.put({ id, state: 'running', details });
  }

  done(id: SignInStepId, summary: TextRef, details: readonly Detail[] = []): void {
    this.end(id, { state: 'done', summary }, details);
  }

  failed(id: SignInStepId, error: Failure, details: readonly Detail[] = []): void {
    this.end(id, { state: 'failed', error: asEntity(error) }, details);
  }

  skipped(id: SignInStepId, reason: SkipReason): void {
    const key = reason === 'from-cache' ? 'step.done.from-cache' : `step.skipped.${reason}`;
    this.end(id, { state: 'skipped', summary: { key } }, []);
  }

  /** Another way is tried: what was begun on the first one is to come again. */
  again(...ids: readonly SignInStepId[]): void {
    for (const id of ids) this.put({ id, state: 'waiting', details: [] });
  }

  /** What never came to an end: the attempt failed or was cancelled before. */
  stop(error: Failure): void {
    for (const { id, state } of this.steps) if (state === 'running') this.failed(id, error);
  }

  /** Not begun yet. */
  isOpen(id: SignInStepId): boolean {
    return this.step(id).state === 'waiting';
  }

  isSkipped(id: SignInStepId): boolean {
    return this.step(id).state === 'skipped';
  }

  isFailed(id: SignInStepId): boolean {
    return this.step(id).state === 'failed';
  }

  private end(
    id: SignInStepId,
    outcome: Pick<SignInStep, 'state' | 'summary' | 'error'>,
    details: readonly Detail[],
  ): void {
    const startedAt = this.startedAt.get(id);
    const elapsedMs = startedAt === undefined ? undefined : Math.round(this.clock.monotonic() - startedAt);
    const all = [...this.step(id).details, ...details];
    this.put({ id, ...outcome, ...(elapsedMs !== undefined && { elapsedMs }), details: all });
  }

  private step(id: SignInStepId): SignInStep {
    return this.steps.find((step) => step.id === id) ?? { id, state: 'waiting', details: [] };
  }

  private put(changed: SignInStep): void {
    this.steps = this.steps.map((step) => (step.id === changed.id ? changed : step));
    this.onChange(this.steps);
  }
}

/** All eight, none begun. */
export function freshSteps(): SignInStep[] {
  return signInStepIds.map((id) => ({ id, state: 'waiting', details: [] }));
}

/** A failure as an entity of the contract carries it: plain, mutable, without absent keys. */
export function asEntity(error: Failure): NonNullable<SignInStep['error']> {
  const { code, params, detail } = error;
  return { code, ...(params && { params: { ...params } }), ...(detail !== undefined && { detail }) };
}
