import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';

export interface GroupCallsPorts {
  readonly calls: Pick<Handlers, 'calls/dial' | 'calls/merge'>;
  readonly log: Log;
}

export interface GroupCalls {
  readonly handlers: Pick<Handlers, 'calls/conference'>;
  /** A call as it is now; nothing: it is gone. */
  callChanged(id: string, call: Call | undefined): void;
}

interface Plan {
  readonly members: Set<CallId>;
  readonly joined: Set<CallId>;
  isJoining: boolean;
}

const NO_CALLER = { signal: new AbortController().signal };
const STANDING: ReadonlySet<string> = new Set(['connected', 'held']);

/** Several people called at once, each joined to the others as they answer (V4, V15). Who doesn't answer is simply not there. */
export function createGroupCalls({ calls, log }: GroupCallsPorts): GroupCalls {
  const plans = new Set<Plan>();
  /** Calls may change before dialling has told their ids. */
  const known = new Map<string, Call>();

  const stands = (id: CallId): boolean => STANDING.has(known.get(id)?.state ?? '');

  async function join(plan: Plan): Promise<void> {
    const arrived = [...plan.members].filter((id) => stands(id) && !plan.joined.has(id));
    // One of those who hear each other brings the others along.
    const [inside] = [...plan.joined].filter(stands);
    const callIds = [...(inside === undefined ? [] : [inside]), ...arrived];
    if (plan.isJoining || arrived.length === 0 || callIds.length < 2) return;
    plan.isJoining = true;
    const joined = await calls['calls/merge']({ callIds }, NO_CALLER);
    plan.isJoining = false;
    if (!joined.ok) {
      // The person has them all before them, and can join them by hand.
      log.warn('people not joined', { code: joined.error.code });
      plans.delete(plan);
      return;
    }
    for (const id of callIds) plan.joined.add(id);
    await join(plan);
  }

  return {
    handlers: {
      'calls/conference': async ({ targets }, context) => {
        const dialled = [];
        for (const target of targets) dialled.push(await calls['calls/dial']({ target }, context));
        const callIds = dialled.flatMap((one) => (one.ok ? [one.value.callId] : []));
        const refused = dialled.find((one) => !one.ok);
        if (callIds.length === 0) return refused && !refused.ok ? refused : fail('call.not-possible-now');
        const plan: Plan = { members: new Set(callIds), joined: new Set(), isJoining: false };
        plans.add(plan);
        void join(plan);
        return ok({ callIds });
      },
    },
    callChanged(id, call) {
      const callId = id as CallId;
      if (call && call.state !== 'ended') known.set(id, call);
      else known.delete(id);
      for (const plan of plans) {
        if (!plan.members.has(callId)) continue;
        if (!known.has(id)) plan.members.delete(callId);
        if (plan.members.size === 0) plans.delete(plan);
        else void join(plan);
      }
    },
  };
}
