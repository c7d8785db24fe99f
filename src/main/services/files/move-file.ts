import { fail, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { FileShelf } from '../../ports/file-shelf.port.ts';
import { allowed, readFilePolicy } from './file-policy.ts';
import type { FilesPorts } from './files-ports.ts';
import type { TransferRecord } from './transfer-record.ts';

export interface Move {
  readonly record: TransferRecord;
  readonly shelf: FileShelf;
  /** Of what a device offers: what the whole must come to, where it can be gone on with. */
  readonly digest?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
  /** The whole's size, once it is told. */
  readonly onSize: (size: number) => void;
}

/** What a move came to: of an upload, where the file is. */
export type Moved = { readonly url?: string };

/** Sends or fetches one file, by the best way that policy, place and far end leave. */
export function moveFile(ports: FilesPorts, move: Move): Promise<Result<Moved>> {
  if (move.record.direction === 'out') return send(ports, move);
  return move.record.url === undefined ? takeOffer(ports, move) : download(ports, move, move.record.url);
}

/** The server first, which works everywhere and for everybody; from device to device where policy prefers it or the server keeps no files. */
async function send(ports: FilesPorts, move: Move): Promise<Result<Moved>> {
  const { record } = move;
  const policy = readFilePolicy(ports.policies.current());
  const permitted = allowed(policy, record.name);
  if (!permitted.ok) return permitted;
  const canHandOver = !ports.isRoom(record.conversationId) && !ports.isOutside();
  if (policy.prefersHandOver && canHandOver) {
    const receiver = await ports.traffic.receiver(record.conversationId);
    if (receiver !== undefined) return handOver(ports, move, receiver);
  }
  const service = await ports.traffic.uploadService();
  if (!service.ok) return service;
  if (service.value) return upload(ports, move, service.value);
  const receiver = canHandOver ? await ports.traffic.receiver(record.conversationId) : undefined;
  return receiver === undefined ? fail('files.no-way') : handOver(ports, move, receiver);
}

async function upload(
  ports: FilesPorts,
  { record, shelf, signal, onProgress }: Move,
  service: { readonly address: string; readonly maxBytes?: number },
): Promise<Result<Moved>> {
  const { id, name } = record;
  const size = await shelf.size(id);
  if (size !== record.size) return fail('files.not-read');
  if (service.maxBytes !== undefined && size > service.maxBytes) return fail('files.too-large');
  const slot = await ports.traffic.slot(service.address, { name, size });
  if (!slot.ok) return slot;
  const put = await ports.http.put({
    slot: slot.value,
    size,
    source: (from) => shelf.read(id, from),
    onProgress,
    signal,
  });
  return put.ok ? ok({ url: slot.value.getUrl }) : put;
}

async function handOver(ports: FilesPorts, move: Move, receiver: string): Promise<Result<Moved>> {
  const { record, shelf, signal, onProgress } = move;
  const size = await shelf.size(record.id);
  if (size !== record.size) return fail('files.not-read');
  const source = (from: number) => shelf.read(record.id, from);
  const digest = await shelf.digest(record.id);
  const file = { id: record.id, name: record.name, size, ...(digest !== undefined && { digest }) };
  const given = await ports.traffic.handOver(receiver, file, source, { signal, onProgress });
  return given.ok ? ok({}) : given;
}

/** Goes on where the last try ended, if the server can. */
async function download(ports: FilesPorts, move: Move, url: string): Promise<Result<Moved>> {
  const { record, shelf, signal, onProgress, onSize } = move;
  const from = await shelf.size(record.id);
  const writing = openWriter(shelf, record.id);
  const got = await ports.http.get({
    url,
    from,
    signal,
    begin: async (head) => {
      if (head.total !== undefined) onSize(head.total);
      return writing.open(head.from);
    },
    sink: async (chunk) => {
      await writing.write(chunk);
      onProgress(writing.at());
    },
  });
  await writing.close();
  if (got.ok) return ok({});
  // What can't be gone on with is not worth keeping: the next try begins at the start.
  if (got.error.code === 'files.gone' || got.error.code === 'files.refused') await shelf.discard(record.id);
  return got;
}

/** Goes on with what came at an earlier try, where the sender can; then the whole must be what was offered. */
async function takeOffer(
  ports: FilesPorts,
  { record, shelf, digest, signal, onProgress }: Move,
): Promise<Result<Moved>> {
  if (ports.isOutside()) return fail('files.outside');
  const held = digest === undefined ? 0 : await shelf.size(record.id);
  const from = held <= (record.size ?? 0) ? held : 0;
  const writing = openWriter(shelf, record.id);
  const opened = await writing.open(from);
  if (!opened.ok) return opened;
  const sink = async (chunk: Uint8Array): Promise<void> => {
    // More than was offered is not what was offered.
    if (record.size !== undefined && writing.at() + chunk.length > record.size)
      throw new Error('longer than offered');
    await writing.write(chunk);
    onProgress(writing.at());
  };
  const taken = await ports.traffic.take(record.id, sink, { signal, onProgress: () => undefined }, from);
  await writing.close();
  if (!taken.ok) return taken;
  if (from > 0 && (await shelf.digest(record.id)) !== digest) {
    await shelf.discard(record.id);
    return fail('files.no-path', {}, 'the parts are not of one file');
  }
  return writing.at() === record.size
    ? ok({})
    : { ok: false, error: failure('files.no-path', {}, 'not whole') };
}

/** Opened when it is known where to begin. */
function openWriter(shelf: FileShelf, id: string) {
  let writer: Awaited<ReturnType<FileShelf['write']>> | undefined;
  let position = 0;
  return {
    async open(at: number): Promise<Result<void>> {
      writer = await shelf.write(id, at);
      position = at;
      return writer.ok ? ok() : writer;
    },
    async write(chunk: Uint8Array): Promise<void> {
      if (!writer?.ok) throw new Error('not open');
      await writer.value.write(chunk);
      position += chunk.length;
    },
    at: () => position,
    close: async (): Promise<void> => (writer?.ok ? writer.value.close() : undefined),
  };
}
