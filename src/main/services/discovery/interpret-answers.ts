import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { SrvRecord } from '../../ports/dns.port.ts';
import type { SipTransport } from '../../ports/sip.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { RecordAnswer, RecordAnswers, RecordFamily } from './service-records.ts';
import { isRefusal, orderSrv } from './srv-order.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface SipTarget extends HostPort {
  readonly transport: SipTransport;
}

/** What the records say about the domain, best targets first (D5). */
export type Finding =
  /** Inside, with Unified CM; `imp` are the servers of `_cuplogin`, the default of the manual screen. */
  | { readonly kind: 'cucm'; readonly uds: readonly HostPort[]; readonly imp: readonly HostPort[] }
  /** Inside, with an IM and Presence server only. */
  | { readonly kind: 'imp'; readonly servers: readonly HostPort[] }
  /** Outside: only the Expressway can be reached. */
  | { readonly kind: 'edge'; readonly edges: readonly HostPort[] }
  | { readonly kind: 'standards'; readonly xmpp: readonly XmppTarget[]; readonly sip: readonly SipTarget[] }
  /** No record at all: the domain's own host may still speak XMPP (RFC 6120 section 3.2.2). */
  | { readonly kind: 'guess'; readonly xmpp: readonly XmppTarget[] };

/** What is known of the domain's name itself. */
export interface DomainAnswer {
  readonly domain: string;
  /** Absent when the question failed. */
  readonly exists?: boolean;
  readonly addresses: readonly string[];
}

/** The port of XMPP where no record names one (RFC 6120 section 14.7). */
const XMPP_PORT = 5222;

/**
 * Decides from all answers of the volley. Cisco records win over standards ones, `_cisco-uds` over `_cuplogin` over
 * `_collab-edge`; the internal zone counts only where the plain names gave neither. `fraction` seeds the weighted choice.
 */
export function interpretAnswers(
  answers: RecordAnswers,
  domain: DomainAnswer,
  fraction: () => number,
): { readonly finding: Finding } | { readonly error: Failure } {
  const ordered = (family: RecordFamily): readonly HostPort[] =>
    orderSrv(recordsOf(answers[family]), fraction).map(hostPort);
  const plain = { uds: ordered('cisco-uds'), imp: ordered('cuplogin') };
  const isInside = plain.uds.length > 0 || plain.imp.length > 0;
  const { uds, imp } = isInside
    ? plain
    : { uds: ordered('internal-cisco-uds'), imp: ordered('internal-cuplogin') };
  if (uds.length > 0) return { finding: { kind: 'cucm', uds, imp } };
  if (imp.length > 0) return { finding: { kind: 'imp', servers: imp } };
  const edges = namedEdges(ordered('collab-edge'));
  if (edges.length > 0) return { finding: { kind: 'edge', edges } };
  const xmpp = xmppTargets(answers, fraction);
  const sip = sipTargets(answers, fraction);
  if (xmpp.length > 0 || sip.length > 0) return { finding: { kind: 'standards', xmpp, sip } };
  const [unnamed] = ordered('collab-edge');
  if (unnamed)
    return { error: failure('discovery.edge-address', { domain: domain.domain, host: unnamed.host }) };
  return nothingFound(answers, domain);
}

/** IPv4 in dotted form, or anything with a colon: no host name is either. */
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$|:/;

/** The edge's cookie is bound to its name, so a plain address is no edge (T3, cisco-uc 1.1). */
export function namedEdges(edges: readonly HostPort[]): readonly HostPort[] {
  return edges.filter(({ host }) => !ADDRESS.test(host));
}

/** XEP-0368 section 3: both families are one list; priority and weight hold across them. */
function xmppTargets(answers: RecordAnswers, fraction: () => number): readonly XmppTarget[] {
  const direct = recordsOf(answers['xmpps-client']).map((record) => ({ ...record, tls: 'direct' as const }));
  const starttls = recordsOf(answers['xmpp-client']).map((record) => ({
    ...record,
    tls: 'starttls' as const,
  }));
  return orderSrv([...direct, ...starttls], fraction).map((record) => ({
    ...hostPort(record),
    tls: record.tls,
  }));
}

/** RFC 3263 section 4.1 without NAPTR: TLS is preferred, then TCP, then UDP. */
function sipTargets(answers: RecordAnswers, fraction: () => number): readonly SipTarget[] {
  const families = [
    ['sips-tcp', 'tls'],
    ['sip-tcp', 'tcp'],
    ['sip-udp', 'udp'],
  ] as const;
  return families.flatMap(([family, transport]) =>
    orderSrv(recordsOf(answers[family]), fraction).map((record) => ({ ...hostPort(record), transport })),
  );
}

function nothingFound(
  answers: RecordAnswers,
  domain: DomainAnswer,
): { finding: Finding } | { error: Failure } {
  const given = Object.values(answers);
  const failed = given.find((answer) => answer.kind === 'failed');
  const params = { domain: domain.domain };
  if (failed)
    return { error: failure('discovery.dns-failed', params, failed.error.detail ?? failed.error.code) };
  if (domain.exists === false) return { error: failure('discovery.no-such-domain', params) };
  // A target of `.` says that the domain offers no XMPP: then its own host is not asked either (RFC 6120 section 3.2.1).
  const isRefused = (['xmpp-client', 'xmpps-client'] as const).some((family) =>
    isRefusal(recordsOf(answers[family])),
  );
  if (isRefused || domain.addresses.length === 0) return { error: failure('discovery.no-records', params) };
  return { finding: { kind: 'guess', xmpp: [{ host: domain.domain, port: XMPP_PORT, tls: 'starttls' }] } };
}

function recordsOf(answer: RecordAnswer | undefined): readonly SrvRecord[] {
  return answer?.kind === 'records' ? answer.records : [];
}

function hostPort({ target, port }: SrvRecord): HostPort {
  return { host: target, port };
}
