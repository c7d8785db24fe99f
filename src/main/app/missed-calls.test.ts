import { describe, expect, it, vi } from 'vitest';
import type { IdentityStore } from '../ports/storage.port.ts';
import { createPublication } from '../router/publication.ts';
import { createMissedCalls } from './missed-calls.ts';

function rig() {
  const publication = createPublication();
  const { feed } = publication.open(['missedCalls'], () => {});
  const log = { missed: 2 };
  const identity = { callLog: { unseenMissed: async () => log.missed } } as unknown as IdentityStore;
  const told: unknown[] = [];
  const read = () => {
    for (const { value } of feed.take()) told.push(value);
    return told;
  };
  return { publication, log, identity, read, service: createMissedCalls(publication) };
}

describe('missed calls that nobody has looked at', () => {
  it('V10: are counted from the start, after each call that has ended, and when they are seen', async () => {
    const { service, identity, publication, log, read } = rig();
    await service.start(identity, 'alice@example.test');
    expect(read()).toEqual([{ count: 2 }]);
    log.missed = 3;
    publication.set('callLog', 'c3', {} as never);
    await vi.waitFor(() => expect(read()).toEqual([{ count: 2 }, { count: 3 }]));
    log.missed = 0;
    publication.set('callLog', 'c1', {} as never);
    await vi.waitFor(() => expect(read().at(-1)).toEqual({ count: 0 }));
  });

  it('V10: are nobody’s after signing out', async () => {
    const { service, identity, publication, read } = rig();
    await service.start(identity, 'alice@example.test');
    await service.stop();
    publication.set('callLog', 'c3', {} as never);
    expect(read()).toEqual([undefined]);
  });
});
