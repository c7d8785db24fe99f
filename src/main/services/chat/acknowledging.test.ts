import { describe, expect, it } from 'vitest';
import { chatHarness } from '../../../../test/fakes/chat-harness.ts';
import { createStoreProgress } from './store-progress.ts';

describe('what the server is told that we have', () => {
  it('Q3 M6: nothing waits, then a message does until it is in the store, and so does the last of a burst', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline({ features: { archive: false } });
    await chat.settle();
    expect(chat.xmpp.stored()).toBeUndefined();
    const held: string[][] = [];
    for (let n = 0; n < 20; n += 1) {
      chat.xmpp.receive('bob@example.test', `body ${n}`);
      const stored = chat.xmpp.stored();
      expect(stored).toBeDefined();
      void stored?.then(() => held.push(chat.stored()));
    }
    await chat.settle(200);
    expect(held).toHaveLength(20);
    for (const [n, bodies] of held.entries()) expect(bodies).toContain(`body ${n}`);
    expect(chat.xmpp.stored()).toBeUndefined();
    await chat.service.stop();
    chat.xmpp.receive('bob@example.test', 'for nobody');
    expect(chat.xmpp.stored()).toBeUndefined();
  });

  it('Q3: what waits for the third is not told of the second', async () => {
    const progress = createStoreProgress();
    const told: string[] = [];
    const wait = (name: string): void => void progress.stored()?.then(() => told.push(name));
    progress.noteAdded();
    progress.noteAdded();
    wait('two');
    progress.noteAdded();
    wait('three');
    progress.noteStored(2);
    await Promise.resolve();
    expect(told).toEqual(['two']);
    progress.noteStored(1);
    await Promise.resolve();
    expect({ told, stored: progress.stored() }).toEqual({ told: ['two', 'three'], stored: undefined });
  });
});
