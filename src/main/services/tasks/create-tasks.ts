import type { Task } from '../../../shared/domain/task.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import { createTaskJournal } from './task-journal.ts';

export interface TaskSteps<T> {
  readonly kind: Task['kind'];
  readonly items: readonly T[];
  /** Names an item where something went wrong with it. */
  readonly nameOf: (item: T) => string;
  readonly step: (item: T, signal: AbortSignal) => Promise<Result<unknown>>;
  /** Time between two steps, so that a thousand don't reach the server at once. */
  readonly paceMs?: number;
}

export interface Tasks {
  readonly handlers: Pick<Handlers, 'tasks/cancel' | 'tasks/dismiss'>;
  /** Starts; the answer is the task's id. */
  run<T>(steps: TaskSteps<T>): string;
  /** Shows what the end of the program cut. */
  start(identity: Pick<IdentityStore, 'keyValue'>): Promise<void>;
  /** Stops everything and takes it off the screen. */
  stop(): Promise<void>;
}

/** Problems that are shown; beyond them only the number is. */
const MOST_PROBLEMS = 20;
/** Without these nothing more can be done. */
const isHopeless = (code: string): boolean =>
  ['xmpp.not-connected', 'app.not-signed-in', 'app.cancelled'].includes(code);

export function createTasks(ports: {
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
}): Tasks {
  const { publisher, clock } = ports;
  const running = new Map<string, AbortController>();
  const shown = new Set<string>();
  const journal = createTaskJournal();

  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });

  async function work<T>(task: Task, steps: TaskSteps<T>, signal: AbortSignal): Promise<void> {
    let now = task;
    const show = (change: Partial<Task>): void => {
      now = { ...now, ...change };
      if (now.state === 'running') journal.note(now);
      if (shown.has(now.id)) publisher.set('tasks', now.id, now);
    };
    for (const item of steps.items) {
      if (signal.aborted) break;
      const result = await steps.step(item, signal);
      if (result.ok) show({ done: now.done + 1 });
      else if (!signal.aborted) {
        const problems = [...now.problems, { what: steps.nameOf(item), error: result.error }];
        show({ failed: now.failed + 1, done: now.done + 1, problems: problems.slice(0, MOST_PROBLEMS) });
        if (isHopeless(result.error.code)) break;
      }
      if (steps.paceMs !== undefined && now.done < now.total) await pause(steps.paceMs, signal);
    }
    show({ state: now.done === now.total ? 'finished' : 'stopped' });
    // Not where the end of the session is what stopped it.
    if (shown.has(now.id)) journal.end(now.id);
  }

  return {
    run(steps) {
      const id = ports.random.uuid();
      const controller = new AbortController();
      const task: Task = {
        ...{ id, kind: steps.kind, total: steps.items.length, done: 0, failed: 0, problems: [] },
        state: 'running',
      };
      running.set(id, controller);
      shown.add(id);
      publisher.set('tasks', id, task);
      journal.begin(task, steps.items.map(steps.nameOf));
      void work(task, steps, controller.signal).finally(() => running.delete(id));
      return id;
    },
    async start({ keyValue }) {
      journal.start(keyValue);
      for (const task of await journal.cut()) {
        shown.add(task.id);
        publisher.set('tasks', task.id, task);
      }
    },
    async stop() {
      journal.stop();
      for (const controller of running.values()) controller.abort();
      running.clear();
      shown.clear();
      publisher.clear('tasks');
    },
    handlers: {
      'tasks/cancel': async ({ taskId }) => {
        running.get(taskId)?.abort();
        return ok();
      },
      'tasks/dismiss': async ({ taskId }) => {
        if (running.has(taskId)) return fail('app.not-allowed');
        shown.delete(taskId);
        journal.end(taskId);
        publisher.remove('tasks', taskId);
        return ok();
      },
    },
  };
}
