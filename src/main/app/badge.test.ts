import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import { ONLY } from '../../shared/contract/topics.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import { createPublication } from '../router/publication.ts';
import { createBadge } from './badge.ts';

const nobody = {} as IdentityStore;

function rig(hasBadge = true) {
  const clock = manualClock();
  const publication = createPublication();
  const shown: number[] = [];
  const badge = createBadge({
    host: { caps: { badge: hasBadge } as HostCaps, setBadge: (count) => void shown.push(count) },
    publication,
    clock,
  });
  const missed = (count: number) => publication.set('missedCalls', ONLY, { count });
  const settle = async () => {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const unread = (id: string, unreadCount: number) =>
    publication.set('conversations', id, { id, unreadCount } as Conversation);
  return { badge, shown, missed, settle, unread };
}

describe('the number on the icon', () => {
  it('X5: counts unread messages and missed calls, a burst once, and goes when they are seen', async () => {
    const { badge, shown, missed, settle, unread } = rig();
    unread('dave', 0);
    unread('erin', 4);
    await badge.start(nobody, 'alice@example.test');
    await settle();
    unread('erin', 0);
    for (let count = 1; count <= 5; count += 1) unread('bob', count);
    unread('carol', 1);
    missed(2);
    await settle();
    unread('bob', 0);
    unread('carol', 0);
    await settle();
    missed(0);
    await settle();
    expect(shown).toEqual([4, 8, 2, 0]);
  });

  it('X5: is gone with signing out, and counts nothing afterwards', async () => {
    const { badge, shown, settle, unread } = rig();
    await badge.start(nobody, 'alice@example.test');
    unread('bob', 3);
    await settle();
    await badge.stop();
    unread('bob', 4);
    await settle();
    expect(shown).toEqual([3, 0]);
  });

  it('a host without one is left alone', async () => {
    const { badge, shown, settle, unread } = rig(false);
    await badge.start(nobody, 'alice@example.test');
    unread('bob', 3);
    await settle();
    expect(shown).toEqual([]);
  });
});
