import type { Change } from '../../shared/contract/envelope.ts';
import { ONLY } from '../../shared/contract/topics.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { MissedCalls } from '../../shared/domain/call.ts';
import type { Cancel, Clock } from '../ports/clock.port.ts';
import type { Host } from '../ports/host.port.ts';
import type { Feed, Publication } from '../router/publication.ts';
import type { IdentityService } from './session-services.ts';

export interface BadgePorts {
  readonly host: Pick<Host, 'caps' | 'setBadge'>;
  readonly publication: Publication;
  readonly clock: Clock;
}

/** A burst is counted once. */
const SETTLE_MS = 200;

/** The number on the icon: unread messages and missed calls that nobody has looked at; none when signed out. */
export function createBadge(ports: BadgePorts): IdentityService {
  return new Badge(ports);
}

class Badge implements IdentityService {
  private readonly ports: BadgePorts;
  private readonly unread = new Map<string, number>();
  private feed: Feed | undefined;
  private missed = 0;
  private cancel: Cancel | undefined;
  private shown = 0;

  constructor(ports: BadgePorts) {
    this.ports = ports;
  }

  async start(): Promise<void> {
    if (!this.ports.host.caps.badge) return;
    const opened = this.ports.publication.open(['conversations', 'missedCalls'], () => this.soon());
    this.feed = opened.feed;
    this.take(opened.snapshot);
    this.soon();
  }

  async stop(): Promise<void> {
    this.cancel?.();
    this.cancel = undefined;
    this.feed?.close();
    this.feed = undefined;
    this.missed = 0;
    this.unread.clear();
    this.show(0);
  }

  private soon(): void {
    this.cancel ??= this.ports.clock.after(SETTLE_MS, () => {
      this.cancel = undefined;
      this.count();
    });
  }

  private count(): void {
    const { feed } = this;
    if (!feed) return;
    for (let batch = feed.take(); batch.length > 0; batch = feed.take()) this.take(batch);
    this.show([...this.unread.values()].reduce((sum, each) => sum + each, this.missed));
  }

  private take(changes: readonly Change[]): void {
    for (const { topic, key, value } of changes)
      if (topic === 'conversations')
        this.unread.set(key, (value as Conversation | undefined)?.unreadCount ?? 0);
      else if (topic === 'missedCalls' && key === ONLY)
        this.missed = (value as MissedCalls | undefined)?.count ?? 0;
  }

  private show(count: number): void {
    if (count === this.shown) return;
    this.shown = count;
    this.ports.host.setBadge(count);
  }
}
