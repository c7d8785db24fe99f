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
  const stale: string[] = [];
  let expires: number | undefined;
  const values = response.getHeaders('contact').slice(0, 50);
  for (const value of values) {
    const uri = /<([^>]+)>/.exec(value)?.[1] ?? value.split(';', 1)[0] ?? '';
    // The only one there is must be ours, whatever a server on the way made of it.
    if (isSameContact(uri, ours) || (values.length === 1 && asked > 0))
      expires = seconds(/;\s*expires\s*=\s*"?(\d{1,7})/i.exec(value)?.[1]);
    else if (value.toLowerCase().includes(`urn:uuid:${instanceId.toLowerCase()}`)) stale.push(uri);
  }
  return {
    expires: expires ?? seconds(response.getHeader('expires')) ?? asked,
    stale: stale.slice(0, 5),
    takesStandby: /\bx-cisco-supports-ar_sk\b/i.test(response.getHeaders('supported').join(',')),
  };
}

function isSameContact(uri: string, ours: URI): boolean {
  const parts = /^sip:([^@;?]+)@([^;?]+)/i.exec(uri);
  return (
    parts?.[1] === ours.user &&
    parts?.[2]?.toLowerCase() === `${ours.host}${ours.port === undefined ? '' : `:${ours.port}`}`
  );
}

function seconds(value: string | undefined): number | undefined {
  const count = Number(/^\s*(\d{1,7})\s*$/.exec(value ?? '')?.[1]);
  return Number.isFinite(count) && count > 0 ? count : undefined;
}
