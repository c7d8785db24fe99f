import { describe, expect, it, vi } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryCallLog } from '../../../../test/fakes/memory-call-log.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { CallLogEntry } from '../../../shared/domain/call.ts';
import { keepCalls } from './keep-calls.ts';

const DAY = 86_400_000;

async function rig(policies: Readonly<Record<string, string>>) {
  const clock = manualClock();
  const callLog = memoryCallLog();
  for (const days of [100, 31, 29, 0])
    await callLog.save({ id: `${days}`, startedAt: clock.now() - days * DAY } as unknown as CallLogEntry);
  const publisher = memoryPublisher();
  const given = fixedPolicies(policies);
  const stop = keepCalls({ policies: given, publisher, clock, log: silentLog }, callLog);
  const kept = () => callLog.rows.map(({ id }) => id).toSorted();
  return { clock, given, stop, kept };
}

describe('how long calls are kept', () => {
  it('S3: calls older than the administrator allows leave the history, soon after the start and as they grow old', async () => {
    const { clock, kept } = await rig({ Callhistory_Expire_Days: '30' });
    expect(kept()).toEqual(['0', '100', '29', '31']);
    clock.advance(25_000);
    await vi.waitFor(() => expect(kept()).toEqual(['0', '29']));
    for (const step of [2 * DAY, DAY]) {
      await vi.waitFor(() => expect(clock.pending()).toBe(1));
      clock.advance(step);
    }
    await vi.waitFor(() => expect(kept()).toEqual(['0']));
  });

  it('S3: without the parameter they stay; told of it later, they go; stopped, nothing goes', async () => {
    const { clock, given, stop, kept } = await rig({});
    clock.advance(DAY);
    expect(kept()).toHaveLength(4);
    given.set({ Callhistory_Expire_Days: '30' });
    clock.advance(25_000);
    await vi.waitFor(() => expect(kept()).toEqual(['0']));
    const stopped = await rig({ Callhistory_Expire_Days: '30' });
    stopped.stop();
    stopped.clock.advance(DAY);
    expect(stopped.kept()).toHaveLength(4);
    stop();
  });
});
