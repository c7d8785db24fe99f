import type { MessageId } from '../../../shared/domain/ids.ts';
import { isEmoji, MOST_REACTIONS } from '../../../shared/domain/message-extras.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Act } from './chat-handlers.ts';
import type { ChatSession } from './chat-session.ts';

/** Reactions, retractions and answers: what is done to a message, shown at once and sent through the outbox. */
export const react: Act<'chat/react'> = async (session, { id, emoji, isOn }) => {
  const known = await session.context.store.message(id);
  if (known === undefined) return fail('chat.no-such-message');
  if (!isEmoji(emoji)) return fail('app.not-allowed');
  const own = (known.message.reactions ?? []).filter((one) => one.isOwn).map((one) => one.emoji);
  if (own.includes(emoji) === isOn) return ok();
  const emojis = isOn ? [...own, emoji].slice(-MOST_REACTIONS) : own.filter((one) => one !== emoji);
  return annotate(session, id, { kind: 'reactions', emojis });
};

export const retract: Act<'chat/retract'> = async (session, { id }) => {
  const known = await session.context.store.message(id);
  if (known === undefined || known.message.direction !== 'out') return fail('chat.no-such-message');
  return annotate(session, id, { kind: 'retraction' });
};

export const repliedTo: Act<'chat/replied-to'> = async ({ context }, { id }) => {
  const found = await context.store.repliedTo(id);
  return ok(found === undefined ? {} : { id: found });
};

async function annotate(
  { context, outbox }: ChatSession,
  messageId: MessageId,
  what: Parameters<ChatStore['annotate']>[0]['what'],
): Promise<Result<void>> {
  const { store, view, self, random, stamp } = context;
  const changed = await store.annotate({
    ...{ messageId, stanzaId: random.uuid(), from: self, at: stamp(), what },
  });
  if (changed === undefined) return fail('chat.no-such-message');
  view.showMessages([changed.message, ...changed.answers]);
  view.show([changed.conversation]);
  outbox.dispatch({ type: 'submitted', entry: changed.entry });
  return ok();
}
