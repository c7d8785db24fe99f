import type { SrvRecord } from '../../ports/dns.port.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { Exclusions } from './exclusions.ts';

/** Everything that is asked in the one volley of discovery (D3, D15). */
export const recordFamilies = [
  'cisco-uds',
  'cuplogin',
  'collab-edge',
  'internal-cisco-uds',
  'internal-cuplogin',
  'xmpps-client',
  'xmpp-client',
  'sips-tcp',
  'sip-tcp',
  'sip-udp',
] as const;
export type RecordFamily = (typeof recordFamilies)[number];

const prefixes: Readonly<Record<RecordFamily, string>> = {
  'cisco-uds': '_cisco-uds._tcp.',
  cuplogin: '_cuplogin._tcp.',
  'collab-edge': '_collab-edge._tls.',
  // Legacy "pinpoint" zone of split DNS; counts only where the plain names give neither.
  'internal-cisco-uds': '_cisco-uds._tcp.cisco-internal.',
  'internal-cuplogin': '_cuplogin._tcp.cisco-internal.',
  'xmpps-client': '_xmpps-client._tcp.',
  'xmpp-client': '_xmpp-client._tcp.',
  'sips-tcp': '_sips._tcp.',
  'sip-tcp': '_sip._tcp.',
  'sip-udp': '_sip._udp.',
};

/** What the resolver said to one question, and how long it took. */
export type RecordAnswer =
  | { readonly kind: 'records'; readonly records: readonly SrvRecord[]; readonly elapsedMs: number }
  | { readonly kind: 'none'; readonly elapsedMs: number }
  | { readonly kind: 'failed'; readonly error: Failure; readonly elapsedMs: number };

/** Answers by family; a family that was not asked is absent. */
export type RecordAnswers = Readonly<Partial<Record<RecordFamily, RecordAnswer>>>;

export interface RecordQuestion {
  readonly family: RecordFamily;
  /** The full name asked for. */
  readonly name: string;
}

export interface QuestionOptions {
  /** Domain of the person's address: standards services live here. */
  readonly domain: string;
  /** Domain of the Cisco records when it differs (D4). */
  readonly voiceDomain?: string;
  readonly excluded: Exclusions;
  readonly usesInternalZone: boolean;
  /** Leaves out the Cisco records: the person named a standards account. */
  readonly standardsOnly?: boolean;
}

/** The questions of the volley: all at once, so that fall-backs and standards add no round trip. */
export function recordQuestions(options: QuestionOptions): readonly RecordQuestion[] {
  return recordFamilies
    .filter((family) => !isLeftOut(family, options))
    .map((family) => ({ family, name: prefixes[family] + domainOf(family, options) }));
}

function isLeftOut(
  family: RecordFamily,
  { excluded, usesInternalZone, standardsOnly }: QuestionOptions,
): boolean {
  if (standardsOnly === true && isCisco(family)) return true;
  if (family.startsWith('internal-') && !usesInternalZone) return true;
  if (family.endsWith('cisco-uds')) return excluded.has('CUCM');
  if (family.endsWith('cuplogin')) return excluded.has('CUP');
  return false;
}

function domainOf(family: RecordFamily, { domain, voiceDomain }: QuestionOptions): string {
  return isCisco(family) ? (voiceDomain ?? domain) : domain;
}

function isCisco(family: RecordFamily): boolean {
  return /cisco-uds|cuplogin|collab-edge/.test(family);
}
