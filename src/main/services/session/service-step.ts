import type { SignInStepId } from '../../../shared/domain/session.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import type { Span, TraceOutcome } from '../../ports/trace.port.ts';
import type { Checklist } from '../bootstrap/checklist.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { Started } from './session-services.ts';

/** Starts a service inside its span, and fills its step of the checklist. */
export async function serviceStep(
  context: SignInContext,
  id: SignInStepId,
  attempt: (span: Span) => Promise<Result<Started>>,
): Promise<Result<Started>> {
  const { checklist } = context;
  const span = context.span.child(id);
  checklist.running(id);
  const result = await attempt(span);
  span.end(outcomeOf(result));
  if (result.ok) stepStarted(checklist, id, result.value);
  else checklist.failed(id, result.error, failureDetails(result.error));
  return result;
}

/** Ends a service's step well. */
export function stepStarted(checklist: Checklist, id: SignInStepId, { server }: Started): void {
  checklist.done(id, { key: 'step.done.server', params: { server } }, [{ name: 'server', value: server }]);
}

/** How a result ends its span. */
export function outcomeOf(result: Result<unknown>): TraceOutcome {
  if (result.ok) return 'ok';
  return result.error.code === 'app.cancelled' ? 'cancelled' : 'failed';
}

/** What a failure says beyond its sentence, for Details. */
function failureDetails(error: Failure): { name: string; value: string }[] {
  const params = Object.entries(error.params ?? {}).map(([name, value]) => ({ name, value: String(value) }));
  return error.detail === undefined ? params : [...params, { name: 'detail', value: error.detail }];
}
