import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { ByteSource, HandedFile, HandOver } from '../../../ports/file-traffic.port.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { closeStanza, openStanza, sendInBand } from './in-band.ts';
import {
  offerStanza,
  readAcceptance,
  readOffset,
  readStreamHosts,
  type StreamHost,
  streamHostsStanza,
  streamName,
} from './offer-stanzas.ts';
import type { PeerParts } from './peer-parts.ts';
import { askForStream } from './socks5.ts';
import { listenForStream, type StreamListener } from './stream-listener.ts';

/** A person answers the offer. */
const OFFER_MS = 600_000;
/** The other side tries one way after the other. */
const WAYS_MS = 90_000;
const DIAL_MS = 10_000;

interface Handing {
  readonly parts: PeerParts;
  readonly to: string;
  readonly sid: string;
  readonly file: HandedFile;
  readonly source: ByteSource;
  /** The first byte that the other side lacks. */
  readonly from: number;
  readonly call: HandOver;
}

/** Offers a file and hands it over: by a straight stream or a proxy's, in-band where neither opens. */
export async function handOver(
  parts: PeerParts,
  to: string,
  file: HandedFile,
  source: ByteSource,
  call: HandOver,
): Promise<Result<void>> {
  const sid = file.id;
  const offered = await cancellable(
    parts.request({ type: 'set', to, child: offerStanza(sid, file), timeoutMs: OFFER_MS }),
    call.signal,
  );
  if (!offered.ok) {
    const condition = offered.error.code === 'xmpp.stanza' ? offered.error.detail : undefined;
    const isDeclined = condition === 'forbidden' || condition === 'not-acceptable';
    return isDeclined ? fail('files.declined') : offered;
  }
  const method = readAcceptance(offered.value);
  const from = file.digest === undefined ? 0 : readOffset(offered.value, file.size);
  const handing: Handing = { parts, to, sid, file, source, from, call };
  if (method === NS.bytestreams) {
    const socket = await openStream(handing);
    if (call.signal.aborted) socket?.destroy();
    if (socket) return sendAll(handing, socket);
  }
  if (call.signal.aborted) return fail('app.cancelled');
  return method === undefined ? fail('files.no-path', {}, 'no way chosen') : inBand(handing);
}

/** The connection through which the other side waits for the bytes; undefined when there is none. */
async function openStream({ parts, to, sid, call }: Handing): Promise<Socket | undefined> {
  const own = parts.own();
  if (own === undefined) return undefined;
  const name = streamName(sid, own, to);
  const listener = await listenForStream(parts.place, name, parts.clock);
  try {
    const proxies = await proxyHosts(parts);
    const straight: StreamHost[] = listener
      ? parts.place.addresses().map((host) => ({ jid: own, host, port: listener.port }))
      : [];
    const child = streamHostsStanza(sid, [...straight, ...proxies]);
    const answer = await cancellable(
      parts.request({ type: 'set', to, child, timeoutMs: WAYS_MS }),
      call.signal,
    );
    const used = answer.ok
      ? answer.value.getChild('query', NS.bytestreams)?.getChild('streamhost-used')?.attrs['jid']
      : undefined;
    if (used === own) return listener && (await within(parts, listener.stream));
    const proxy = proxies.find(({ jid }) => jid === used);
    return proxy && (await activate(parts, proxy, { sid, name, to }));
  } finally {
    closeWhenDone(listener);
  }
}

/** The stream that came stays; nobody else comes in. */
function closeWhenDone(listener: StreamListener | undefined): void {
  listener?.close();
}

async function proxyHosts(parts: PeerParts): Promise<readonly StreamHost[]> {
  const proxies = await parts.proxies();
  const asked = await Promise.all(
    proxies.map(async (to) => {
      const child = xml('query', { xmlns: NS.bytestreams });
      const answer = await parts.request({ type: 'get', to, child, timeoutMs: DIAL_MS });
      const query = answer.ok ? answer.value.getChild('query', NS.bytestreams) : undefined;
      return query ? readStreamHosts(query) : [];
    }),
  );
  return asked.flat();
}

/** We go to the proxy too, and tell it to join the two (XEP-0065 section 6.3.5). */
async function activate(
  parts: PeerParts,
  proxy: StreamHost,
  { sid, name, to }: { readonly sid: string; readonly name: string; readonly to: string },
): Promise<Socket | undefined> {
  const dialled = await parts.dialer.connect({
    host: proxy.host,
    port: proxy.port,
    service: 'files',
    timeoutMs: DIAL_MS,
  });
  if (!dialled.ok) return undefined;
  try {
    await askForStream(dialled.value, name);
  } catch {
    dialled.value.destroy();
    return undefined;
  }
  const child = xml('query', { xmlns: NS.bytestreams, sid }, xml('activate', {}, to));
  const activated = await parts.request({ type: 'set', to: proxy.jid, child, timeoutMs: DIAL_MS });
  if (activated.ok) return dialled.value;
  dialled.value.destroy();
  return undefined;
}

async function sendAll({ file, source, from, call }: Handing, socket: Socket): Promise<Result<void>> {
  const abort = (): void => void socket.destroy();
  call.signal.addEventListener('abort', abort, { once: true });
  // The far end closes when it has all of it: that is the only word of thanks there is.
  const closed = new Promise<boolean>((resolve) => socket.once('close', (isBroken) => resolve(!isBroken)));
  let done = from;
  try {
    await pipeline(async function* () {
      for await (const chunk of source(from)) {
        yield chunk;
        done += chunk.length;
        call.onProgress(done);
      }
    }, socket);
    socket.resume();
    const isThanked = await closed;
    if (call.signal.aborted || done !== file.size) return fail('app.cancelled');
    return isThanked ? ok() : fail('files.no-path', {}, 'the stream broke');
  } catch {
    return call.signal.aborted ? fail('app.cancelled') : fail('files.no-path', {}, 'the stream broke');
  } finally {
    call.signal.removeEventListener('abort', abort);
  }
}

async function inBand({ parts, to, sid, source, from, call }: Handing): Promise<Result<void>> {
  const ask = (child: Element): Promise<Result<unknown>> =>
    call.signal.aborted
      ? Promise.resolve(fail('app.cancelled'))
      : parts.request({ type: 'set', to, child, timeoutMs: WAYS_MS });
  const opened = await ask(openStanza(sid));
  if (!opened.ok) return call.signal.aborted ? opened : fail('files.no-path', {}, opened.error.detail);
  const sent = await sendInBand(sid, source(from), ask, (done) => call.onProgress(from + done));
  const closed = parts.request({ type: 'set', to, child: closeStanza(sid), timeoutMs: DIAL_MS });
  if (!sent.ok)
    return sent.error.code === 'xmpp.stanza' ? fail('files.no-path', {}, sent.error.detail) : sent;
  await closed;
  return ok();
}

function cancellable<T>(running: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  return new Promise((resolve) => {
    const cancel = (): void => resolve(fail('app.cancelled'));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    void running.then((result) => {
      signal.removeEventListener('abort', cancel);
      resolve(result);
    });
  });
}

function within(parts: PeerParts, stream: Promise<Socket>): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const cancel = parts.clock.after(DIAL_MS, () => resolve(undefined));
    void stream.then((socket) => {
      cancel();
      resolve(socket);
    });
  });
}
