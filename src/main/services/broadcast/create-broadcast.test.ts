import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { fail, ok, type Result, unwrap } from '../../../shared/errors/result.ts';
import { createTasks } from '../tasks/create-tasks.ts';
import { createBroadcast } from './create-broadcast.ts';

const context = { signal: new AbortController().signal };

function harness(answer: (address: string) => Result<unknown> = () => ok()) {
  const clock = manualClock();
  const publisher = memoryPublisher();
  const tasks = createTasks({ publisher, clock, random: seededRandom() });
  const sent: string[] = [];
  const { handlers } = createBroadcast({
    tasks,
    people: { nameOf: (address) => (address === 'bob@example.test' ? 'Bob' : undefined) },
    send: async (address, body) => {
      const result = answer(address);
      if (result.ok) sent.push(`${address}: ${body}`);
      return result;
    },
  });
  return {
    tasks,
    sent,
    publisher,
    begin: async (...to: string[]) =>
      unwrap(await handlers['contacts/broadcast']({ to, body: 'Lunch?' }, context)).taskId,
    ask: (...to: string[]) => handlers['contacts/broadcast']({ to, body: 'Lunch?' }, context),
    task: (id: string) => publisher.get('tasks', id),
    pass: async (steps: number) => {
      for (let step = 0; step < steps; step += 1) {
        clock.advance(50);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const three = ['bob@example.test', 'carol@example.test', 'eve@example.test'] as const;

describe('broadcast', () => {
  it('M9: one message each, once for who is named twice, and how far it is', async () => {
    const { begin, pass, sent, task } = harness();
    const id = await begin(...three, 'Bob@example.test');
    await pass(1);
    expect(task(id)).toMatchObject({ kind: 'broadcast', total: 3, state: 'running' });
    await pass(4);
    expect(sent).toEqual(three.map((address) => `${address}: Lunch?`));
    expect(task(id)).toMatchObject({ done: 3, failed: 0, state: 'finished' });
  });

  it('M9: stopped half-way, the rest get nothing; the row goes when it is dismissed', async () => {
    const { begin, pass, sent, task, tasks } = harness();
    const id = await begin(...three);
    await new Promise((resolve) => setImmediate(resolve));
    await tasks.handlers['tasks/cancel']({ taskId: id }, context);
    await pass(5);
    expect(sent).toHaveLength(1);
    expect(task(id)).toMatchObject({ done: 1, state: 'stopped' });
    await tasks.handlers['tasks/dismiss']({ taskId: id }, context);
    expect(task(id)).toBeUndefined();
  });

  it('M9: somebody who cannot be written to is named, and the others get theirs', async () => {
    const { begin, pass, sent, task } = harness((address) =>
      address.startsWith('bob') ? fail('chat.rejected') : ok(),
    );
    const id = await begin(...three);
    await pass(5);
    expect(sent).toHaveLength(2);
    expect(task(id)).toMatchObject({
      ...{ done: 3, failed: 1, state: 'finished' },
      problems: [{ what: 'Bob', error: { code: 'chat.rejected' } }],
    });
  });

  it('M9: signed out in the middle, it stops at once', async () => {
    const { begin, pass, sent, task } = harness(() => fail('app.not-signed-in'));
    const id = await begin(...three);
    await pass(5);
    expect(sent).toEqual([]);
    expect(task(id)).toMatchObject({ done: 1, state: 'stopped' });
  });

  it('M9: a bad address stops it before anybody is written to', async () => {
    const { ask, pass, sent } = harness();
    expect(await ask('bob@example.test', 'no address')).toMatchObject({
      error: { code: 'contacts.bad-address', params: { address: 'no address' } },
    });
    await pass(3);
    expect(sent).toEqual([]);
  });
});
