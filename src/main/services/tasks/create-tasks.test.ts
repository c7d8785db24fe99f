import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { ok, unwrap } from '../../../shared/errors/result.ts';
import { createTasks } from './create-tasks.ts';

const context = { signal: new AbortController().signal };

async function started(keyValue = memoryKeyValue()) {
  const publisher = memoryPublisher();
  const clock = manualClock();
  const tasks = createTasks({ publisher, clock, random: seededRandom() });
  await tasks.start({ keyValue });
  const reached: string[] = [];
  const run = (names: readonly string[]) =>
    tasks.run<string>({
      kind: 'broadcast',
      items: names,
      nameOf: (name) => name,
      paceMs: 50,
      step: async (name) => ok(reached.push(name)),
    });
  const shown = () => publisher.all('tasks');
  return { tasks, clock, keyValue, reached, run, shown };
}

describe('long jobs', () => {
  it('M9: one that the end of the program cuts says where it stopped, until it is dismissed', async () => {
    const first = await started();
    const id = first.run(['Anna', 'Bob', 'Carla', 'Dan']);
    await vi.waitFor(() => expect(first.shown()[0]).toMatchObject({ done: 1 }));
    first.clock.advance(50);
    await vi.waitFor(() => expect(first.shown()[0]).toMatchObject({ done: 2 }));
    await first.tasks.stop();
    first.clock.advance(1000);

    const second = await started(first.keyValue);
    expect(first.reached).toEqual(['Anna', 'Bob']);
    expect(second.shown()).toMatchObject([
      { id, kind: 'broadcast', state: 'stopped', total: 4, done: 2, left: ['Carla', 'Dan'] },
    ]);
    unwrap(await second.tasks.handlers['tasks/dismiss']({ taskId: id }, context));
    expect((await started(first.keyValue)).shown()).toEqual([]);
  });

  it('M9: one that came to its end is not told of again', async () => {
    const first = await started();
    first.run(['Anna']);
    await vi.waitFor(() => expect(first.shown()[0]).toMatchObject({ state: 'finished' }));
    await vi.waitFor(() => expect(first.keyValue.entries.size).toBe(0));
    expect((await started(first.keyValue)).shown()).toEqual([]);
  });
});
