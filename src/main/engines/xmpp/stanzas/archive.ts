import type { ArchivePage, ChatMessage } from '../../../ports/xmpp.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element, xml } from '../wire/xml.ts';
import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import { formatStamp, parseStamp, trustedDelay } from './delay.ts';
import { type IsRoom, readArchived } from './message-reader.ts';
import { isOwnAccount, type OwnAddress } from './own-address.ts';

export interface ArchiveQuery {
  readonly with?: string;
  readonly before?: string;
  readonly after?: string;
  /** ms since 1970. */
  readonly start?: number;
  readonly limit: number;
}

/** XEP-0313 section 4 with paging by XEP-0059: `before: ''` asks for the last page. */
export function archiveQuery(query: ArchiveQuery, queryId: string): Element {
  const start = query.start === undefined ? undefined : formatStamp(query.start);
  const form = xml(
    'x',
    { xmlns: NS.dataForm, type: 'submit' },
    field('FORM_TYPE', NS.archive, 'hidden'),
    field('with', query.with),
    field('start', start),
  );
  const paging = xml(
    'set',
    { xmlns: NS.resultSet },
    xml('max', {}, String(query.limit)),
    query.before === undefined
      ? undefined
      : query.before === ''
        ? xml('before')
        : xml('before', {}, query.before),
    query.after === undefined ? undefined : xml('after', {}, query.after),
  );
  return xml('query', { xmlns: NS.archive, queryid: queryId }, form, paging);
}

function field(name: string, value: string | undefined, type?: string): Element | undefined {
  return value === undefined ? undefined : xml('field', { var: name, type }, xml('value', {}, value));
}

/** A result on its way (section 4.1): the id of its query, and the message element around it. */
export function archiveResultOf(
  stanza: Element,
): { readonly queryId: string; readonly result: Element } | undefined {
  const result = stanza.getChild('result', NS.archive);
  return result && { queryId: result.attrs['queryid'] ?? '', result };
}

/** An archive that is not the own one: a room's. */
export interface ForeignArchive {
  readonly address: string;
  readonly read: (message: Element, archiveId: string, at: number | undefined) => ChatMessage | undefined;
}

/** One page being read: results come as messages before the answer that ends it. */
export class ArchivePageReader {
  private readonly own: OwnAddress;
  private readonly limit: number;
  private readonly isRoom: IsRoom;
  private readonly foreign: ForeignArchive | undefined;
  private readonly messages: ChatMessage[] = [];
  private count = 0;

  constructor(own: OwnAddress, limit: number, isRoom: IsRoom, foreign?: ForeignArchive) {
    this.own = own;
    this.isRoom = isRoom;
    this.foreign = foreign;
    this.limit = limit;
  }

  /** Takes a result in, when the archive that was asked sent it. */
  take(stanza: Element, result: Element): void {
    const { foreign } = this;
    const { from = '' } = stanza.attrs;
    // A room speaks without a resource: with one it is somebody in it.
    const isOfRoom = bareJid(from) === foreign?.address && resourceOf(from) === '';
    if (!(foreign ? isOfRoom : isOwnAccount(stanza.attrs['from'], this.own))) return;
    this.count += 1;
    if (this.count > this.limit) return;
    const forwarded = result.getChild('forwarded', NS.forward);
    const message = forwarded?.getChild('message', NS.client);
    const id = result.attrs['id'];
    if (!forwarded || !message || id === undefined) return;
    const read = foreign
      ? foreign.read(message, id, parseStamp(forwarded.getChild('delay', NS.delay)?.attrs['stamp']))
      : readArchived(
          message,
          id,
          trustedDelay(forwarded, this.own, { isWrapper: true }),
          this.own,
          this.isRoom,
        );
    if (read) this.messages.push(read);
  }

  /** The page, when its answer has come. Ids are the archive's own, of stanzas without a body too, so that paging goes on from them. */
  finish(answer: Element): ArchivePage {
    const fin = answer.getChild('fin', NS.archive);
    const set = fin?.getChild('set', NS.resultSet);
    const firstId = set && childText(set, 'first');
    const lastId = set && childText(set, 'last');
    return {
      messages: this.messages,
      ...(firstId !== undefined && firstId !== '' && { firstId }),
      ...(lastId !== undefined && lastId !== '' && { lastId }),
      isComplete: fin?.attrs['complete'] === 'true' || fin?.attrs['complete'] === '1' || this.count === 0,
    };
  }
}
