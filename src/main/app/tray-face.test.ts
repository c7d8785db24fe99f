import { describe, expect, it } from 'vitest';
import { ONLY } from '../../shared/contract/topics.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Self } from '../../shared/domain/presence.ts';
import type { TrayFace } from '../ports/host.port.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import { createPublication } from '../router/publication.ts';
import { createTrayFace } from './tray-face.ts';

const self = (show: Self['presence']['show']): Self => ({
  ...{ address: 'alice@example.test', name: 'Alice', manual: 'automatic', status: 'Hi', recentStatuses: [] },
  presence: { show },
});

describe('the icon by the clock', () => {
  it('X5: shows the own presence and what is unread, sets a status, and forgets with signing out', async () => {
    const publication = createPublication();
    const shown: (TrayFace | undefined)[] = [];
    const set: string[] = [];
    const face = createTrayFace(
      { setTray: (each) => void shown.push(each) },
      publication,
      (manual, status) => void set.push(`${manual} ${status}`),
    );
    publication.set('self', ONLY, self('available'));
    await face.start({} as IdentityStore, 'alice@example.test');
    publication.set('conversations', 'bob', { id: 'bob', unreadCount: 2 } as unknown as Conversation);
    publication.set('self', ONLY, self('on-a-call'));
    publication.set('self', ONLY, self('on-a-call'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown.at(0)).toMatchObject({ show: 'available', unread: 0 });
    expect(shown.at(-1)).toMatchObject({ show: 'on-a-call', unread: 2, manual: 'automatic' });
    shown.at(-1)?.setPresence?.('do-not-disturb');
    expect(set).toEqual(['do-not-disturb Hi']);
    await face.stop();
    expect(shown.at(-1)).toBeUndefined();
  });
});
