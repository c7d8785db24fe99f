import type { PresenceShow, Self } from '../../../shared/domain/presence.ts';
import type { ServiceStatus } from '../../../shared/domain/session.ts';

/** How the person stands before others. A chosen status that no server has told anybody is not shown as if it were seen. */
export type OwnStanding =
  | { readonly kind: 'told'; readonly show: PresenceShow }
  | { readonly kind: 'connecting' | 'offline'; readonly show: 'offline' };

/** `chat` is what tells the status; where a deployment has none of it, the status is told another way or not offered. */
export function ownStanding(
  { presence }: Pick<Self, 'presence'>,
  chat: ServiceStatus['state'] | undefined,
): OwnStanding {
  switch (chat) {
    case 'connecting':
      return { kind: 'connecting', show: 'offline' };
    case 'waiting':
    case 'offline':
    case 'stopped':
      return { kind: 'offline', show: 'offline' };
    default:
      return { kind: 'told', show: presence.show };
  }
}
