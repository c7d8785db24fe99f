import type { Result } from '../../shared/errors/result.ts';

/** Where a file may be put and where others get it (XEP-0363 section 5). */
export interface UploadSlot {
  readonly putUrl: string;
  /** Only those that the standard allows: Authorization, Cookie, Expires. */
  readonly headers: Readonly<Record<string, string>>;
  readonly getUrl: string;
}

/** A file as the sender names it; nothing of it is to be trusted. */
export interface NamedFile {
  readonly name: string;
  readonly size: number;
}

/** A file of ours that is handed over, perhaps in several tries. */
export interface HandedFile extends NamedFile {
  /** The same at each try: the other side goes on with what it has of it. */
  readonly id: string;
  /** MD5 in hex, as XEP-0096 has it: to tell whether the parts make the whole. */
  readonly digest?: string;
}

/** A device offers a file (XEP-0096), and waits for an answer as long as the stream lasts. */
export interface FileOffer extends NamedFile {
  readonly id: string;
  /** Full address of the device. */
  readonly from: string;
  /** Of the whole, MD5 in hex; only of a sender that can begin in the middle. The id is the same then when it is offered again. */
  readonly digest?: string;
}

/** The bytes of a file of ours from a place on; may be asked for again. */
export type ByteSource = (from: number) => AsyncIterable<Uint8Array>;
/** Takes the next bytes; resolves when there is room for more. */
export type ByteSink = (chunk: Uint8Array) => Promise<void>;

/** One handing over, from device to device. */
export interface HandOver {
  readonly signal: AbortSignal;
  /** Proxies and fall-back only: policy or place forbids straight connections. */
  readonly onProgress: (done: number) => void;
}

/** Files over the stream of the moment. Everything fails with `xmpp.not-connected` when it is down. */
export interface FileTraffic {
  /** The server's upload service, with its limit in bytes where it has told one; undefined: it has none. */
  uploadService(): Promise<Result<{ readonly address: string; readonly maxBytes?: number } | undefined>>;
  /** Failures: files.too-large (`limit`), files.refused, files.busy (`retryAt`-less: later), xmpp.stanza, xmpp.timeout. */
  slot(service: string, file: NamedFile): Promise<Result<UploadSlot>>;

  /** Offers of others, and their being withdrawn. Returns the unsubscribe function. */
  on(listener: (offer: FileOffer) => void): () => void;
  /** Devices of a person that take files, best first; undefined: none that we know of. */
  receiver(address: string): Promise<string | undefined>;
  /**
   * Offers and hands over. Failures: files.declined, files.no-path (no way between the two devices), app.cancelled,
   * xmpp.stanza, xmpp.timeout.
   */
  handOver(to: string, file: HandedFile, source: ByteSource, call: HandOver): Promise<Result<void>>;
  /**
   * Takes an offered file, whole, or from a byte on where the offer has a digest; the same failures, and files.gone when the offer
   * stands no more.
   */
  take(offerId: string, sink: ByteSink, call: HandOver, from?: number): Promise<Result<void>>;
  decline(offerId: string): void;
}
