import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { createMeetings } from './create-meetings.ts';

const context = { signal: new AbortController().signal };
const id = 'c1' as CallId;
const call = (state: Call['state']): Call => ({
  ...{ id, direction: 'out', state, peer: { name: '', address: '' }, isMuted: false, startedAt: 1 },
  ...{ security: 'none', dtmfSent: '', can: [] },
});

function desk(dials = true) {
  const sent: unknown[] = [];
  const meetings = createMeetings({
    log: silentLog,
    calls: {
      'calls/dial': async (argument) => {
        sent.push(argument);
        return dials ? ok({ callId: id }) : fail('call.bad-number');
      },
      'calls/send-dtmf': async (argument) => {
        sent.push(argument);
        return ok();
      },
    },
  });
  const join = (digits: string) =>
    meetings.handlers['meetings/dial']({ number: '+12025550100', digits }, context);
  return { meetings, sent, join };
}

describe('joining by phone', () => {
  it('V15: the code is sent once the call stands, and once only', async () => {
    const { meetings, sent, join } = desk();
    await join(',,123#');
    meetings.callChanged(id, call('ringing-out'));
    expect(sent).toEqual([{ target: '+12025550100' }]);
    meetings.callChanged(id, call('connected'));
    meetings.callChanged(id, call('held'));
    meetings.callChanged(id, call('connected'));
    expect(sent.slice(1)).toEqual([{ callId: id, digits: ',,,123#' }]);
  });

  it('V15: a call that stands before it is known here gets its code too', async () => {
    const { meetings, sent, join } = desk();
    meetings.callChanged(id, call('connected'));
    await join('123#');
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['the call came to nothing', '123#', true, 'ended'],
    ['there is no code', '', true, 'connected'],
    ['nothing was dialled', '123#', false, 'connected'],
  ] as const)('V15: nothing is sent where %s', async (_, digits, dials, state) => {
    const { meetings, sent, join } = desk(dials);
    await join(digits);
    meetings.callChanged(id, call(state));
    meetings.callChanged(id, call('connected'));
    expect(sent).toEqual([{ target: '+12025550100' }]);
  });
});
