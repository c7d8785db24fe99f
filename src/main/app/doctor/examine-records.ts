import { failure } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns, SrvRecord } from '../../ports/dns.port.ts';
import type { Greeter, GreetTarget } from '../../ports/greeter.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import {
  type RecordFamily,
  type RecordQuestion,
  recordQuestions,
} from '../../services/discovery/service-records.ts';
import type { WorkAddress } from '../../services/bootstrap/work-address.ts';
import type { ExaminedRecord, ExaminedTarget } from './examination.ts';

export interface ExaminePorts {
  readonly dns: Dns;
  readonly greeter: Greeter;
  readonly clock: Clock;
}

/** More targets of one record are named but not greeted. */
const MAX_TARGETS = 8;

/**
 * Puts every question of discovery at once and says hello to every server that is named: a client only meets the first that
 * works, an administrator wants to know of all.
 */
export function examineRecords(
  ports: ExaminePorts,
  address: WorkAddress,
  call: RequestCall,
): Promise<readonly ExaminedRecord[]> {
  const { domain } = address;
  const questions = recordQuestions({ domain, excluded: new Set(), usesInternalZone: true });
  return Promise.all(questions.map((question) => examineRecord(ports, question, address, call)));
}

async function examineRecord(
  ports: ExaminePorts,
  { family, name }: RecordQuestion,
  address: WorkAddress,
  call: RequestCall,
): Promise<ExaminedRecord> {
  const startedAt = ports.clock.monotonic();
  const answer = await ports.dns.srv(name, call.signal);
  const elapsedMs = Math.round(ports.clock.monotonic() - startedAt);
  if (!answer.ok) return { family, name, elapsedMs, error: answer.error, targets: [] };
  const records = answer.value.records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
  const targets = await Promise.all(
    records.map((record, at) => examineTarget(ports, family, record, address, call, at < MAX_TARGETS)),
  );
  return { family, name, elapsedMs, targets };
}

async function examineTarget(
  ports: ExaminePorts,
  family: RecordFamily,
  record: SrvRecord,
  address: WorkAddress,
  call: RequestCall,
  isGreeted: boolean,
): Promise<ExaminedTarget> {
  const { target: host, port, priority, weight } = record;
  const facts = { host, port, priority, weight };
  if (host === '' || !isGreeted) return { ...facts, addresses: [], elapsedMs: 0 };
  const startedAt = ports.clock.monotonic();
  const elapsed = (): number => Math.round(ports.clock.monotonic() - startedAt);
  const found = await ports.dns.addresses(host, call.signal);
  if (!found.ok) return { ...facts, addresses: [], elapsedMs: elapsed(), error: found.error };
  if (found.value.length === 0) {
    const error = failure('net.name-not-found', { host, port });
    return { ...facts, addresses: [], elapsedMs: elapsed(), error };
  }
  const span = call.span.child('greet', { host, port, family });
  const { result, certificate } = await ports.greeter.greet(greetingFor(family, record, address), {
    ...call,
    span,
  });
  span.end(result.ok ? 'ok' : 'failed');
  return {
    ...facts,
    addresses: found.value,
    elapsedMs: elapsed(),
    ...(result.ok ? { said: result.value } : { error: result.error }),
    ...(certificate && { certificate }),
  };
}

function rootOf(host: string, port: number): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

/** What each family's server can be asked without signing in. */
function greetingFor(
  family: RecordFamily,
  { target: host, port }: SrvRecord,
  address: WorkAddress,
): GreetTarget {
  const { domain, full } = address;
  const sip = (transport: 'tls' | 'tcp' | 'udp'): GreetTarget => ({
    kind: 'sip',
    aor: full,
    registrar: { host, port, transport },
  });
  switch (family) {
    case 'cisco-uds':
    case 'internal-cisco-uds':
      return { kind: 'uds', host, port };
    case 'cuplogin':
    case 'internal-cuplogin':
      return { kind: 'page', url: rootOf(host, port) };
    case 'collab-edge':
      // An edge has pages below its domains only.
      return { kind: 'page', url: rootOf(host, port), mayBeMissing: true };
    case 'xmpps-client':
      return { kind: 'xmpp', domain, target: { host, port, tls: 'direct' } };
    case 'xmpp-client':
      return { kind: 'xmpp', domain, target: { host, port, tls: 'starttls' } };
    case 'sips-tcp':
      return sip('tls');
    case 'sip-tcp':
      return sip('tcp');
    case 'sip-udp':
      return sip('udp');
  }
}
