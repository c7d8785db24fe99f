/// <reference path="./xmpp-packages.d.ts" />
import type { Duplex } from 'node:stream';
import ConnectionTCP from '@xmpp/connection-tcp';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { socketFailure } from '../../link/socket-failure.ts';
import { CarrierError } from './carrier-error.ts';
import { NS } from './namespaces.ts';
import { type StreamParserSink, StreamParser } from './stream-parser.ts';
import { type Element, serialize } from './xml.ts';

/** What comes over a stream, in order. `end` comes once and last. */
export type WireItem =
  | { readonly kind: 'header'; readonly id: string | undefined; readonly from: string | undefined }
  | { readonly kind: 'element'; readonly element: Element }
  | { readonly kind: 'end'; readonly cause: Failure };

/** What an XML stream runs on: a TCP or TLS socket, or a WebSocket or HTTP requests that look like one. */
export type StreamSocket = Duplex & { destroySoon(): void };

export interface WireOptions {
  readonly socket: StreamSocket;
  readonly host: string;
  readonly port: number;
  /** Told of any bytes, for the keep-alive. */
  readonly onBytes?: () => void;
  /** Told of each element before it is handled. */
  readonly onElement?: (element: Element) => void;
}

/** One connected socket with an XML stream on it. Writing is synchronous: what `send` was given is on its way, or the end has come. */
export class Wire {
  private readonly options: WireOptions;
  private readonly framing = new Framing();
  private parser: StreamParser | undefined;
  private sink: ((item: WireItem) => void) | undefined;
  private waiter: ((item: WireItem) => void) | undefined;
  private backlog: WireItem[] = [];
  private isEnded = false;
  private isClosing = false;

  constructor(options: WireOptions) {
    this.options = options;
    const { socket } = options;
    socket.on('data', this.onData);
    socket.on('error', this.onError);
    socket.on('close', this.onClose);
  }

  get socket(): StreamSocket {
    return this.options.socket;
  }

  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: this.options.host, port: this.options.port };
  }

  /** The next item, for whoever negotiates: one call at a time, and none after `deliverTo`. */
  next(): Promise<WireItem> {
    const item = this.backlog.shift();
    if (item) return Promise.resolve(item);
    return new Promise((resolve) => {
      this.waiter = resolve;
    });
  }

  /** From now on items go to the sink as they come, those that wait first. */
  deliverTo(sink: (item: WireItem) => void): void {
    this.waiter = undefined;
    this.sink = sink;
    const waiting = this.backlog;
    this.backlog = [];
    for (const item of waiting) sink(item);
  }

  /** Opens or restarts the stream (RFC 6120 section 4.3.3): a new header, a new parser; `first` goes out in the same write. */
  open(to: string, first = ''): void {
    this.parser?.stop();
    this.parser = new StreamParser(this.parserSink());
    this.write(this.framing.headerFor(to) + first);
  }

  send(...elements: readonly Element[]): void {
    this.write(elements.map(serialize).join(''));
  }

  /** For stanzas already put into text. */
  write(text: string): void {
    if (!this.isEnded && !this.isClosing && text !== '') this.options.socket.write(text);
  }

  /** Says goodbye (RFC 6120 section 4.4); the socket goes when the server has answered, or by `drop`. */
  close(): void {
    this.write(this.framing.footer());
    this.isClosing = true;
    this.options.socket.end();
  }

  /** Lets go of everything at once. No `end` is delivered. */
  drop(): void {
    this.isEnded = true;
    this.release();
    this.options.socket.destroy();
  }

  /** Lets go of the socket, for STARTTLS. What had been read in the clear is forgotten on purpose (RFC 6120 section 5.4.3.3). */
  release(): void {
    const { socket } = this.options;
    this.isEnded = true;
    this.parser?.stop();
    this.backlog = [];
    socket.off('data', this.onData);
    socket.off('error', this.onError);
    socket.off('close', this.onClose);
    socket.on('error', () => undefined);
  }

  private readonly onData = (bytes: Buffer): void => {
    this.options.onBytes?.();
    this.parser?.write(bytes);
  };

  private readonly onError = (error: unknown): void =>
    this.end(error instanceof CarrierError ? error.failure : socketFailure(error, this.endpoint));

  private readonly onClose = (): void => this.end(failure('net.reset', this.endpoint, 'closed'));

  private parserSink(): StreamParserSink {
    return {
      header: (attributes) =>
        this.deliver({ kind: 'header', id: attributes['id'], from: attributes['from'] }),
      element: (element) => {
        this.options.onElement?.(element);
        this.deliver({ kind: 'element', element });
      },
      end: () => this.end(failure('xmpp.stream', this.endpoint, 'closed by the server')),
      fault: (fault) => {
        this.write(`<stream:error><${fault} xmlns="${NS.streamErrors}"/></stream:error>`);
        this.end(failure('xmpp.stream', this.endpoint, fault));
      },
    };
  }

  private deliver(item: WireItem): void {
    if (this.isEnded && item.kind !== 'end') return;
    const { waiter } = this;
    this.waiter = undefined;
    if (this.sink) this.sink(item);
    else if (waiter) waiter(item);
    else this.backlog.push(item);
  }

  private end(cause: Failure): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.parser?.stop();
    if (!this.isClosing) this.options.socket.end(this.framing.footer());
    this.options.socket.destroySoon();
    this.deliver({ kind: 'end', cause });
  }
}

/** The library's stream framing, with the default namespace that it leaves to its client package. */
class Framing extends ConnectionTCP {
  headerFor(to: string): string {
    const header = this.headerElement();
    header.attrs['xmlns'] = NS.client;
    header.attrs['to'] = to;
    header.attrs['xml:lang'] = 'en';
    return this.header(header);
  }
}
