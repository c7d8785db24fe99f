import type { FileTraffic } from '../../../ports/file-traffic.port.ts';
import { PeerFiles } from '../peer-files/peer-files.ts';
import type { PeerParts } from '../peer-files/peer-parts.ts';
import { type DiscoInfo, readInfo } from '../stanzas/caps.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import type { Session } from './session.ts';
import { UploadVerbs } from './upload-verbs.ts';

const ASK_MS = 10_000;
/** Versions of programs that are asked for at most to find a device that takes files. */
const MOST_QUESTIONS = 5;

/** Files as verbs over the session: uploads, and what goes from device to device. */
export function createFileTraffic(
  session: Session,
  parts: Pick<PeerParts, 'dialer' | 'clock' | 'random' | 'place'>,
): FileTraffic {
  const uploads = new UploadVerbs(session);
  const ask = (to: string, child: Element) => session.request({ type: 'get', to, child, timeoutMs: ASK_MS });

  async function infoOf(to: string): Promise<DiscoInfo | undefined> {
    const answer = await ask(to, xml('query', { xmlns: NS.discoInfo }));
    const query = answer.ok ? answer.value.getChild('query', NS.discoInfo) : undefined;
    return query && readInfo(query);
  }

  async function isProxy(to: string): Promise<boolean> {
    const { identities = [] } = (await infoOf(to)) ?? {};
    return identities.some(({ category, type }) => category === 'proxy' && type === 'bytestreams');
  }

  const peers = new PeerFiles({
    ...parts,
    own: () => session.own?.full,
    request: (request) => session.request(request),
    send: (stanza) => session.channel.send(stanza),
    async proxies() {
      const items = await uploads.items(session.own?.domain ?? '');
      const found = items.ok ? await Promise.all(items.value.map(isProxy)) : [];
      return items.ok ? items.value.filter((_, index) => found[index]) : [];
    },
  });
  session.onRequest((stanza) => peers.onIq(stanza));

  return {
    uploadService: () => uploads.uploadService(),
    slot: (service, file) => uploads.slot(service, file),
    on: (listener) => peers.on(listener),
    async receiver(address) {
      for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
        const known = session.peerCaps.deviceWith(address, NS.fileProfile);
        const query = known === undefined ? session.peerCaps.query(address) : undefined;
        if (known !== undefined) return known;
        if (!query) break;
        const answer = await ask(query.to, query.child);
        const info = answer.ok ? answer.value.getChild('query', NS.discoInfo) : undefined;
        query.onAnswer(info ?? xml('query'));
      }
      for (const device of session.peerCaps.unannouncedDevices(address).slice(0, MOST_QUESTIONS))
        if ((await infoOf(device))?.features.includes(NS.fileProfile)) return device;
      return undefined;
    },
    handOver: (to, file, source, call) => peers.handOver(to, file, source, call),
    take: (offerId, sink, call, from) => peers.take(offerId, sink, call, from),
    decline: (offerId) => peers.decline(offerId),
  };
}
