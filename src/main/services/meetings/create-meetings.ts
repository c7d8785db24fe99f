import type { Call } from '../../../shared/domain/call.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';

export interface MeetingsPorts {
  readonly calls: Pick<Handlers, 'calls/dial' | 'calls/send-dtmf'>;
  readonly log: Log;
}

export interface MeetingsService {
  readonly handlers: Pick<Handlers, 'meetings/dial'>;
  /** A call as it is now; nothing: it is gone. */
  callChanged(id: string, call: Call | undefined): void;
}

/** A conference answers before it listens: its greeting goes first. */
const GREETING = ',';
const GONE: ReadonlySet<string> = new Set(['ended']);

/** Calls into meetings and says their codes. */
export function createMeetings({ calls, log }: MeetingsPorts): MeetingsService {
  const codes = new Map<string, string>();
  /** The call may stand before dialling has told its id. */
  const standing = new Set<string>();
  const say = (callId: Call['id']): void => {
    const digits = codes.get(callId);
    if (digits === undefined) return;
    codes.delete(callId);
    const context = { signal: new AbortController().signal };
    void calls['calls/send-dtmf']({ callId, digits: `${GREETING}${digits}` }, context).then((sent) => {
      // The person hears that it is asked for, and has the keys.
      if (!sent.ok) log.warn('meeting code not sent', { code: sent.error.code });
    });
  };
  return {
    handlers: {
      'meetings/dial': async ({ number, digits }, context) => {
        const dialled = await calls['calls/dial']({ target: number }, context);
        if (!dialled.ok || digits === '') return dialled;
        codes.set(dialled.value.callId, digits);
        if (standing.has(dialled.value.callId)) say(dialled.value.callId);
        return dialled;
      },
    },
    callChanged(id, call) {
      if (call?.state === 'connected') {
        standing.add(id);
        say(call.id);
      } else if (!call || GONE.has(call.state)) {
        standing.delete(id);
        codes.delete(id);
      }
    },
  };
}
