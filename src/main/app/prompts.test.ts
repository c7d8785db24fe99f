import { describe, expect, it } from 'vitest';
import type { EntityChange } from '../../shared/contract/client.ts';
import { realClock } from '../../../test/fakes/real-clock.ts';
import { strongRandom } from './machine/strong-random.ts';
import { createPrompts } from './prompts.ts';
import { createPublication } from '../router/publication.ts';

function rig() {
  const publication = createPublication();
  const prompts = createPrompts({ publisher: publication, clock: realClock, random: strongRandom });
  const shown = () => publication.open(['prompts', 'notices'], () => {}).snapshot as EntityChange[];
  return { prompts, shown };
}
const banner = { kind: 'banner', text: 'Be kind.' } as const;
const context = { signal: new AbortController().signal };

describe('prompts', () => {
  it('A10: a question is shown until it is answered, and its answer comes once', async () => {
    const { prompts, shown } = rig();
    const answer = prompts.prompter.ask(banner);
    const [question] = shown();
    expect(question).toMatchObject({ topic: 'prompts', value: banner });
    await prompts.handlers['prompts/answer']({ id: question?.key as never, isAccepted: true }, context);
    await prompts.handlers['prompts/answer']({ id: question?.key as never, isAccepted: false }, context);
    expect(await answer).toBe(true);
    expect(shown()).toEqual([]);
  });

  it('A10: a question whose asker gives up is taken back and counts as refused', async () => {
    const { prompts, shown } = rig();
    const controller = new AbortController();
    const answer = prompts.prompter.ask(banner, controller.signal);
    controller.abort();
    expect(await answer).toBe(false);
    expect(shown()).toEqual([]);
    expect(await prompts.prompter.ask(banner, controller.signal)).toBe(false);
  });

  it('X5: a notice can be dismissed', async () => {
    const { prompts, shown } = rig();
    prompts.prompter.tell({ tone: 'info', text: { key: 'app.name' } });
    const [notice] = shown();
    await prompts.handlers['notices/dismiss']({ id: notice?.key as never }, context);
    expect(shown()).toEqual([]);
  });
});
