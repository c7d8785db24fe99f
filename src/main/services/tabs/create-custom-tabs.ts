import type { Session } from '../../../shared/domain/session.ts';
import type { Log } from '../../ports/log.port.ts';
import type { NetworkWatch } from '../../ports/network.port.ts';
import type { Pictures } from '../../ports/pictures.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import { readCustomTabs, type TabPage } from './read-custom-tabs.ts';

export interface CustomTabsPorts {
  readonly policies: Policies;
  readonly settings: SettingsSource;
  readonly network: NetworkWatch;
  readonly pictures: Pictures;
  readonly publisher: Publisher;
  readonly session: { current(): Session; onChange(listener: (session: Session) => void): () => void };
  readonly log: Log;
}

export interface CustomTabs {
  /** What may be shown under this id now; nothing after the person has left. */
  page(id: string): TabPage | undefined;
}

/** Pictures for tabs are small; larger ones would weigh on every start of the window. */
const LARGEST_ICON = 48 * 1024;

/** Publishes the organisation's tabs and the person's own while somebody is signed in, and again whenever that changes (X6). */
export function createCustomTabs(ports: CustomTabsPorts): CustomTabs {
  const shown = new ShownTabs(ports);
  ports.policies.onChange(() => shown.look());
  ports.settings.onChange(() => shown.look());
  ports.session.onChange(() => shown.look());
  ports.network.onChange((change) => change === 'changed' && shown.reload());
  return { page: (id) => shown.page(id) };
}

class ShownTabs {
  private readonly ports: CustomTabsPorts;
  private pages: readonly TabPage[] = [];
  private read = '';
  private turn = 0;
  private published: readonly string[] = [];
  /** By address, as `data:`; empty: there is none. */
  private readonly icons = new Map<string, string>();
  private fetching = new AbortController();

  constructor(ports: CustomTabsPorts) {
    this.ports = ports;
  }

  page(id: string): TabPage | undefined {
    return this.pages.find(({ tab }) => tab.id === id);
  }

  look(): void {
    const { session, policies, settings, log } = this.ports;
    const now = session.current();
    const found =
      now.phase === 'signed-in'
        ? readCustomTabs(policies.current(), { address: now.address, own: settings.current().ownTabs })
        : undefined;
    const pages = found?.pages ?? [];
    const text = JSON.stringify(pages);
    if (text === this.read) return;
    this.read = text;
    this.pages = pages;
    if (found && found.refused.length > 0) log.warn('custom tabs left out', { count: found.refused.length });
    this.show();
    this.fetching.abort();
    this.fetching = new AbortController();
    for (const { icon } of pages) if (icon !== undefined) void this.fetchIcon(icon, this.fetching.signal);
  }

  /** The pages are to be loaded anew, where the administrator wants that on another network. */
  reload(): void {
    if (!this.ports.policies.current().isOn('RefreshCustomTabsOnNetworkChange')) return;
    this.turn += 1;
    this.show();
  }

  private show(): void {
    const { publisher } = this.ports;
    const ids = this.pages.map(({ tab }) => tab.id);
    for (const id of this.published) if (!ids.includes(id)) publisher.remove('tabs', id);
    this.published = ids;
    for (const { tab, icon } of this.pages) {
      const picture = icon === undefined ? undefined : this.icons.get(icon);
      publisher.set('tabs', tab.id, { ...tab, turn: this.turn, ...(picture && { icon: picture }) });
    }
  }

  private async fetchIcon(address: string, signal: AbortSignal): Promise<void> {
    if (this.icons.has(address)) return;
    const answer = await this.ports.pictures.fetch(address, signal);
    if (signal.aborted) return;
    if (!answer.ok) this.ports.log.info('picture of a tab not there', { code: answer.error.code });
    const picture = answer.ok ? answer.value : undefined;
    const isFit = picture !== undefined && picture.bytes.length <= LARGEST_ICON;
    this.icons.set(
      address,
      isFit ? `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}` : '',
    );
    if (isFit) this.show();
  }
}
