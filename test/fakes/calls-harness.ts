import { fakeGateway } from './fake-gateway.ts';
import { fakeSip } from './fake-sip.ts';
import { manualClock } from './manual-clock.ts';
import { memoryCallLog } from './memory-call-log.ts';
import { memoryPublisher } from './memory-publisher.ts';
import { memoryTrace } from './memory-trace.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';
import type { CommandArgument } from '../../src/shared/contract/commands.ts';
import type { Call } from '../../src/shared/domain/call.ts';
import type { CallId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import type { CallsPorts } from '../../src/main/services/calls/calls-ports.ts';
import type { CallsHandlers } from '../../src/main/services/calls/calls-handlers.ts';
import { createCallsService } from '../../src/main/services/calls/create-calls-service.ts';

const BOB = { name: 'Bob', address: 'sip:1002@example.test' };

/** The calls service between a pretended SIP engine, gateway and window. */
export function callsHarness(changes: Partial<CallsPorts> = {}) {
  const [sip, gateway, publisher, clock, callLog, trace] = [
    fakeSip(),
    fakeGateway(),
    memoryPublisher(),
    manualClock(),
    memoryCallLog(),
    memoryTrace(),
  ];
  const service = createCallsService({
    sip,
    gateway,
    publisher,
    clock,
    trace,
    callLog: () => callLog,
    random: seededRandom(),
    log: silentLog,
    resolveParty: () => Promise.resolve(undefined),
    isDoNotDisturb: () => false,
    configuration: () => ({ mediaPorts: { start: 16_384, stop: 16_484 }, codecs: ['PCMU'], srtp: 'none' }),
    ...changes,
  });
  const { signal } = new AbortController();
  const ask = async <N extends keyof CallsHandlers>(name: N, argument: CommandArgument<N>) => {
    const result = await service.handlers[name](argument as never, { signal });
    await settle();
    return result;
  };
  return {
    sip,
    gateway,
    publisher,
    clock,
    callLog,
    trace,
    service,
    ask,
    call: (id: CallId): Call | undefined => publisher.get('calls', id),
    /** Dials and lets the window answer. */
    async dial(target = '1002') {
      const { callId } = unwrap(await ask('calls/dial', { target }));
      unwrap(await ask('media/answered', { callId, revision: 1, sdp: 'window answer' }));
      return { callId, sip: sip.last() };
    },
    async connect(target = '1002') {
      const made = await this.dial(target);
      await made.sip.media.createOffer();
      await made.sip.media.applyAnswer('their answer');
      made.sip.emit({ kind: 'answered' });
      await settle();
      return made;
    },
    async ring(peer = BOB) {
      const made = sip.ring(peer);
      await settle();
      const callId = publisher.all('calls').at(-1)?.id as CallId;
      return { callId, sip: made };
    },
  };
}

/** Lets promises that wait for nothing outside run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
