import type { IncomingResponseMessage, URI } from 'sip.js/lib/core/index.js';

export interface Acceptance {
  /** Seconds granted to our binding. */
  readonly expires: number;
  /** Contact URIs that an earlier run of this installation left behind. */
  readonly stale: readonly string[];
  /** The server takes a second registration beside this one, and answers STUN (cisco-uc 9.4). */
  readonly takesStandby: boolean;
}

/** Reads the bindings in a 200 to REGISTER (RFC 3261 section 10.3, step 8). `asked` is what we asked for, seconds. */
export function readAcceptance(
  response: IncomingResponseMessage,
  ours: URI,
  asked: number,
  instanceId: string,
): Acceptance {
  const bindings = response
    .getHeaders('contact')
    .flatMap((line) => line.slice(0, 8_000).match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [])
    .slice(0, 50)
    .map((value) => ({ value, uri: /<([^>]+)>/.exec(value)?.[1] ?? value.trim().split(';', 1)[0] ?? '' }));
  const own = ownBindings(bindings, ours, asked > 0);
  const expires = own.map(grantedBy).find((each) => each !== undefined);
  const mark = `urn:uuid:${instanceId.toLowerCase()}`;
  const stale = bindings
    .filter((each) => !own.includes(each) && each.value.toLowerCase().includes(mark))
    .map(({ uri }) => uri);
  return {
    expires: expires ?? seconds(response.getHeader('expires')) ?? asked,
    stale: stale.slice(0, 5),
    takesStandby: /\bx-cisco-supports-ar_sk\b/i.test(response.getHeaders('supported').join(',')),
  };
}

interface Binding {
  readonly value: string;
  readonly uri: string;
}

const grantedBy = ({ value }: Binding): number | undefined =>
  seconds(/;\s*expires\s*=\s*"?(\d{1,7})/i.exec(value.replace(/<[^>]*>/, ''))?.[1]);

/**
 * Which bindings are this one: that of our Contact; else, as servers and gateways write their own host into it (NAT), those with
 * its user part, which is ours alone; else the only one there is.
 */
function ownBindings(bindings: readonly Binding[], ours: URI, isBound: boolean): readonly Binding[] {
  const exact = bindings.filter(({ uri }) => isSameContact(uri, ours));
  if (exact.length > 0) return exact;
  const rewritten = bindings.filter(({ uri }) => /^sips?:([^@;?]+)@/i.exec(uri)?.[1] === ours.user);
  if (rewritten.length > 0) return rewritten;
  return bindings.length === 1 && isBound ? bindings : [];
}

function isSameContact(uri: string, ours: URI): boolean {
  const parts = /^sips?:([^@;?]+)@([^;?]+)/i.exec(uri);
  return (
    parts?.[1] === ours.user &&
    parts?.[2]?.toLowerCase() === `${ours.host}${ours.port === undefined ? '' : `:${ours.port}`}`
  );
}

function seconds(value: string | undefined): number | undefined {
  const count = Number(/^\s*(\d{1,7})\s*$/.exec(value ?? '')?.[1]);
  return Number.isFinite(count) && count > 0 ? count : undefined;
}
