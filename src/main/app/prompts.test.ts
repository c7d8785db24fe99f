import { describe, expect, it } from 'vitest';
import type { EntityChange } from '../../shared/contract/client.ts';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../test/fakes/memory-publisher.ts';
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

  it('D1: the same notice again stays longer and never stands there twice; another one is another', async () => {
    const clock = manualClock();
    const publisher = memoryPublisher();
    const { prompter, handlers } = createPrompts({ publisher, clock, random: strongRandom });
    const notices = () => publisher.all('notices');
    const lost = {
      tone: 'warning',
      text: { key: 'error.xmpp.timeout' },
      error: { code: 'xmpp.timeout' },
    } as const;
    prompter.tell(lost);
    clock.advance(10_000);
    prompter.tell(lost);
    prompter.tell({ ...lost, error: { code: 'xmpp.timeout', params: { host: 'b' } } });
    expect(notices()).toHaveLength(2);
    // The first would have gone by now.
    clock.advance(10_000);
    expect(notices()).toHaveLength(2);
    clock.advance(5_000);
    expect(notices()).toEqual([]);
    // Dismissed, it is told anew.
    prompter.tell(lost);
    await handlers['notices/dismiss']({ id: notices()[0]!.id }, context);
    expect(notices()).toEqual([]);
    prompter.tell(lost);
    expect(notices()).toHaveLength(1);
  });

  it('X5: a notice can be dismissed', async () => {
    const { prompts, shown } = rig();
    prompts.prompter.tell({ tone: 'info', text: { key: 'app.name' } });
    const [notice] = shown();
    await prompts.handlers['notices/dismiss']({ id: notice?.key as never }, context);
    expect(shown()).toEqual([]);
  });
});
