// size: one client from the contract to the wire, whose parts know each other
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { LabCa } from '../../lab/pki/lab-ca.ts';
import { waitUntil } from '../../lab/real/wait-until.ts';
import { createDialer } from '../../src/main/engines/link/dialer.ts';
import { createSip } from '../../src/main/engines/sip/create-sip.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { createDtlsIdentity } from '../../src/main/gateway/loopback/dtls-endpoint.ts';
import type { SrtpPolicy } from '../../src/main/ports/media-gateway.port.ts';
import type { SipAccount, SipTransport } from '../../src/main/ports/sip.port.ts';
import type { CallsHandlers } from '../../src/main/services/calls/calls-handlers.ts';
import { createCallsService } from '../../src/main/services/calls/create-calls-service.ts';
import type { CommandArgument } from '../../src/shared/contract/commands.ts';
import type { Call, CallAction, IceSettings, MediaTask } from '../../src/shared/domain/call.ts';
import type { CallId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import type { MediaPage } from '../media/media-page.ts';
import { type PretendWindow, pretendWindow } from '../media/pretend-window.ts';
import { memoryCallLog } from './memory-call-log.ts';
import { memoryDns } from './memory-dns.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { memoryTrace } from './memory-trace.ts';
import { memoryTrust } from './memory-trust.ts';
import { realClock } from './real-clock.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';

const identity = createDtlsIdentity();

/** Where a client may register, on 127.0.0.1. */
export interface Registrar {
  readonly port: number;
  readonly transport: SipTransport;
}

export interface CallsClientOptions {
  readonly ca: LabCa;
  readonly endings: (() => unknown)[];
  readonly registrars: readonly Registrar[];
  readonly password: string;
  readonly srtp?: SrtpPolicy;
  readonly mediaPorts?: { readonly start: number; readonly stop: number };
  /** A phone of a Unified CM, whose server does these things. */
  readonly device?: NonNullable<SipAccount['device']>;
  readonly features?: readonly CallAction[];
  /** Alice when not said. */
  readonly user?: string;
  /** A real page in place of the pretended window. */
  readonly page?: MediaPage;
  /** Calls past the gateway. */
  readonly direct?: IceSettings;
}

/** A client from the contract down to the wire; only the window is pretended, where no page is given. Whoever starts it runs what it puts into `endings`. */
export async function callsClient({ ca, endings, registrars, password, ...options }: CallsClientOptions) {
  const { user = 'alice', page, direct } = options;
  const [dns, random, publisher, callLog] = [
    memoryDns(),
    seededRandom(randomInt(2 ** 31)),
    memoryPublisher(),
    memoryCallLog(),
  ];
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const sip = createSip({ dialer, dns, clock: realClock, random, log: silentLog, software: 'Parlance/test' });
  const gateway = createGateway({ clock: realClock, randomBytes, fraction: Math.random, identity });
  const windows = new Map<CallId, PretendWindow>();
  const service = createCallsService({
    sip,
    gateway,
    clock: realClock,
    random,
    log: silentLog,
    publisher: {
      ...publisher,
      set(topic, key, value) {
        publisher.set(topic, key, value);
        if (topic === 'media') void (page ? followPage : openWindow)(value as MediaTask);
      },
      remove(topic, key) {
        publisher.remove(topic, key);
        if (topic === 'media') void page?.reconcile(publisher.all('media'));
      },
    },
    callLog: () => callLog,
    trace: memoryTrace(),
    resolveParty: (address) => Promise.resolve(address === '1002' ? { name: 'Bob Builder' } : undefined),
    isDoNotDisturb: () => false,
    features: () => options.features ?? [],
    configuration: () => ({
      mediaPorts: options.mediaPorts ?? { start: 20_000, stop: 29_999 },
      codecs: page ? ['opus', 'PCMU'] : ['PCMU'],
      srtp: options.srtp ?? 'none',
      ...(direct && { direct }),
    }),
  });
  const { signal } = new AbortController();
  const ask = <N extends keyof CallsHandlers>(name: N, argument: CommandArgument<N>) =>
    service.handlers[name](argument as never, { signal });
  const revisions = new Map<CallId, number>();
  const openWindow = async (task: MediaTask): Promise<void> => {
    if (revisions.get(task.callId) === task.revision) return;
    revisions.set(task.callId, task.revision);
    windows.get(task.callId)?.close();
    const { callId, revision } = task;
    const made = await pretendWindow(task, (sdp) => ask('media/answered', { callId, revision, sdp })).catch(
      (error: unknown) => {
        // The call was over before its window had come up.
        if (publisher.get('media', callId) !== undefined) throw error;
      },
    );
    if (made) windows.set(callId, made);
  };
  const described: string[] = [];
  const followPage = async ({ callId, revision }: MediaTask): Promise<void> => {
    await page?.reconcile(publisher.all('media'));
    if (revisions.get(callId) === revision) return;
    revisions.set(callId, revision);
    await page
      ?.answer(callId, revision)
      .then(({ sdp }) => {
        described.push(sdp);
        return ask('media/answered', { callId, revision, sdp });
      })
      .catch(() => ask('media/failed', { callId, revision, code: 'media.failed' }));
  };
  endings.push(async () => {
    await service.stop();
    for (const window of windows.values()) window.close();
    await sip.unregister();
  });
  unwrap(
    await sip.register({
      aor: `sip:${user}@example.test`,
      displayName: user === 'alice' ? 'Alice' : user,
      registrars: registrars.map((registrar) => ({ host: '127.0.0.1', ...registrar, path: '/' })),
      timers: { keepAliveS: 6, monitorS: 1 },
      authUser: user,
      password,
      instanceId: randomUUID(),
      expires: 300,
      ...(options.device && { device: options.device }),
    }),
  );
  const call = (): Call | undefined => publisher.all('calls').at(-1);
  const until = (state: Call['state']): Promise<void> =>
    waitUntil(() => call()?.state === state, { what: `the call to be ${state}` });
  return {
    ask,
    callLog,
    publisher,
    windows,
    gateway,
    sip,
    /** Descriptions that the page made. */
    described,
    /** The page came again and gets the tasks that there are. */
    async reloadPage() {
      revisions.clear();
      await page?.reload();
      for (const task of publisher.all('media')) void followPage(task);
    },
    call,
    until,
    openWindow,
    hears: (hz: number) =>
      waitUntil(() => [...windows.values()].some((window) => window.hears(hz) > 0.8), {
        what: `${hz} Hz in the window`,
      }),
  };
}
