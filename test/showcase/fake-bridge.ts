import type { ContractClient } from '../../src/shared/contract/client.ts';
import { ONLY } from '../../src/shared/contract/topics.ts';
import { defaultSettings, type Settings } from '../../src/shared/domain/settings.ts';
import { createEntityStore } from '../../src/renderer/bridge/entity-store.ts';
import type { Bridge } from '../../src/renderer/bridge/bridge.ts';
import { type Answers, Refusal } from './answers.ts';
import { asChanges, type Entities } from './entities.ts';

/** A command that the page has called, in order. */
export type CalledCommand = readonly [name: string, input: unknown];

/** A main that has published these entities and answers from a table. Settings are kept, so that switches switch. */
export function createFakeBridge(
  entities: Entities,
  answers: Answers,
  called: CalledCommand[],
  isLost = false,
): Bridge {
  const store = createEntityStore();
  const settings = entities.settings ?? [defaultSettings];
  store.snapshot(asChanges({ ...entities, settings }));
  const call = (name: string, input: unknown) => {
    called.push([name, input]);
    if (name === 'settings/set') {
      const value = { ...(store.get('settings', ONLY) as Settings), ...(input as Partial<Settings>) };
      store.changes([{ topic: 'settings', key: ONLY, value }]);
    }
    const answer = answers[name as keyof Answers] as ((input: unknown) => unknown) | undefined;
    try {
      return Promise.resolve({ ok: true, value: answer?.(input) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Promise.resolve({ ok: false, error: error.failure });
    }
  };
  return { call: call as ContractClient['call'], store, onLost: (listener) => void (isLost && listener()) };
}
