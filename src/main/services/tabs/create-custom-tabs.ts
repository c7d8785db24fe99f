import type { Session } from '../../../shared/domain/session.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import { readCustomTabs, type TabPage } from './read-custom-tabs.ts';

export interface CustomTabsPorts {
  readonly policies: Policies;
  readonly publisher: Publisher;
  readonly session: { current(): Session; onChange(listener: (session: Session) => void): () => void };
  readonly log: Log;
}

export interface CustomTabs {
  /** What may be shown under this id now; nothing after the person has left. */
  page(id: string): TabPage | undefined;
}

/** Publishes the organisation's tabs while somebody is signed in, and again whenever the configuration says otherwise (X6). */
export function createCustomTabs({ policies, publisher, session, log }: CustomTabsPorts): CustomTabs {
  let pages: readonly TabPage[] = [];
  let published = '';
  const look = (): void => {
    const now = session.current();
    const read =
      now.phase === 'signed-in' ? readCustomTabs(policies.current(), { address: now.address }) : undefined;
    pages = read?.pages ?? [];
    const text = JSON.stringify(pages);
    if (text === published) return;
    published = text;
    if (read && read.refused.length > 0) log.warn('custom tabs left out', { count: read.refused.length });
    publisher.clear('tabs');
    for (const { tab } of pages) publisher.set('tabs', tab.id, tab);
  };
  policies.onChange(look);
  session.onChange(look);
  return { page: (id) => pages.find(({ tab }) => tab.id === id) };
}
