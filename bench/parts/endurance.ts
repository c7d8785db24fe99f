import { watchProcessTree } from '../measure/process-tree.ts';
import { startTalk } from '../media/talk.ts';
import type { Part } from '../part.ts';
import { row } from '../row.ts';

/** Two hours, unless the environment says otherwise. */
const minutes = (): number => Number(process.env['PARLANCE_BENCH_MINUTES'] ?? 120);

/** One long call, SRTP on both legs: nothing lost in the gateway, over roll-overs of every counter, and no memory that only grows. */
export const endurancePart: Part = {
  name: 'endurance',
  measures: 'a call of two hours: packets lost in the gateway, memory',
  isLong: true,
  async run(bench) {
    const talk = await startTalk();
    try {
      const call = await talk.call({
        codec: 'PCMU/8000',
        payloadType: 0,
        plays: 'tone',
        suite: 'AES_CM_128_HMAC_SHA1_80',
      });
      const gateway = watchProcessTree(talk.gatewayPid);
      // What is made once has been made by then.
      await pause(60_000);
      const before = gateway.memory();
      const [gapsBefore, packetsBefore] = [call.received.gaps, call.received.packets];
      const heardBefore = await talk.page.samples();
      for (let minute = 1; minute < minutes(); minute += 1) {
        await pause(60_000);
        if (minute % 10 === 0)
          bench.say(`endurance: ${minute} min, ${(gateway.memory() / 2 ** 20).toFixed(1)} MB`);
      }
      const after = gateway.memory();
      const heard = await talk.page.samples();
      const packets = call.received.packets - packetsBefore;
      const gaps = call.received.gaps - gapsBefore;
      return [
        row({
          part: 'endurance',
          name: `memory of main and gateway after ${minutes()} min`,
          unit: 'MB',
          measured: after / 2 ** 20,
          reference: { label: 'after one', value: before / 2 ** 20 },
          goal: { of: 'ratio', atMost: 1.1 },
        }),
        row({
          part: 'endurance',
          name: 'gaps in what the far end got',
          unit: '',
          measured: gaps,
          goal: { of: 'measured', atMost: 0 },
          note: `${packets} packets; ${heard.concealed - heardBefore.concealed} of ${heard.total - heardBefore.total} samples concealed in the window`,
        }),
      ];
    } finally {
      await talk.stop();
    }
  },
};

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
