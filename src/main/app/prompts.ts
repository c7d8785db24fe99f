import type { Notice } from '../../shared/domain/prompt.ts';
import type { NoticeId, PromptId } from '../../shared/domain/ids.ts';
import { ok } from '../../shared/errors/result.ts';
import type { Cancel, Clock } from '../ports/clock.port.ts';
import type { Handlers } from '../ports/handlers.port.ts';
import type { Chooser, Prompter } from '../ports/prompter.port.ts';
import type { Publisher } from '../ports/publisher.port.ts';
import type { Random } from '../ports/random.port.ts';

/** A notice that nobody dismisses goes by itself; errors stay longer, to be read. */
const NOTICE_MS = { info: 8000, ok: 5000, warning: 15_000, error: 30_000 } as const;

export interface Prompts {
  readonly prompter: Prompter & Chooser;
  readonly handlers: Pick<Handlers, 'prompts/answer' | 'notices/dismiss'>;
}

interface Answer {
  readonly isAccepted: boolean;
  readonly choice?: string;
}

const REFUSED: Answer = { isAccepted: false };

/** Questions and notices over the `prompts` and `notices` topics; an unanswered question is taken back when its asker gives up. */
export function createPrompts(ports: {
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
}): Prompts {
  const { publisher, clock, random } = ports;
  const waiting = new Map<PromptId, (answer: Answer) => void>();

  const pose = (show: (id: PromptId) => void, signal?: AbortSignal): Promise<Answer> => {
    if (signal?.aborted) return Promise.resolve(REFUSED);
    const id = random.uuid() as PromptId;
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        if (!waiting.delete(id)) return;
        signal?.removeEventListener('abort', giveUp);
        publisher.remove('prompts', id);
        resolve(answer);
      };
      const giveUp = () => settle(REFUSED);
      waiting.set(id, settle);
      signal?.addEventListener('abort', giveUp, { once: true });
      show(id);
    });
  };
  const ask: Prompter['ask'] = async (prompt, signal) =>
    (await pose((id) => publisher.set('prompts', id, { ...prompt, id }), signal)).isAccepted;
  const choose: Chooser['choose'] = async (prompt, signal) => {
    const answer = await pose((id) => publisher.set('prompts', id, { ...prompt, id }), signal);
    return answer.isAccepted ? answer.choice : undefined;
  };

  const shown = new Map<NoticeId, { readonly words: string; readonly cancel: Cancel }>();
  const take = (id: NoticeId): void => {
    shown.get(id)?.cancel();
    shown.delete(id);
    publisher.remove('notices', id);
  };
  const tell: Prompter['tell'] = (notice) => {
    const words = JSON.stringify([notice.tone, notice.text, notice.error?.code, notice.error?.params]);
    // The same again: the one that stands there stays longer, no second one is put beside it.
    const [same] = [...shown].find(([, held]) => held.words === words) ?? [];
    const id = same ?? (random.uuid() as NoticeId);
    shown.get(id)?.cancel();
    const value: Notice = { ...notice, id, at: clock.now() };
    publisher.set('notices', id, value);
    shown.set(id, { words, cancel: clock.after(NOTICE_MS[notice.tone], () => take(id)) });
  };

  return {
    prompter: { ask, choose, tell },
    handlers: {
      'prompts/answer': async ({ id, isAccepted, choice }) => {
        waiting.get(id)?.({ isAccepted, ...(choice !== undefined && { choice }) });
        return ok();
      },
      'notices/dismiss': async ({ id }) => {
        take(id);
        return ok();
      },
    },
  };
}
