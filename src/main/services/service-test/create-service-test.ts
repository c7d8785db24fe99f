import type { ServiceTestRequest, ServiceTestResult } from '../../../shared/domain/service-test.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Greeter } from '../../ports/greeter.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { asEntity } from '../bootstrap/checklist.ts';
import { parseServer } from '../bootstrap/parse-server.ts';
import { parseWorkAddress, type WorkAddress } from '../bootstrap/work-address.ts';
import type { Discovery } from '../discovery/create-discovery.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import { type TestTarget, testTargets } from './test-targets.ts';

export interface ServiceTestPorts {
  readonly greeter: Greeter;
  readonly discovery: Discovery;
  readonly clock: Clock;
  readonly trace: Trace;
  /** What is remembered of the last look for this address' services. */
  readonly records: (address: WorkAddress) => Promise<RecordAnswers | undefined>;
}

export interface ServiceTest {
  readonly handlers: Pick<Handlers, 'session/test-service' | 'session/manual-defaults'>;
}

/** Tries the servers of one service, all at once, a line each in the order of the form. Nothing is changed by it. */
export function createServiceTest(ports: ServiceTestPorts): ServiceTest {
  return {
    handlers: {
      'session/test-service': (request, { signal }) => run(ports, request, signal),
      'session/manual-defaults': async ({ address }) => {
        const parsed = parseWorkAddress(address);
        const presenceServer = parsed.ok ? presenceServerOf(await ports.records(parsed.value)) : undefined;
        return ok(presenceServer === undefined ? {} : { presenceServer });
      },
    },
  };
}

/** The first server of `_cuplogin`; its port only where it is not the usual one. */
function presenceServerOf(answers: RecordAnswers | undefined): string | undefined {
  const records = (['cuplogin', 'internal-cuplogin'] as const).flatMap((family) => {
    const answer = answers?.[family];
    return answer?.kind === 'records' ? answer.records : [];
  });
  const [first] = records.toSorted((a, b) => a.priority - b.priority);
  if (!first) return undefined;
  const host = first.target.replace(/\.$/, '');
  return first.port === parseServer(host).port ? host : `${host}:${first.port}`;
}

async function run(
  ports: ServiceTestPorts,
  request: ServiceTestRequest,
  signal: AbortSignal,
): Promise<Result<ServiceTestResult[]>> {
  const span = ports.trace.start('service-test', { service: request.service });
  const call = { signal, span };
  const targets = await testTargets(request, ports.discovery, call);
  const results = targets.ok
    ? ok(await Promise.all(targets.value.map((target) => greet(ports, target, call))))
    : targets;
  const isWell = results.ok && results.value.every(({ error }) => error === undefined);
  span.end(signal.aborted ? 'cancelled' : isWell ? 'ok' : 'failed');
  return signal.aborted ? fail('app.cancelled') : results;
}

async function greet(
  { greeter, clock }: ServiceTestPorts,
  { server, target }: TestTarget,
  call: Parameters<Greeter['greet']>[1],
): Promise<ServiceTestResult> {
  const startedAt = clock.monotonic();
  const { result, certificate } = await greeter.greet(target, call);
  return {
    server,
    elapsedMs: clock.monotonic() - startedAt,
    ...(result.ok ? { said: result.value } : { error: asEntity(result.error) }),
    ...(certificate && { certificate }),
  };
}
