import * as z from 'zod/mini';
import { type Task, taskSchema } from '../../../shared/domain/task.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

const PREFIX = 'task/';
/** Names of those who are left; beyond them only the number is. */
const MOST_LEFT = 20;
const entrySchema = z.object({ task: taskSchema, names: z.array(z.string()) });

/**
 * What is under way, so that after the end of the program the person can be told how far it came. It is not gone on with by
 * itself: who wrote to two hundred people yesterday may not want to today.
 */
export interface TaskJournal {
  start(store: KeyValueStore): void;
  stop(): void;
  begin(task: Task, names: readonly string[]): void;
  /** After each step. */
  note(task: Task): void;
  end(id: string): void;
  /** Those that were cut; they stay until they are dismissed. */
  cut(): Promise<readonly Task[]>;
}

export function createTaskJournal(): TaskJournal {
  let store: KeyValueStore | undefined;
  const names = new Map<string, readonly string[]>();
  let writing: Promise<unknown> = Promise.resolve();
  /** A full disk must not end the job. */
  const write = (work: (to: KeyValueStore) => Promise<void>): void => {
    const to = store;
    if (to) writing = writing.then(() => work(to)).catch(() => undefined);
  };
  const note = (task: Task): void => {
    const left = (names.get(task.id) ?? []).slice(task.done, task.done + MOST_LEFT);
    write((to) => to.set(PREFIX + task.id, JSON.stringify({ task, names: left })));
  };
  return {
    start(given) {
      store = given;
    },
    stop() {
      store = undefined;
      names.clear();
    },
    begin(task, all) {
      names.set(task.id, all);
      note(task);
    },
    note,
    end(id) {
      names.delete(id);
      write((to) => to.delete(PREFIX + id));
    },
    async cut() {
      const rows = (await store?.list(PREFIX)) ?? [];
      return rows.flatMap(({ value }) => {
        const read = entrySchema.safeParse(parseJson(value));
        return read.success ? [{ ...read.data.task, state: 'stopped' as const, left: read.data.names }] : [];
      });
    },
  };
}
