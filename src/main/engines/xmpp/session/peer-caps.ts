import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import { capsHash, type DiscoInfo, type OwnCaps, readInfo } from '../stanzas/caps.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

export interface CapsQuery {
  /** Full address to ask. */
  readonly to: string;
  readonly child: Element;
  /** Takes the answer in; true when it was what the peer had announced. */
  readonly onAnswer: (query: Element) => boolean;
}

/** More software versions than anybody's contacts have; beyond, knowledge is thrown away and asked for anew. */
const MAX_KNOWN = 500;

/**
 * What the devices of others can do (XEP-0115), asked for only when it matters and once for each version of a program.
 * Answers are believed only when they have the announced hash (section 5.4).
 */
export class PeerCaps {
  private readonly known = new Map<string, ReadonlySet<string>>();
  /** By bare address, then resource: the announced `node#ver`. */
  private readonly announced = new Map<string, Map<string, string>>();
  /** Full addresses, by bare ones, of devices whose announcement is none that can be believed: they are asked themselves. */
  private readonly unannounced = new Map<string, Set<string>>();

  constructor(own: OwnCaps) {
    this.learn(own.announcement, own.info);
  }

  /** Takes note of presence; does nothing else. */
  onPresence(stanza: Element): void {
    const from = stanza.attrs['from'] ?? '';
    const address = bareJid(from);
    if (address === undefined) return;
    const caps = stanza.getChild('c', NS.caps);
    const { node, ver, hash } = caps?.attrs ?? {};
    // Without a hash it is the old form, and another hash than SHA-1 we don't verify: both mean not known.
    if (stanza.attrs['type'] === undefined && node !== undefined && ver !== undefined && hash === 'sha-1') {
      const devices = this.announced.get(address) ?? new Map<string, string>();
      this.announced.set(address, devices.set(resourceOf(from), `${node}#${ver}`));
      this.unannounced.get(address)?.delete(from);
      return;
    }
    const isThere = stanza.attrs['type'] === undefined && resourceOf(from) !== '';
    if (isThere) this.mustBeAsked(address, from);
    else this.unannounced.get(address)?.delete(from);
    this.announced.get(address)?.delete(resourceOf(from));
    if (resourceOf(from) === '') this.announced.delete(address);
  }

  /** Whether any device of the person has the feature; undefined when that isn't known yet. */
  supports(address: string, feature: string): boolean | undefined {
    const devices = [...(this.announced.get(address)?.values() ?? [])];
    if (devices.some((ver) => this.known.get(ver)?.has(feature))) return true;
    return devices.every((ver) => this.known.has(ver)) ? false : undefined;
  }

  /** Full address of a device of the person that has the feature, as far as that is known. */
  deviceWith(address: string, feature: string): string | undefined {
    const devices = [...(this.announced.get(address) ?? [])];
    const found = devices.find(([resource, ver]) => resource !== '' && this.known.get(ver)?.has(feature));
    return found && `${address}/${found[0]}`;
  }

  /** Devices of the person that tell what they can do only when they are asked (XEP-0030), by full address. */
  unannouncedDevices(address: string): readonly string[] {
    return [...(this.unannounced.get(address) ?? [])];
  }

  private mustBeAsked(address: string, device: string): void {
    this.unannounced.set(address, (this.unannounced.get(address) ?? new Set()).add(device));
  }

  /** What to ask to know more of this person. */
  query(address: string): CapsQuery | undefined {
    const unknown = [...(this.announced.get(address) ?? [])].find(([, ver]) => !this.known.has(ver));
    if (!unknown) return undefined;
    const [resource, announcement] = unknown;
    const ver = announcement.slice(announcement.lastIndexOf('#') + 1);
    return {
      to: resource === '' ? address : `${address}/${resource}`,
      child: xml('query', { xmlns: NS.discoInfo, node: announcement }),
      onAnswer: (query) => {
        const info = readInfo(query);
        const isTrue = capsHash(info) === ver;
        this.learn(announcement, isTrue ? info : { identities: [], features: [], forms: [] });
        if (!isTrue && resource !== '') this.mustBeAsked(address, `${address}/${resource}`);
        return isTrue;
      },
    };
  }

  clear(): void {
    this.announced.clear();
    this.unannounced.clear();
  }

  private learn(announcement: string, info: DiscoInfo): void {
    if (this.known.size >= MAX_KNOWN) this.known.clear();
    this.known.set(announcement, new Set(info.features));
  }
}
