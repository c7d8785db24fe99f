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

/** What the own server wrapped itself (carbons, archive): there the stamp's author may be left out. */
interface Wrapped {
  readonly isWrapper: true;
}

/** What came by itself. `oldest`: nothing that was said earlier than this can have waited for us; absent: anything can. */
interface Arrived {
  readonly oldest: number | undefined;
}

/**
 * When the stanza was first sent, if the own server says so (XEP-0203 section 4: anybody may claim anything). Some servers leave
 * in what a stranger claims in their name. So the last one counts, which is the server's if it put one there, and none that is
 * older than what can have waited.
 */
export function trustedDelay(
  holder: Element,
  own: OwnAddress,
  how: Wrapped | Arrived = { oldest: undefined },
): number | undefined {
  const isWrapper = 'isWrapper' in how;
  const oldest = isWrapper ? undefined : how.oldest;
  const stamps = [...holder.getChildren('x', NS.oldDelay), ...holder.getChildren('delay', NS.delay)].flatMap(
    ({ attrs: { from, stamp } }) => {
      const isTrusted = from === undefined ? isWrapper : isOwnServer(from, own) || isOwnAccount(from, own);
      return (isTrusted ? parseStamp(stamp) : undefined) ?? [];
    },
  );
  const last = stamps.at(-1);
  return last !== undefined && last < (oldest ?? -Infinity) ? undefined : last;
}
