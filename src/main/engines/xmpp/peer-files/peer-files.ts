import { fail, type Result } from '../../../../shared/errors/result.ts';
import type {
  ByteSink,
  ByteSource,
  FileOffer,
  HandedFile,
  HandOver,
} from '../../../ports/file-traffic.port.ts';
import { errorReply } from '../stanzas/stanza-error.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { handOver } from './hand-over.ts';
import { type ReadOffer, readOffer } from './offer-stanzas.ts';
import type { PeerParts } from './peer-parts.ts';
import { TakenOffer } from './take-offer.ts';

/** More open offers than this are one person's mischief. */
const MOST_OFFERS = 50;

/** Files from device to device, both ways. */
export class PeerFiles {
  private readonly parts: PeerParts;
  private readonly offers = new Map<string, ReadOffer>();
  private readonly taken = new Set<TakenOffer>();
  private readonly listeners = new Set<(offer: FileOffer) => void>();

  constructor(parts: PeerParts) {
    this.parts = parts;
  }

  on(listener: (offer: FileOffer) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** True when the request was about a file, and is or will be answered. */
  onIq(stanza: Element): boolean {
    for (const taken of this.taken) if (taken.onIq(stanza)) return true;
    if (!stanza.getChild('si', NS.streamInitiation)) return false;
    const offer = readOffer(stanza);
    if (!offer) this.parts.send(errorReply(stanza, 'cancel', 'bad-request'));
    // Nobody is signed in here to be asked.
    else if (this.listeners.size === 0 || this.offers.size >= MOST_OFFERS)
      this.parts.send(errorReply(stanza, 'cancel', 'service-unavailable'));
    else this.note(offer);
    return true;
  }

  handOver(to: string, file: HandedFile, source: ByteSource, call: HandOver): Promise<Result<void>> {
    return handOver(this.parts, to, file, source, call);
  }

  async take(offerId: string, sink: ByteSink, call: HandOver, from = 0): Promise<Result<void>> {
    const offer = this.offers.get(offerId);
    if (!offer) return fail('files.gone');
    this.offers.delete(offerId);
    const taken = new TakenOffer(this.parts, offer, sink, call, offer.digest === undefined ? 0 : from);
    this.taken.add(taken);
    const result = await taken.run();
    this.taken.delete(taken);
    return result;
  }

  decline(offerId: string): void {
    const offer = this.offers.get(offerId);
    if (!offer) return;
    this.offers.delete(offerId);
    const { from, iqId } = offer;
    this.parts.send(
      xml(
        'iq',
        { type: 'error', to: from, id: iqId },
        xml('error', { type: 'cancel' }, xml('forbidden', { xmlns: NS.stanzaErrors })),
      ),
    );
  }

  /** The stream is over, and every offer with it. */
  clear(): void {
    this.offers.clear();
  }

  private note(offer: ReadOffer): void {
    this.offers.set(offer.id, offer);
    const { id, name, size, from, digest } = offer;
    const told = { id, name, size, from, ...(digest !== undefined && { digest }) };
    for (const listener of [...this.listeners]) listener(told);
  }
}
