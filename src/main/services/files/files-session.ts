import type { SharedFile } from '../../../shared/domain/file.ts';
import { isDangerousFile } from '../../../shared/domain/file-name.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { bareJid } from '../../../shared/domain/jid.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { FileShelf } from '../../ports/file-shelf.port.ts';
import type { ServedFile } from '../../ports/host.port.ts';
import type { FileOffer } from '../../ports/file-traffic.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { allowed, readFilePolicy } from './file-policy.ts';
import type { FilesPorts } from './files-ports.ts';
import { moveFile } from './move-file.ts';
import {
  forgetTransfer,
  loadTransfers,
  saveTransfer,
  toTransfer,
  type TransferRecord,
} from './transfer-record.ts';
import { taken, transfer, type TransferEffect, type TransferEvent } from './transfer.machine.ts';

/** What of ours is a picture and no larger stays here to be shown. */
const LARGEST_SHOWN = 8 * 1024 * 1024;

interface Job {
  record: TransferRecord;
  abort: AbortController | undefined;
  cancelWait: Cancel | undefined;
  /** Pieces from the window are written one after the other. */
  writing: Promise<unknown>;
}

export interface NewFile {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly name: string;
  readonly size: number;
}

/** The transfers of one signed-in identity. */
export class FilesSession {
  private readonly ports: FilesPorts;
  private readonly store: KeyValueStore;
  readonly shelf: FileShelf;
  private readonly jobs = new Map<string, Job>();
  private readonly offers = new Map<string, FileOffer>();
  private isOnline = false;
  private isClosed = false;
  private saving: Promise<unknown> = Promise.resolve();
  private stops: readonly (() => void)[] = [];

  constructor(ports: FilesPorts, store: KeyValueStore, address: string) {
    this.ports = ports;
    this.store = store;
    this.shelf = ports.shelf(address);
  }

  /** Takes up what was on its way, and throws away what nobody knows any more. */
  async open(): Promise<void> {
    const { xmpp, traffic } = this.ports;
    const records = await loadTransfers(this.store);
    const known = new Set(records.map(({ id }) => id));
    for (const id of await this.shelf.ids()) if (!known.has(id)) await this.shelf.discard(id);
    this.isOnline = xmpp.link().kind === 'online';
    for (const record of records) this.apply(this.add(record), taken);
    this.stops = [
      xmpp.on((event) => {
        if (event.kind === 'link') this.follow(event.link.kind === 'online');
      }),
      traffic.on((offer) => this.onOffer(offer)),
    ];
    if (this.isOnline) this.follow(true);
  }

  /** Ends what moves; it goes on with the next session. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const stop of this.stops) stop();
    for (const job of this.jobs.values()) {
      job.abort?.abort();
      job.cancelWait?.();
    }
    await Promise.all([...this.jobs.values()].map(({ writing }) => writing.catch(() => undefined)));
    await this.saving.catch(() => undefined);
    this.ports.publisher.clear('transfers');
  }

  /** Announces a file of ours: its bytes follow. */
  begin({ id, conversationId, name, size }: NewFile): Result<void> {
    if (this.jobs.has(id)) return ok();
    const permitted = allowed(readFilePolicy(this.ports.policies.current()), name);
    if (!permitted.ok) return permitted;
    const job = this.add({
      id,
      conversationId,
      direction: 'out',
      name,
      size,
      at: this.ports.clock.now(),
      isHandOver: false,
      step: { kind: 'reading', done: 0 },
      isPicture: false,
    });
    this.show(job);
    this.save(job);
    if (size === 0) void this.take(id, 0, new Uint8Array());
    return ok();
  }

  /** The next piece; in order, and no more than was announced. False: not wanted. */
  take(id: string, offset: number, chunk: Uint8Array): Promise<boolean> {
    const job = this.jobs.get(id);
    if (!job) return Promise.resolve(false);
    const write = async (): Promise<boolean> => {
      const { step, size = 0 } = job.record;
      if (step.kind !== 'reading' || step.done !== offset || offset + chunk.length > size) return false;
      const writer = await this.shelf.write(id, offset);
      const isWritten = writer.ok && (await writeWhole(writer.value, chunk));
      if (!isWritten || this.isClosed) return isWritten;
      const done = offset + chunk.length;
      this.dispatch(job, { type: 'read', done });
      if (done < size) return true;
      const type = size <= LARGEST_SHOWN ? await this.shelf.pictureType({ id }) : undefined;
      job.record = { ...job.record, isPicture: type !== undefined };
      this.dispatch(job, { type: 'read-all' });
      return true;
    };
    const written = job.writing.then(write, write);
    job.writing = written;
    return written;
  }

  act(id: string, event: TransferEvent): Result<void> {
    const job = this.jobs.get(id);
    if (!job) return fail('files.gone');
    this.dispatch(job, event);
    return ok();
  }

  async discard(id: string): Promise<Result<void>> {
    const job = this.jobs.get(id);
    if (!job || job.record.direction !== 'out') return fail('files.gone');
    const { kind } = job.record.step;
    if (kind === 'posting' || kind === 'done') return fail('app.not-allowed');
    await this.drop(job);
    return ok();
  }

  /** Takes the file of a message: begins, or goes on. */
  fetch(conversationId: ConversationId, file: SharedFile): Result<void> {
    const permitted = allowed(readFilePolicy(this.ports.policies.current()), file.name);
    if (!permitted.ok) return permitted;
    const isOffered = this.offers.has(file.id);
    if (file.url === undefined && !isOffered) return fail('files.gone');
    const known = this.jobs.get(file.id);
    if (known && known.record.step.kind !== 'done') return this.act(file.id, { type: 'go' });
    const job = this.add({
      id: file.id,
      conversationId,
      direction: 'in',
      name: file.name,
      ...(file.size !== undefined && { size: file.size }),
      at: this.ports.clock.now(),
      ...(file.url !== undefined && { url: file.url }),
      isHandOver: file.url === undefined,
      step: { kind: 'stopped', done: 0 },
      isPicture: false,
    });
    this.dispatch(job, { type: 'go' });
    return ok();
  }

  decline(conversationId: ConversationId, file: SharedFile): void {
    this.offers.delete(file.id);
    this.ports.traffic.decline(file.id);
    const job =
      this.jobs.get(file.id) ??
      this.add({
        id: file.id,
        conversationId,
        direction: 'in',
        name: file.name,
        ...(file.size !== undefined && { size: file.size }),
        at: this.ports.clock.now(),
        isHandOver: true,
        step: { kind: 'stopped', done: 0 },
        isPicture: false,
      });
    this.dispatch(job, { type: 'decline' });
  }

  record(id: string): TransferRecord | undefined {
    return this.jobs.get(id)?.record;
  }

  /** A file that is here: saved, or still on the shelf. */
  async serve(id: string): Promise<ServedFile | undefined> {
    const record = this.jobs.get(id)?.record;
    if (record?.step.kind !== 'done') return undefined;
    const { kept, name } = record;
    const place = kept ?? { id };
    const size = kept ? await this.shelf.keptSize(kept.path) : await this.shelf.size(id);
    if (size === undefined) return undefined;
    const pictureType = await this.shelf.pictureType(place);
    return {
      name: kept?.name ?? name,
      size,
      ...(pictureType !== undefined && { pictureType }),
      read: () => (kept ? this.shelf.readKept(kept.path) : this.shelf.read(id, 0)),
    };
  }

  private follow(isOnline: boolean): void {
    this.isOnline = isOnline;
    // Offers live as long as the stream that brought them.
    if (!isOnline) this.offers.clear();
    for (const job of this.jobs.values()) this.dispatch(job, { type: isOnline ? 'online' : 'offline' });
  }

  private onOffer(offer: FileOffer): void {
    const peer = bareJid(offer.from);
    const policy = readFilePolicy(this.ports.policies.current());
    if (peer === undefined || !allowed(policy, offer.name).ok || this.ports.isOutside())
      return this.ports.traffic.decline(offer.id);
    const { id, name, size } = offer;
    const known = this.jobs.get(id);
    if (known) return this.goOnWith(known, offer);
    this.offers.set(id, offer);
    this.ports.chats.note({ peer, direction: 'in', file: { id, name, size } });
    if (policy.isAutomatic && !isDangerousFile(name)) this.fetch(peer as ConversationId, { id, name, size });
  }

  /** Offered again after a cut: what was wanted once is wanted still. */
  private goOnWith(job: Job, offer: FileOffer): void {
    const { kind } = job.record.step;
    if (kind === 'done' || kind === 'declined') return this.ports.traffic.decline(offer.id);
    this.offers.set(offer.id, offer);
    if (kind === 'moving') void this.move(job);
    else if (kind === 'failed') this.dispatch(job, { type: 'go' });
  }

  private add(record: TransferRecord): Job {
    const job: Job = { record, abort: undefined, cancelWait: undefined, writing: Promise.resolve() };
    this.jobs.set(record.id, job);
    return job;
  }

  private dispatch(job: Job, event: TransferEvent): void {
    this.apply(job, (state) => transfer(state, event));
  }

  private apply(job: Job, step: typeof taken): void {
    if (this.isClosed) return;
    const before = job.record.step;
    const { direction, isHandOver } = job.record;
    const { state, effects } = step({ direction, isHandOver, isOnline: this.isOnline, step: before });
    job.record = { ...job.record, step: state.step };
    if (state.step !== before || effects.length > 0) {
      if (state.step.kind !== before.kind) this.save(job);
      this.show(job);
    }
    for (const effect of effects) this.run(job, effect);
    if (state.step.kind === 'done' && before.kind !== 'done') this.finish(job);
  }

  private run(job: Job, effect: TransferEffect): void {
    switch (effect.type) {
      case 'move':
        job.cancelWait?.();
        return void this.move(job);
      case 'abort':
        return job.abort?.abort();
      case 'post':
        return void this.post(job, effect.url);
      case 'wait':
        job.cancelWait?.();
        job.cancelWait = this.ports.clock.after(effect.ms, () => this.dispatch(job, { type: 'woke' }));
        return;
      default:
        assertNever(effect);
    }
  }

  private async move(job: Job): Promise<void> {
    const abort = new AbortController();
    const before = job.abort;
    job.abort = abort;
    before?.abort();
    await job.writing.catch(() => undefined);
    const moving = moveFile(this.ports, {
      record: job.record,
      shelf: this.shelf,
      digest: this.offers.get(job.record.id)?.digest,
      signal: abort.signal,
      onProgress: (done) => {
        if (!abort.signal.aborted) this.dispatch(job, { type: 'progress', done });
      },
      onSize: (size) => {
        job.record = { ...job.record, size };
      },
    });
    job.writing = moving;
    const moved = await moving.catch(() => fail('files.not-saved'));
    if (abort.signal.aborted || this.isClosed) return;
    this.ports.log.info('file moved', {
      direction: job.record.direction,
      code: moved.ok ? 'ok' : moved.error.code,
      detail: moved.ok ? undefined : moved.error.detail,
    });
    if (moved.ok && job.record.direction === 'in') return this.keep(job);
    if (moved.ok && moved.value.url === undefined) job.record = { ...job.record, isHandOver: true };
    if (moved.ok) this.dispatch(job, { type: 'moved', ...moved.value });
    else this.dispatch(job, { type: 'failed', error: moved.error });
  }

  private async keep(job: Job): Promise<void> {
    const { id, name } = job.record;
    const kept = await this.shelf.keep(id, name);
    if (!kept.ok) return this.dispatch(job, { type: 'failed', error: kept.error });
    const type = await this.shelf.pictureType({ path: kept.value.path });
    this.offers.delete(id);
    job.record = { ...job.record, kept: kept.value, isPicture: type !== undefined };
    this.dispatch(job, { type: 'moved' });
  }

  private async post(job: Job, url: string): Promise<void> {
    const { id, conversationId, name, size } = job.record;
    try {
      await this.ports.chats.post({
        id: id as MessageId,
        conversationId,
        file: { id, name, url, ...(size !== undefined && { size }) },
      });
      this.dispatch(job, { type: 'posted' });
    } catch {
      // A full or locked disk; the upload stands, and the message is made with the next start.
      this.ports.log.error('message of a file not stored', {});
    }
  }

  /** Of what was sent only a picture is of use any more. */
  private finish(job: Job): void {
    const { id, conversationId, direction, name, size, isPicture, isHandOver } = job.record;
    if (direction === 'in') return;
    // No stanza tells of what was handed over; what was uploaded has been posted.
    if (isHandOver)
      this.ports.chats.note({
        peer: conversationId,
        direction: 'out',
        file: { id, name, ...(size !== undefined && { size }) },
      });
    if (!isPicture) void this.drop(job);
  }

  private async drop(job: Job): Promise<void> {
    const { id } = job.record;
    job.abort?.abort();
    job.cancelWait?.();
    this.jobs.delete(id);
    this.ports.publisher.remove('transfers', id);
    await job.writing.catch(() => undefined);
    this.saving = this.saving.then(
      () => forgetTransfer(this.store, id),
      () => undefined,
    );
    await this.saving;
    await this.shelf.discard(id);
  }

  private show(job: Job): void {
    if (!this.isClosed && this.jobs.get(job.record.id) === job)
      this.ports.publisher.set('transfers', job.record.id, toTransfer(job.record));
  }

  private save(job: Job): void {
    const write = (): Promise<void> =>
      this.jobs.get(job.record.id) === job ? saveTransfer(this.store, job.record) : Promise.resolve();
    this.saving = this.saving.then(write, write).catch((error: unknown) => {
      this.ports.log.error('transfer not saved', { reason: error instanceof Error ? error.name : 'unknown' });
    });
  }
}

async function writeWhole(
  writer: { write(chunk: Uint8Array): Promise<void>; close(): Promise<void> },
  chunk: Uint8Array,
): Promise<boolean> {
  try {
    await writer.write(chunk);
    return true;
  } catch {
    return false;
  } finally {
    await writer.close();
  }
}
