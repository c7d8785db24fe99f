import type { Change } from '../../shared/contract/envelope.ts';
import type { Call } from '../../shared/domain/call.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Host } from '../ports/host.port.ts';
import type { Feed, Publication } from '../router/publication.ts';
import type { IdentityService } from './session-services.ts';

/**
 * Takes notices back when what they told has been dealt with, here or on another device: the call rings no more, the chat
 * was read (blueprint 3.9).
 */
export function createNoticeWithdrawal(
  host: Pick<Host, 'withdraw'>,
  publication: Publication,
): IdentityService {
  let feed: Feed | undefined;
  const take = ({ topic, key, value }: Change): void => {
    const isOver =
      topic === 'calls'
        ? (value as Call | undefined)?.state !== 'ringing-in'
        : ((value as Conversation | undefined)?.unreadCount ?? 0) === 0;
    if (isOver) host.withdraw?.(key);
  };
  const drain = (): void => {
    for (let batch = feed?.take() ?? []; batch.length > 0; batch = feed?.take() ?? []) batch.forEach(take);
  };
  return {
    async start() {
      if (host.withdraw) feed = publication.open(['calls', 'conversations'], drain).feed;
    },
    async stop() {
      feed?.close();
      feed = undefined;
    },
  };
}
