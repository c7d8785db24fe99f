import type { Socket } from 'node:net';
import { fail, failure, type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { ByteSink, HandOver } from '../../../ports/file-traffic.port.ts';
import { resultReply } from '../stanzas/iq-answers.ts';
import { errorReply } from '../stanzas/stanza-error.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { readPiece } from './in-band.ts';
import { acceptance, type ReadOffer, readStreamHosts, streamName } from './offer-stanzas.ts';
import type { PeerParts } from './peer-parts.ts';
import { askForStream } from './socks5.ts';

/** Until the far end says where the bytes are, and between two pieces. */
const SILENCE_MS = 120_000;
const DIAL_MS = 8_000;

/** An offered file on its way to us. Stanzas of its stream come to `onIq`. */
export class TakenOffer {
  private readonly parts: PeerParts;
  private readonly offer: ReadOffer;
  private readonly sink: ByteSink;
  private readonly call: HandOver;
  private readonly result = Promise.withResolvers<Result<void>>();
  private cancelSilence = (): void => undefined;
  private socket: Socket | undefined;
  private isInBand = false;
  private expected = 0;
  private done: number;
  /** Pieces are written one after the other. */
  private writing: Promise<void> = Promise.resolve();

  /** `from`: what is here already. */
  constructor(parts: PeerParts, offer: ReadOffer, sink: ByteSink, call: HandOver, from: number) {
    this.done = from;
    this.parts = parts;
    this.offer = offer;
    this.sink = sink;
    this.call = call;
  }

  /** Says yes and waits for the bytes. */
  run(): Promise<Result<void>> {
    const { from, iqId, methods } = this.offer;
    const method = methods[0] ?? NS.inBand;
    this.call.signal.addEventListener('abort', () => this.end(failure('app.cancelled')), { once: true });
    this.wind();
    this.parts.send(xml('iq', { type: 'result', to: from, id: iqId }, acceptance(method, this.done)));
    return this.result.promise;
  }

  /** True when the stanza belongs to this file's stream. */
  onIq(stanza: Element): boolean {
    const child = stanza.getChildElements()[0];
    if (!child || stanza.attrs['from'] !== this.offer.from || child.attrs['sid'] !== this.offer.sid)
      return false;
    if (child.is('query', NS.bytestreams)) void this.onStreamHosts(stanza, child);
    else if (child.is('open', NS.inBand)) this.onOpen(stanza);
    else if (child.is('data', NS.inBand)) this.onData(stanza, child);
    else if (child.is('close', NS.inBand)) this.onClose(stanza);
    else return false;
    return true;
  }

  /** The first way that opens is taken; which it was is the answer (XEP-0065 section 5.3.3). */
  private async onStreamHosts(stanza: Element, query: Element): Promise<void> {
    const own = this.parts.own();
    if (own === undefined || this.socket || this.isInBand)
      return this.parts.send(errorReply(stanza, 'cancel', 'not-acceptable'));
    const name = streamName(this.offer.sid, this.offer.from, own);
    for (const host of readStreamHosts(query)) {
      this.wind();
      const socket = await this.dial(host, name);
      if (!socket) continue;
      if (this.call.signal.aborted) return void socket.destroy();
      this.socket = socket;
      const used = xml('streamhost-used', { jid: host.jid });
      const child = xml('query', { xmlns: NS.bytestreams, sid: this.offer.sid }, used);
      this.parts.send(resultReply(stanza, child));
      return this.receive(socket);
    }
    // In-band may follow: the silence decides.
    this.parts.send(errorReply(stanza, 'cancel', 'item-not-found'));
  }

  private async dial(
    { host, port }: { readonly host: string; readonly port: number },
    name: string,
  ): Promise<Socket | undefined> {
    const { signal } = this.call;
    const dialled = await this.parts.dialer.connect({
      host,
      port,
      service: 'files',
      timeoutMs: DIAL_MS,
      signal,
    });
    if (!dialled.ok) return undefined;
    const cancel = this.parts.clock.after(DIAL_MS, () => dialled.value.destroy());
    try {
      await askForStream(dialled.value, name);
      return dialled.value;
    } catch {
      dialled.value.destroy();
      return undefined;
    } finally {
      cancel();
    }
  }

  private async receive(socket: Socket): Promise<void> {
    try {
      if (this.done < this.offer.size)
        for await (const chunk of socket as AsyncIterable<Buffer>) {
          this.wind();
          await this.write(chunk);
          if (this.done >= this.offer.size) break;
        }
      this.end(this.done === this.offer.size ? undefined : failure('files.no-path', {}, 'ended early'));
    } catch {
      this.end(failure('files.no-path', {}, 'the stream broke'));
    }
  }

  private onOpen(stanza: Element): void {
    const size = Number(stanza.getChild('open', NS.inBand)?.attrs['block-size']);
    const isFit = Number.isInteger(size) && size > 0 && size <= 65_535;
    if (this.socket || this.isInBand || !isFit)
      return this.parts.send(errorReply(stanza, 'cancel', 'not-acceptable'));
    this.isInBand = true;
    this.wind();
    this.parts.send(resultReply(stanza));
  }

  private onData(stanza: Element, data: Element): void {
    const piece = this.isInBand ? readPiece(data, this.expected) : undefined;
    if (!piece) {
      this.parts.send(errorReply(stanza, 'cancel', this.isInBand ? 'unexpected-request' : 'item-not-found'));
      return this.end(failure('files.no-path', {}, 'a piece is missing'));
    }
    this.expected += 1;
    this.wind();
    // Answered when it is written: so the far end is no faster than our disk.
    this.writing = this.writing
      .then(() => this.write(piece))
      .then(() => this.parts.send(resultReply(stanza)))
      .catch(() => {
        this.parts.send(errorReply(stanza, 'cancel', 'resource-constraint'));
        this.end(failure('files.not-saved'));
      });
  }

  private onClose(stanza: Element): void {
    this.parts.send(resultReply(stanza));
    void this.writing.then(() =>
      this.end(this.done === this.offer.size ? undefined : failure('files.no-path', {}, 'ended early')),
    );
  }

  private async write(chunk: Uint8Array): Promise<void> {
    await this.sink(chunk);
    this.done += chunk.length;
    this.call.onProgress(this.done);
  }

  private wind(): void {
    this.cancelSilence();
    this.cancelSilence = this.parts.clock.after(SILENCE_MS, () =>
      this.end(failure('files.no-path', {}, 'nothing came')),
    );
  }

  private end(cause: Failure | undefined): void {
    this.cancelSilence();
    // A reset, so that the far end does not take the end of a stream that it has written for thanks.
    if (cause) this.socket?.resetAndDestroy();
    else this.socket?.end();
    this.result.resolve(cause ? fail(cause.code, cause.params, cause.detail) : ok());
  }
}
