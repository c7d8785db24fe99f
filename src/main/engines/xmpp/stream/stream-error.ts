import type { ErrorCode } from '../../../../shared/errors/catalogue.ts';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';

export interface StreamError {
  /** RFC 6120 section 4.9.3, e.g. `system-shutdown`. */
  readonly condition: string;
  /** Where to go instead (section 4.9.3.19). */
  readonly otherHost?: { readonly host: string; readonly port: number | undefined };
}

export function isStreamError(element: Element): boolean {
  return element.is('error', NS.stream);
}

/** Conditions by which a server says that what we wrote is to blame (RFC 6120 section 4.9.3): written again it would end the next stream too. */
const OUR_FAULT: ReadonlySet<string> = new Set([
  'bad-format',
  'bad-namespace-prefix',
  'invalid-namespace',
  'invalid-xml',
  'not-well-formed',
  'policy-violation',
  'restricted-xml',
  'unsupported-encoding',
  'unsupported-stanza-type',
]);

export function isOurFault({ condition }: StreamError): boolean {
  return OUR_FAULT.has(condition);
}

export function readStreamError(element: Element): StreamError {
  const conditions = element
    .getChildElements()
    .filter((child) => child.getNS() === NS.streamErrors && child.getName() !== 'text');
  const condition = conditions[0]?.getName() ?? 'undefined-condition';
  const otherHost =
    condition === 'see-other-host' ? parseHostPort(conditions[0]?.getText() ?? '') : undefined;
  return { condition, ...(otherHost && { otherHost }) };
}

/** The failure of a stream ended by this error. Only `conflict` says that the person has to act. */
export function streamFailure(error: StreamError, host: string): Failure {
  const codes: Partial<Record<string, ErrorCode>> = {
    conflict: 'xmpp.conflict',
    'connection-timeout': 'xmpp.timeout',
  };
  return failure(codes[error.condition] ?? 'xmpp.stream', { host }, error.condition);
}

/** `host`, `host:port`, `[v6]` or `[v6]:port`. */
export function parseHostPort(text: string): { host: string; port: number | undefined } | undefined {
  const [, literal, name, port] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const host = literal ?? name;
  const number = port === undefined ? undefined : Number(port);
  if (host === undefined || (number !== undefined && (number < 1 || number > 65_535))) return undefined;
  return { host, port: number };
}
