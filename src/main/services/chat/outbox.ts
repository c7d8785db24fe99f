import type { ConversationId } from '../../../shared/domain/ids.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { failure } from '../../../shared/errors/result.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { AnsweringDevices } from './answering-devices.ts';
import { findInArchive } from './archive-check.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import type { NickHolder } from '../../ports/room-chats.port.ts';
import type { ChatContext } from './chat-ports.ts';
import { emptyOutbox } from './outbox-lines.ts';
import { isFree, outboxStep, type OutboxEffect, type OutboxEvent } from './outbox.machine.ts';

type HolderOf = (room: ConversationId, nick: string) => NickHolder | undefined;

/**
 * Said to one person in a room, and held until we are inside again: the nick may be another's by then. Without proof that
 * it is not, the person is asked to send it again. Who is not there at all is the room's to say.
 */
function isForSomebodyElse({ conversationId, at }: OutboxEntry, holderOf: HolderOf): boolean {
  const occupant = occupantOf(conversationId);
  const holder = occupant && holderOf(occupant.room, occupant.nick);
  return holder !== undefined && at < holder.since && !holder.isBack;
}

/** After a failed check or a store that would not write. */
const WAIT_MS = 2000;

/** Runs the outbox machine: its effects against the store, the stream and the archive. */
export interface Outbox {
  dispatch(event: OutboxEvent): void;
  /** Whether a message stored as `sending` now would be written at once. */
  isFree(conversationId: ConversationId): boolean;
  stop(): void;
}

export function createOutbox(
  context: ChatContext,
  devices: Pick<AnsweringDevices, 'addressOf'>,
  holder: HolderOf = () => undefined,
): Outbox {
  const { store, xmpp, clock, view, self } = context;
  const log = context.log.child('outbox');
  const events: OutboxEvent[] = [];
  let state = emptyOutbox;
  let isRunning = false;
  let isStopped = false;
  let cancelWait: Cancel | undefined;

  /** One event after the other, also those that effects bring forth. */
  function dispatch(event: OutboxEvent): void {
    if (isStopped) return;
    events.push(event);
    if (isRunning) return;
    isRunning = true;
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const step = outboxStep(state, next);
      state = step.state;
      for (const effect of step.effects) perform(effect);
    }
    isRunning = false;
  }

  function perform(effect: OutboxEffect): void {
    switch (effect.type) {
      case 'claim':
        return inStore('claim', claim(effect.stanzaIds), {
          type: 'claim-failed',
          stanzaIds: effect.stanzaIds,
        });
      case 'write':
        return write(effect);
      case 'check':
        void check(effect);
        return;
      case 'settle':
        return inStore('settle', store.settleSent(effect.stanzaIds).then(view.showMessages));
      case 'refuse':
        return inStore('refuse', refuse(effect));
      case 'wait':
        cancelWait?.();
        cancelWait = clock.after(WAIT_MS, () => dispatch({ type: 'woke' }));
        return;
      default:
        assertNever(effect);
    }
  }

  const isRoom = (id: ConversationId): boolean => view.get(id)?.kind === 'room';

  function inStore(what: string, work: Promise<void>, whenFailed?: OutboxEvent): void {
    // What could not be settled stays `sending` in the store and is asked about after the next start.
    work.catch((error: unknown) => {
      log.error('store refused', { what, reason: error instanceof Error ? error.message : 'unknown' });
      if (whenFailed !== undefined) dispatch(whenFailed);
    });
  }

  async function claim(stanzaIds: readonly string[]): Promise<void> {
    view.showMessages(await store.markSending(stanzaIds));
    dispatch({ type: 'claimed', stanzaIds });
  }

  function write({ entry }: Extract<OutboxEffect, { type: 'write' }>): void {
    const { stanzaId, conversationId, body, replaces, fileUrl, reply, about } = entry;
    const isToRoom = isRoom(conversationId);
    if (isForSomebodyElse(entry, holder))
      return dispatch({ type: 'refused', stanzaId, conversationId, error: failure('rooms.other-occupant') });
    const written = xmpp.sendMessage({
      to: isToRoom ? conversationId : devices.addressOf(conversationId),
      id: stanzaId,
      body,
      ...(replaces !== undefined && { replaces }),
      ...(fileUrl !== undefined && { fileUrl }),
      // In a room nobody knows our own address.
      ...(reply && { reply: isToRoom && reply.to === self ? { ...reply, to: '' } : reply }),
      ...(about && { about }),
      ...(isToRoom && { isToRoom }),
      ...(occupantOf(conversationId) && { isPrivate: true }),
    });
    if (written.ok) return;
    if (written.error.code === 'xmpp.not-connected') dispatch({ type: 'not-written', stanzaId });
    else dispatch({ type: 'refused', stanzaId, conversationId, error: written.error });
  }

  async function check({ conversationId, entries }: Extract<OutboxEffect, { type: 'check' }>): Promise<void> {
    const answer = await findInArchive(context, conversationId, entries, isRoom(conversationId));
    if (answer.ok) {
      log.info('archive asked', { doubted: entries.length, found: answer.value.length });
      dispatch({ type: 'checked', conversationId, found: answer.value });
    } else {
      log.warn('archive not asked', { code: answer.error.code });
      dispatch({ type: 'check-failed', conversationId });
    }
  }

  async function refuse(effect: Extract<OutboxEffect, { type: 'refuse' }>): Promise<void> {
    const message = await store.settleFailed(effect.stanzaId, effect.conversationId, effect.error);
    if (message !== undefined) view.showMessages([message]);
  }

  return {
    dispatch,
    isFree: (conversationId) => isFree(state, conversationId),
    stop() {
      isStopped = true;
      cancelWait?.();
    },
  };
}
