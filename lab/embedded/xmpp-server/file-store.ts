import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { IssuedCertificate } from '../../pki/lab-ca.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import { StanzaError } from './stanza-error.ts';

export interface FileStoreOptions {
  readonly certificate: IssuedCertificate;
  /** Loopback address to listen on. */
  readonly host: string;
  /** What clients call it; in the certificate. */
  readonly name: string;
}

const LARGEST = 50_000_000;

/** Files of chats (XEP-0363), in memory: a slot takes one file of exactly its size, once. */
export class FileStore {
  readonly #options: FileStoreOptions;
  readonly #server: Server;
  /** By path; empty until the file has come. */
  readonly #slots = new Map<string, { readonly size: number; content?: Buffer }>();

  constructor(options: FileStoreOptions) {
    this.#options = options;
    this.#server = createServer(options.certificate, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, this.#options.host, () => resolve());
    });
  }

  /** The answer to a request for a slot. @throws StanzaError */
  slot(request: XmlElement): XmlElement {
    const size = Number(request.attrs['size']);
    if (!request.attrs['filename'] || !Number.isSafeInteger(size) || size <= 0)
      throw new StanzaError('bad-request', 'modify');
    if (size > LARGEST) throw new StanzaError('not-acceptable', 'modify');
    const path = `/${randomUUID()}/${encodeURIComponent(request.attrs['filename'])}`;
    this.#slots.set(path, { size });
    const url = `https://${this.#options.name}:${(this.#server.address() as AddressInfo).port}${path}`;
    return xml('slot', NS.upload, {}, xml('put', NS.upload, { url }), xml('get', NS.upload, { url }));
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const slot = this.#slots.get(request.url ?? '');
    const end = (status: number) => response.writeHead(status).end();
    if (!slot) return void end(404);
    if (request.method === 'PUT') {
      if (slot.content || Number(request.headers['content-length']) !== slot.size) return void end(403);
      slot.content = await buffer(request);
      return void end(201);
    }
    if (!slot.content) return void end(404);
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': slot.content.length,
    });
    response.end(request.method === 'HEAD' ? undefined : slot.content);
  }
}
