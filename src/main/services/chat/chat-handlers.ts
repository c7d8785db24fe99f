import { normaliseConversation, occupantOf } from '../../../shared/domain/occupant-address.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import type { CallContext, Handlers } from '../../ports/handlers.port.ts';
import type { ChatSession } from './chat-session.ts';
import { encryptionOf } from './encryption-policy.ts';
import { react, repliedTo, retract } from './message-extras.ts';

export type ChatCommand = Extract<keyof Handlers, `chat/${string}`>;
export type ChatHandlers = Pick<Handlers, ChatCommand>;

/** The `chat/*` commands over the session of the moment; without one they fail with app.not-signed-in. */
export function createChatHandlers(session: () => ChatSession | undefined): ChatHandlers {
  const inSession =
    <A, R>(handler: (session: ChatSession, argument: A) => Promise<Result<R>>) =>
    async (argument: A, _context: CallContext): Promise<Result<R>> => {
      const current = session();
      return current === undefined ? fail('app.not-signed-in') : handler(current, argument);
    };
  return {
    'chat/open': inSession(open),
    'chat/send': inSession(send),
    'chat/history': inSession(history),
    'chat/search': inSession(search),
    'chat/mark-read': inSession(markRead),
    'chat/set-typing': inSession(setTyping),
    'chat/set-draft': inSession(setDraft),
    'chat/retry': inSession(retry),
    'chat/discard': inSession(discard),
    'chat/correct': inSession(correct),
    'chat/react': inSession(react),
    'chat/retract': inSession(takeBack),
    'chat/replied-to': inSession(repliedTo),
    'chat/sign-in-again': inSession(signInAgain),
    'chat/coverage': inSession(async (session) => ok(session.coverage())),
  };
}

export type Act<N extends ChatCommand> = (
  session: ChatSession,
  argument: Parameters<ChatHandlers[N]>[0],
) => ReturnType<ChatHandlers[N]>;

const signInAgain: Act<'chat/sign-in-again'> = async ({ context }) => {
  context.xmpp.again();
  return ok();
};

const open: Act<'chat/open'> = async ({ context, rooms }, { address }) => {
  const id = normaliseConversation(address.trim());
  const occupant = id === undefined ? undefined : occupantOf(id);
  // Somebody's device is no conversation; somebody in a room of ours is.
  if (id === undefined || (occupant && !rooms.has(occupant.room)))
    return fail('contacts.bad-address', { address });
  const title = occupant?.nick ?? context.people.nameOf(id) ?? '';
  context.view.show([await context.store.ensureConversation(id, 'direct', title)]);
  return ok({ conversationId: id });
};

const send: Act<'chat/send'> = async ({ context, outbox, typing }, { conversationId, body, id, replyTo }) => {
  const { store, self, stamp, view } = context;
  if (normaliseConversation(conversationId) !== conversationId)
    return fail('contacts.bad-address', { address: conversationId });
  if (encryptionOf(context, conversationId).sending === 'refused') return fail('chat.must-be-encrypted');
  typing.sent(conversationId);
  const at = stamp();
  const state: OutboxEntry['state'] = outbox.isFree(conversationId) ? 'sending' : 'queued';
  const saved = await store.enqueue({
    ...{ id, conversationId, from: self, body, at, state },
    ...(replyTo !== undefined && { replyTo }),
  });
  if (!saved.isNew) return ok({ id });
  view.show([saved.conversation]);
  view.showMessages([saved.message]);
  context.people.noteRecent(conversationId, at);
  outbox.dispatch({
    type: 'submitted',
    entry: {
      ...{ stanzaId: id, messageId: id, conversationId, body, state, at },
      ...(saved.reply && { reply: saved.reply }),
    },
  });
  return ok({ id });
};

const history: Act<'chat/history'> = async ({ scrollBack }, { conversationId, before, around, limit }) => {
  const page = await scrollBack.history({
    conversationId,
    limit,
    ...(before !== undefined && { before }),
    ...(around !== undefined && { around }),
  });
  return ok({ messages: [...page.messages], hasOlder: page.hasOlder });
};

const search: Act<'chat/search'> = async ({ context }, { text, conversationId, limit }) =>
  ok([
    ...(await context.store.search({ text, limit, ...(conversationId !== undefined && { conversationId }) })),
  ]);

const markRead: Act<'chat/mark-read'> = async ({ markers }, { conversationId }) => {
  await markers.markRead(conversationId);
  return ok();
};

const setTyping: Act<'chat/set-typing'> = async ({ typing }, { conversationId, isTyping }) => {
  typing.own(conversationId, isTyping);
  return ok();
};

const setDraft: Act<'chat/set-draft'> = async ({ context }, { conversationId, text }) => {
  const conversation = await context.store.setDraft(conversationId, text);
  if (conversation !== undefined) context.view.show([conversation]);
  return ok();
};

const retry: Act<'chat/retry'> = async ({ context, outbox }, { id }) => {
  // A new stanza id: archives may hold the refused one, and would answer for it if this try came into doubt.
  const requeued = await context.store.requeue(id, context.random.uuid(), context.stamp());
  if (requeued === undefined) return fail('chat.no-such-message');
  context.view.showMessages([requeued.message]);
  outbox.dispatch({ type: 'submitted', entry: requeued.entry });
  return ok();
};

const discard: Act<'chat/discard'> = async ({ context, outbox }, { id }) => {
  const known = await context.store.message(id);
  if (known === undefined) return fail('chat.no-such-message');
  const { delivery } = known.message;
  if (delivery !== 'queued' && delivery !== 'failed') return fail('app.not-allowed');
  outbox.dispatch({ type: 'removed', messageId: id });
  const conversation = await context.store.remove(id);
  context.view.hideMessages([id]);
  if (conversation !== undefined) context.view.show([conversation]);
  return ok();
};

/** What was never sent needs no word to anybody. */
const takeBack: Act<'chat/retract'> = async (session, { id }) => {
  const delivery = (await session.context.store.message(id))?.message.delivery;
  return delivery === 'queued' || delivery === 'failed' ? discard(session, { id }) : retract(session, { id });
};

const correct: Act<'chat/correct'> = async ({ context, outbox }, { id, body }) => {
  const conversation = (await context.store.message(id))?.message.conversationId;
  if (conversation !== undefined && encryptionOf(context, conversation).sending === 'refused')
    return fail('chat.must-be-encrypted');
  const stanzaId = context.random.uuid();
  const corrected = await context.store.enqueueCorrection({
    messageId: id,
    stanzaId,
    body,
    at: context.stamp(),
  });
  if (corrected === undefined) return fail('chat.no-such-message');
  context.view.showMessages([corrected.message]);
  context.view.show([corrected.conversation]);
  const { entry } = corrected;
  if (entry?.stanzaId === stanzaId) outbox.dispatch({ type: 'submitted', entry });
  else if (entry !== undefined) outbox.dispatch({ type: 'rewritten', entry });
  return ok();
};
