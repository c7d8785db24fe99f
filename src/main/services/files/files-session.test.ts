import { describe, expect, it } from 'vitest';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { type TemporaryStore, temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { createFileShelves } from '../../app/machine/file-shelf.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { ConversationWith } from '../../../shared/domain/file.ts';
import type { Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ByteSink, FileOffer } from '../../ports/file-traffic.port.ts';
import { createFilesService } from './create-files.service.ts';
import type { FilesPorts } from './files-ports.ts';

const bob = 'bob@example.test' as ConversationId;
const context = { signal: new AbortController().signal };
const slot = { putUrl: 'https://files.test/put', getUrl: 'https://files.test/get/plan.pdf', headers: {} };

interface Options {
  readonly policy?: Readonly<Record<string, string>>;
  readonly put?: () => Promise<Result<void>>;
  readonly take?: (sink: ByteSink, from: number) => Promise<Result<void>>;
  readonly isOutside?: boolean;
  readonly isRoom?: boolean;
  readonly withWhom?: ConversationWith;
  readonly service?: { readonly address: string; readonly maxBytes?: number } | undefined;
  readonly receiver?: string;
}

/** One computer: its store and folder outlive starts of the app. */
function computer() {
  const folder = temporaryFolder();
  const store: TemporaryStore = temporaryStore();
  const posted: { id: MessageId; url: string }[] = [];
  const noted: string[] = [];

  async function start(options: Options = {}) {
    const xmpp = fakeXmpp();
    const clock = manualClock();
    const publisher = memoryPublisher();
    const declined: string[] = [];
    const handedOver: string[] = [];
    const puts: number[] = [];
    const takes: number[] = [];
    let offer: (offer: FileOffer) => void = () => undefined;
    const configuration = effectiveConfiguration({
      policy: Object.entries(options.policy ?? {}).map(([name, value]) => ({ name, value, section: '' })),
    });
    const ports: FilesPorts = {
      xmpp,
      clock,
      publisher,
      log: silentLog,
      traffic: {
        uploadService: async () =>
          ok('service' in options ? options.service : { address: 'files.test', maxBytes: 1000 }),
        slot: async () => ok(slot),
        on: (listener) => {
          offer = listener;
          return () => undefined;
        },
        receiver: async () => options.receiver,
        handOver: async (to) => {
          handedOver.push(to);
          return ok();
        },
        take: async (_, sink, __, from = 0) => {
          takes.push(from);
          return options.take?.(sink, from) ?? sink(Buffer.from('hello')).then(() => ok());
        },
        decline: (id) => void declined.push(id),
      },
      http: {
        put: async ({ size }) => {
          puts.push(size);
          return options.put?.() ?? ok();
        },
        get: async () => fail('files.gone'),
      },
      chats: {
        post: async ({ id, file }) => void posted.push({ id, url: file.url }),
        note: ({ file }) => void noted.push(file.name),
        message: async (id) =>
          ({ id, conversationId: bob, file: { id: 'o1', name: 'x.txt', size: 5 } }) as unknown as Message,
      },
      shelf: createFileShelves({
        folder: `${folder}/shelf`,
        downloads: `${folder}/downloads`,
        platform: 'linux',
      }),
      policies: {
        current: () => configuration,
        hasServerCalendar: () => false,
        onChange: () => () => undefined,
      },
      isOutside: () => options.isOutside === true,
      isRoom: () => options.isRoom === true,
      withWhom: () => options.withWhom ?? 'person',
    };
    const files = createFilesService(ports);
    await files.start(store, 'alice@example.test');
    return {
      files,
      xmpp,
      clock,
      publisher,
      declined,
      handedOver,
      puts,
      takes,
      offer: (one: FileOffer) => offer(one),
    };
  }
  return { start, posted, noted };
}

type App = Awaited<ReturnType<ReturnType<typeof computer>['start']>>;

async function send({ files }: App, name = 'plan.pdf', bytes = Buffer.from('hello')) {
  const id = 'f-1' as MessageId;
  const begun = await files.handlers['files/send'](
    { id, conversationId: bob, name, size: bytes.length },
    context,
  );
  if (begun.ok) expect(await files.takeBytes(id, 0, bytes)).toBe(true);
  return { id, begun };
}
async function settled(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { interval: 5, timeout: 20_000 }).toBe(true);
}
const stateOf = (app: App) => app.publisher.get('transfers', 'f-1')?.state.kind;

describe('M10: files of one person', () => {
  it('M10: what was taken over while offline goes out once, also through a restart', async () => {
    const home = computer();
    const first = await home.start();
    await send(first);
    expect(stateOf(first)).toBe('waiting');
    await first.files.stop();
    const second = await home.start();
    expect(stateOf(second)).toBe('waiting');
    second.xmpp.goOnline();
    await settled(() => home.posted.length > 0);
    second.xmpp.goOffline();
    second.xmpp.goOnline();
    await second.files.stop();
    const third = await home.start();
    third.xmpp.goOnline();
    expect(home.posted).toEqual([{ id: 'f-1', url: slot.getUrl }]);
    expect(second.puts).toEqual([5]);
    expect(third.puts).toEqual([]);
    await third.files.stop();
  });

  it('M10: what the window had not handed over whole is told, and can be taken out', async () => {
    const home = computer();
    const first = await home.start();
    const file = { id: 'f-1' as MessageId, conversationId: bob, name: 'plan.pdf', size: 10 };
    await first.files.handlers['files/send'](file, context);
    expect(await first.files.takeBytes('f-1', 0, Buffer.from('half'))).toBe(true);
    expect(await first.files.takeBytes('f-1', 9, Buffer.from('x'))).toBe(false);
    await first.files.stop();
    const second = await home.start();
    second.xmpp.goOnline();
    expect(second.publisher.get('transfers', 'f-1')?.state).toMatchObject({
      kind: 'failed',
      error: { code: 'files.not-read' },
    });
    await second.files.handlers['files/discard']({ id: 'f-1' }, context);
    expect(second.publisher.all('transfers')).toEqual([]);
    await second.files.stop();
  });

  it('M10: a way that fails is tried again, after longer and longer', async () => {
    const home = computer();
    let fails = 2;
    const app = await home.start({ put: async () => ((fails -= 1) >= 0 ? fail('net.reset') : ok()) });
    app.xmpp.goOnline();
    await send(app);
    await settled(() => app.puts.length === 1 && app.clock.pending() > 0);
    app.clock.advance(2000);
    await settled(() => app.puts.length === 2 && app.clock.pending() > 0);
    app.clock.advance(2000);
    expect(app.puts).toHaveLength(2);
    app.clock.advance(2000);
    await settled(() => home.posted.length === 1);
    await app.files.stop();
  });

  it.each<[string, Options, string, string]>([
    ['File_Transfer_Enabled', { policy: { File_Transfer_Enabled: 'false' } }, 'plan.pdf', 'files.off'],
    [
      'Disallowed_File_Transfer_Types',
      { policy: { Disallowed_File_Transfer_Types: '.pdf' } },
      'PLAN.PDF.',
      'files.forbidden-type',
    ],
  ])('M10: %s is obeyed', async (_, options, name, code) => {
    const app = await computer().start(options);
    expect((await send(app, name)).begun).toMatchObject({ ok: false, error: { code } });
    app.offer({ id: 'o1', name, size: 5, from: 'bob@example.test/x' });
    expect(app.declined).toEqual(['o1']);
    await app.files.stop();
  });

  it.each<[string, ConversationWith, boolean]>([
    ['P2P', 'person', false],
    ['P2P', 'group', true],
    ['GroupChat; persistentchat', 'group', false],
    ['GroupChat; persistentchat', 'room', false],
    ['GroupChat,PersistentChat', 'person', true],
  ])('M10 S3: DisableMFTForConversationTypes %s, sent to a %s', async (types, withWhom, isSent) => {
    const app = await computer().start({ policy: { DisableMFTForConversationTypes: types }, withWhom });
    const { begun } = await send(app);
    expect(begun.ok).toBe(isSent);
    if (!begun.ok) expect(begun.error.code).toBe('files.off');
    await app.files.stop();
  });

  const desk = 'bob@example.test/desk';
  it.each<[string, Options, 'uploaded' | 'handed over' | 'files.no-way' | 'files.too-large']>([
    ['by the server where it can', { receiver: desk }, 'uploaded'],
    [
      'from device to device where policy prefers it',
      { receiver: desk, policy: { PreferredFT: 'P2P' } },
      'handed over',
    ],
    [
      'by the server outside, whatever policy prefers (T6)',
      { receiver: desk, policy: { PreferredFT: 'P2P' }, isOutside: true },
      'uploaded',
    ],
    ['by the server in rooms', { receiver: desk, policy: { PreferredFT: 'P2P' }, isRoom: true }, 'uploaded'],
    [
      'from device to device where the server keeps none',
      { receiver: desk, service: undefined },
      'handed over',
    ],
    ['by the server where nobody takes it', { policy: { PreferredFT: 'P2P' } }, 'uploaded'],
    ['not at all where neither is', { service: undefined }, 'files.no-way'],
    [
      'not at all where the server has no room',
      { service: { address: 'files.test', maxBytes: 4 } },
      'files.too-large',
    ],
  ])('M10: goes %s', async (_, options, outcome) => {
    const home = computer();
    const app = await home.start(options);
    app.xmpp.goOnline();
    await send(app);
    if (outcome === 'uploaded') await settled(() => home.posted.length === 1);
    else if (outcome === 'handed over') {
      await settled(() => app.handedOver.length === 1 && home.noted.length === 1);
      expect(home.posted).toEqual([]);
    } else {
      await settled(() => stateOf(app) === 'failed');
      expect(app.publisher.get('transfers', 'f-1')?.state).toMatchObject({ error: { code: outcome } });
    }
    await app.files.stop();
  });

  it('M10: an offer is taken when asked for, or unasked where policy says so, but never a program', async () => {
    const asked = await computer().start();
    asked.xmpp.goOnline();
    asked.offer({ id: 'o1', name: 'x.txt', size: 5, from: desk });
    expect(asked.publisher.all('transfers')).toEqual([]);
    await asked.files.handlers['files/fetch']({ messageId: 'm1' as MessageId }, context);
    await settled(() => asked.publisher.get('transfers', 'o1')?.state.kind === 'done');
    await asked.files.stop();

    const unasked = await computer().start({ policy: { AutoAcceptFileTransfer: 'true' } });
    unasked.xmpp.goOnline();
    unasked.offer({ id: 'o2', name: 'setup.exe', size: 5, from: desk });
    unasked.offer({ id: 'o1', name: 'x.txt', size: 5, from: desk });
    await settled(() => unasked.publisher.get('transfers', 'o1')?.state.kind === 'done');
    expect(unasked.publisher.get('transfers', 'o2')).toBeUndefined();
    await unasked.files.stop();
  });

  it('M10 T6: what a device offers is turned down outside, and an offer dies with its stream', async () => {
    const outside = await computer().start({ isOutside: true });
    outside.offer({ id: 'o1', name: 'x.txt', size: 5, from: desk });
    expect(outside.declined).toEqual(['o1']);
    await outside.files.stop();
    const inside = await computer().start();
    inside.xmpp.goOnline();
    inside.offer({ id: 'o1', name: 'x.txt', size: 5, from: desk });
    inside.xmpp.goOffline();
    const answer = await inside.files.handlers['files/fetch']({ messageId: 'm1' as MessageId }, context);
    expect(answer).toMatchObject({ ok: false, error: { code: 'files.gone' } });
    await inside.files.stop();
  });

  it.each([
    ['goes on with what came, and notes it once', 'hello', 'done', [0, 3]],
    ['is begun anew when the parts are not of one file', 'hexxx', 'failed', [0, 3]],
  ])('M10: what a device offers again after a cut %s', async (_what, whole, kind, takes) => {
    const home = computer();
    const take = async (sink: ByteSink, from: number): Promise<Result<void>> => {
      await sink(Buffer.from(from === 0 ? 'hel' : whole.slice(from)));
      return from === 0 ? fail('files.no-path') : ok();
    };
    const app = await home.start({ take, policy: { AutoAcceptFileTransfer: 'true' } });
    app.xmpp.goOnline();
    const stateNow = () => app.publisher.get('transfers', 'o1')?.state.kind;
    // Of “hello”.
    const offer = { id: 'o1', name: 'x.txt', size: 5, digest: '5d41402abc4b2a76b9719d911017c592' };
    app.offer({ ...offer, from: desk });
    await settled(() => stateNow() === 'failed');
    app.offer({ ...offer, from: 'bob@example.test/other' });
    await settled(() => app.takes.length === 2 && stateNow() === kind);
    expect(app.takes).toEqual(takes);
    expect(home.noted).toEqual(['x.txt']);
    if (kind === 'failed') {
      app.offer({ ...offer, from: desk });
      await settled(() => app.takes.length === 3);
      expect(app.takes[2]).toBe(0);
    }
    await app.files.stop();
  });
});
