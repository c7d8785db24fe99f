import type { Conversation } from '../../../shared/domain/conversation.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import { keepCalls } from './keep-calls.ts';
import { keepFor } from './keep-for.ts';
import { exportFormats } from './export-format.ts';

export interface HistoryService {
  readonly handlers: Pick<Handlers, 'history/export'>;
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
}

export interface HistoryPorts {
  readonly people: Pick<People, 'nameOf'>;
  readonly settings: SettingsSource;
  readonly policies: Policies;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
  /** Their last messages may be others now. */
  readonly showConversations: (conversations: readonly Conversation[]) => void;
  /** The server's archive is read again from its newest end, or no longer. */
  readonly followArchive: (isRead: boolean) => void;
}

/** Messages in one part of an export. */
const PART = 500;

/** Hands out what is kept of what was said (M13). Errors: app.not-signed-in. */
export function createHistoryService(ports: HistoryPorts): HistoryService {
  const { people } = ports;
  let store: ChatStore | undefined;
  let stopKeeping: (() => void) | undefined;

  async function wanted(
    chat: ChatStore,
    id: Conversation['id'] | undefined,
  ): Promise<readonly Conversation[]> {
    if (id === undefined) return chat.conversations();
    const one = await chat.conversation(id);
    return one === undefined ? [] : [one];
  }

  return {
    async start(identity) {
      store = identity.chat;
      const stops = [keepFor(ports, identity.chat), keepCalls(ports, identity.callLog)];
      stopKeeping = () => {
        for (const stop of stops) stop();
      };
    },
    async stop() {
      stopKeeping?.();
      stopKeeping = undefined;
      store = undefined;
      ports.publisher.clear('history');
    },
    handlers: {
      'history/export': async ({ format: name, conversationId, from }) => {
        if (store === undefined) return fail('app.not-signed-in');
        if (!ports.policies.current().isOn('EnableSaveChatToFile')) return fail('app.not-allowed');
        const format = exportFormats[name];
        const all = await wanted(store, conversationId);
        // One that is gone meanwhile ends the export where it was.
        const index = from === undefined ? 0 : all.findIndex(({ id }) => id === from.conversationId);
        const begin = from === undefined ? format.begin : '';
        const conversation = all[index];
        if (conversation === undefined) return ok({ part: begin + format.end, count: from?.count ?? 0 });
        const after = from?.after ?? 0;
        const { messages } = await store.history({ conversationId: conversation.id, after, limit: PART });
        const before = from?.count ?? 0;
        const count = before + messages.length;
        const titled = { ...conversation, title: people.nameOf(conversation.address) ?? conversation.title };
        const part =
          begin +
          (after === 0 && messages.length > 0 ? format.conversation(titled) : '') +
          messages.map((message, n) => format.message(message, titled, before + n === 0)).join('');
        const last = messages.at(-1);
        const following = all[index + 1];
        const next =
          last !== undefined && messages.length === PART
            ? { conversationId: conversation.id, after: last.order, count }
            : following && { conversationId: following.id, after: 0, count };
        return ok({
          part: next === undefined ? part + format.end : part,
          count,
          ...(next !== undefined && { next }),
        });
      },
    },
  };
}
