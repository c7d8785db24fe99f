import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';
import { isOwnAccount, isOwnServer, type OwnAddress } from './own-address.ts';

/** XEP-0082 and the form of jabber:x:delay, both in UTC. Answers ms since 1970. */
export function parseStamp(text: string | undefined): number | undefined {
  const old = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)$/.exec(text ?? '');
  const standard = old ? `${old[1]}-${old[2]}-${old[3]}T${old[4]}Z` : text;
  if (standard === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(standard))
    return undefined;
  const time = Date.parse(standard);
  return Number.isFinite(time) ? time : undefined;
}

export function formatStamp(time: number): string {
  return new Date(time).toISOString();
}

/**
 * When the stanza was first sent, if the own server says so (XEP-0203 section 4: anybody may claim anything).
 * `isWrapper` is for what the own server wrapped itself (carbons, archive): there the sender may be left out.
 */
export function trustedDelay(holder: Element, own: OwnAddress, isWrapper = false): number | undefined {
  for (const delay of [...holder.getChildren('delay', NS.delay), ...holder.getChildren('x', NS.oldDelay)]) {
    const { from, stamp } = delay.attrs;
    const isTrusted = from === undefined ? isWrapper : isOwnServer(from, own) || isOwnAccount(from, own);
    const time = isTrusted ? parseStamp(stamp) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}
