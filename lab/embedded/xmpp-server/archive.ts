import { randomUUID } from 'node:crypto';
import { type XmlElement, xml } from '../xml/element.ts';
import { bareOf } from './jid.ts';
import { NS } from './namespaces.ts';
import { StanzaError } from './stanza-error.ts';

interface Archived {
  readonly id: string;
  readonly at: number;
  readonly peer: string;
  readonly stanza: XmlElement;
}

/** The messages of one account or room, oldest first (XEP-0313). */
export interface Archive {
  readonly owner: string;
  readonly entries: Archived[];
  /** Keeps a message; `at` is milliseconds since 1970. Answers its archive id (XEP-0359 `stanza-id`). */
  add(peer: string, stanza: XmlElement, at: number): string;
}

export function createArchive(owner: string): Archive {
  const entries: Archived[] = [];
  return {
    owner,
    entries,
    add(peer, stanza, at) {
      const id = randomUUID();
      entries.push({ id, at, peer: bareOf(peer), stanza });
      return id;
    },
  };
}

/** Whether a message belongs into archives (XEP-0313 section 5.1.2 and the XEP-0334 hints). */
export function isArchivable(message: XmlElement): boolean {
  const type = message.attrs['type'] ?? 'normal';
  if (type === 'error' || type === 'headline') return false;
  if (message.child('no-store', NS.hints) || message.child('no-permanent-store', NS.hints)) return false;
  if (message.child('store', NS.hints)) return true;
  const hasMarker = ['received', 'displayed', 'acknowledged'].some((name) => message.child(name, NS.markers));
  return (
    message.child('body') !== undefined || message.child('received', NS.receipts) !== undefined || hasMarker
  );
}

interface Page {
  readonly items: readonly Archived[];
  readonly isComplete: boolean;
  readonly total: number;
  readonly firstIndex: number;
}

const MAX_PAGE = 250;

/** Answers a query: the result messages (to be addressed by the caller) and the closing `fin`. */
export function queryArchive(
  archive: Archive,
  query: XmlElement,
): { results: XmlElement[]; fin: XmlElement } {
  const page = pageOf(archive.entries, query);
  const results = page.items.map((entry) =>
    xml(
      'message',
      NS.client,
      {},
      xml(
        'result',
        NS.mam,
        { queryid: query.attrs['queryid'], id: entry.id },
        xml(
          'forwarded',
          NS.forward,
          {},
          xml('delay', NS.delay, { stamp: new Date(entry.at).toISOString() }),
          entry.stanza,
        ),
      ),
    ),
  );
  const [first, last] = [page.items[0], page.items.at(-1)];
  const set = xml(
    'set',
    NS.rsm,
    {},
    first && xml('first', NS.rsm, { index: page.firstIndex }, first.id),
    last && xml('last', NS.rsm, {}, last.id),
    xml('count', NS.rsm, {}, String(page.total)),
  );
  return { results, fin: xml('fin', NS.mam, { complete: page.isComplete ? 'true' : undefined }, set) };
}

/** XEP-0059: `after` pages forward, `before` backward, an empty `before` is the last page. */
function pageOf(entries: readonly Archived[], query: XmlElement): Page {
  const matching = entries.filter(filterOf(query));
  const set = query.child('set', NS.rsm);
  const max = Math.min(MAX_PAGE, Number(set?.childText('max') ?? 50) || 0);
  const after = set?.childText('after');
  const before = set?.childText('before');
  const indexOf = (id: string): number => {
    const index = matching.findIndex((entry) => entry.id === id);
    if (index >= 0) return index;
    throw new StanzaError('item-not-found', 'cancel');
  };
  if (before !== undefined) {
    const end = before === '' ? matching.length : indexOf(before);
    const start = Math.max(0, end - max);
    return {
      items: matching.slice(start, end),
      isComplete: start === 0,
      total: matching.length,
      firstIndex: start,
    };
  }
  const start = after === undefined || after === '' ? 0 : indexOf(after) + 1;
  const items = matching.slice(start, start + max);
  return {
    items,
    isComplete: start + items.length >= matching.length,
    total: matching.length,
    firstIndex: start,
  };
}

function filterOf(query: XmlElement): (entry: Archived) => boolean {
  const fields = new Map(
    query
      .child('x', NS.form)
      ?.all('field')
      .map((field) => [field.attrs['var'] ?? '', field.childText('value') ?? '']),
  );
  const peer = fields.get('with');
  const start = Date.parse(fields.get('start') ?? '');
  const end = Date.parse(fields.get('end') ?? '');
  return (entry) =>
    (peer === undefined || entry.peer === bareOf(peer)) && !(entry.at < start) && !(entry.at > end);
}
