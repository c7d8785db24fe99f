import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { FileTraffic } from '../../../ports/file-traffic.port.ts';
import { readInfo } from '../stanzas/caps.ts';
import { readSlot, readUploadService, slotFailure, slotRequest } from '../stanzas/upload.ts';
import { NS } from '../wire/namespaces.ts';
import { xml } from '../wire/xml.ts';
import type { Session } from './session.ts';

type UploadService = { readonly address: string; readonly maxBytes?: number };

/** More items than this at a domain are not looked at. */
const MOST_ITEMS = 50;

/** The server's place for files (XEP-0363), found once a session. */
export class UploadVerbs implements Pick<FileTraffic, 'uploadService' | 'slot'> {
  private readonly session: Session;
  /** Of the domain that it was looked for at. */
  private found: { readonly domain: string; readonly service: UploadService | undefined } | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  async uploadService(): Promise<Result<UploadService | undefined>> {
    const domain = this.session.own?.domain;
    if (domain === undefined) return fail('xmpp.not-connected');
    if (this.found?.domain === domain && this.found.service) return ok(this.found.service);
    const looked = await this.look(domain);
    if (looked.ok) this.found = { domain, service: looked.value };
    return looked;
  }

  async slot(service: string, file: Parameters<FileTraffic['slot']>[1]) {
    const answer = await this.session.request({ type: 'get', to: service, child: slotRequest(file) });
    return answer.ok ? readSlot(answer.value) : { ok: false as const, error: slotFailure(answer.error) };
  }

  /** The domain itself may be one (section 4), or one of its items. */
  private async look(domain: string): Promise<Result<UploadService | undefined>> {
    const [own, items] = await Promise.all([this.ask(domain), this.items(domain)]);
    if (own) return ok(own);
    if (!items.ok) return items.error.code === 'xmpp.stanza' ? ok(undefined) : items;
    const found = await Promise.all(items.value.map((address) => this.ask(address)));
    return ok(found.find((service) => service !== undefined));
  }

  private async ask(address: string): Promise<UploadService | undefined> {
    const answer = await this.session.request({
      type: 'get',
      to: address,
      child: xml('query', { xmlns: NS.discoInfo }),
    });
    const query = answer.ok ? answer.value.getChild('query', NS.discoInfo) : undefined;
    const service = query && readUploadService(readInfo(query));
    return service && { address, ...service };
  }

  /** What stands at a domain (XEP-0030 section 4). */
  async items(domain: string): Promise<Result<readonly string[]>> {
    const answer = await this.session.request({
      type: 'get',
      to: domain,
      child: xml('query', { xmlns: NS.discoItems }),
    });
    if (!answer.ok) return answer;
    const items = answer.value.getChild('query', NS.discoItems)?.getChildren('item') ?? [];
    const addresses = items.map(({ attrs }) => attrs['jid'] ?? '').filter((jid) => jid !== '');
    return ok(addresses.slice(0, MOST_ITEMS));
  }
}
