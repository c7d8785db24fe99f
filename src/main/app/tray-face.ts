import { ONLY } from '../../shared/contract/topics.ts';
import type { Change } from '../../shared/contract/envelope.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { ManualPresence, Self } from '../../shared/domain/presence.ts';
import type { Host } from '../ports/host.port.ts';
import type { Feed, Publication } from '../router/publication.ts';
import type { IdentityService } from './session-services.ts';

/** Tells the icon by the clock who one is to others, and what waits (X5). */
export function createTrayFace(
  host: Pick<Host, 'setTray'>,
  publication: Publication,
  setPresence: (manual: ManualPresence, status: string) => void,
): IdentityService {
  return new TrayFaceFeed(host, publication, setPresence);
}

class TrayFaceFeed implements IdentityService {
  private readonly host: Pick<Host, 'setTray'>;
  private readonly publication: Publication;
  private readonly setPresence: (manual: ManualPresence, status: string) => void;
  private readonly unread = new Map<string, number>();
  private self: Self | undefined;
  private feed: Feed | undefined;
  private shown = '';

  constructor(
    host: Pick<Host, 'setTray'>,
    publication: Publication,
    setPresence: (manual: ManualPresence, status: string) => void,
  ) {
    this.host = host;
    this.publication = publication;
    this.setPresence = setPresence;
  }

  async start(): Promise<void> {
    if (!this.host.setTray) return;
    const { feed, snapshot } = this.publication.open(['self', 'conversations'], () => this.drain());
    this.feed = feed;
    this.take(snapshot);
  }

  async stop(): Promise<void> {
    this.feed?.close();
    this.feed = undefined;
    this.unread.clear();
    this.self = undefined;
    this.shown = '';
    this.host.setTray?.(undefined);
  }

  private drain(): void {
    for (let batch = this.feed?.take() ?? []; batch.length > 0; batch = this.feed?.take() ?? [])
      this.take(batch);
  }

  private take(changes: readonly Change[]): void {
    for (const { topic, key, value } of changes) {
      if (topic === 'self' && key === ONLY) this.self = value as Self | undefined;
      if (topic === 'conversations')
        this.unread.set(key, (value as Conversation | undefined)?.unreadCount ?? 0);
    }
    this.show();
  }

  private show(): void {
    const { self } = this;
    const unread = [...this.unread.values()].reduce((sum, each) => sum + each, 0);
    const now = self && { show: self.presence.show, manual: self.manual, unread };
    const text = JSON.stringify(now ?? null);
    if (text === this.shown) return;
    this.shown = text;
    this.host.setTray?.(
      now && { ...now, setPresence: (manual) => this.setPresence(manual, this.self?.status ?? '') },
    );
  }
}
