import { bareJid } from '../../../../shared/domain/jid.ts';
import type { RoomBookmark } from '../../../ports/rooms.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element, xml } from '../wire/xml.ts';

/** A bookmark with what others have put into it, which is kept. */
export interface HeldBookmark {
  readonly bookmark: RoomBookmark;
  readonly extras: readonly Element[];
}

export function bookmarksQuery(): Element {
  return xml('pubsub', { xmlns: NS.pubsub }, xml('items', { node: NS.bookmarks }));
}

/** XEP-0402 section 4: the item's id is the room. */
export function readBookmarks(answer: Element): readonly HeldBookmark[] {
  const items = answer.getChild('pubsub', NS.pubsub)?.getChild('items')?.getChildren('item') ?? [];
  return items.flatMap((item) => {
    const conference = item.getChild('conference', NS.bookmarks);
    return conference ? held(item.attrs['id'], conference) : [];
  });
}

export function oldBookmarksQuery(): Element {
  return xml('query', { xmlns: NS.privateXml }, xml('storage', { xmlns: NS.oldBookmarks }));
}

/** XEP-0048 section 3. */
export function readOldBookmarks(answer: Element): readonly HeldBookmark[] {
  return (storageOf(answer)?.getChildren('conference') ?? []).flatMap((conference) =>
    held(conference.attrs['jid'], conference),
  );
}

function held(address: string | undefined, conference: Element): readonly HeldBookmark[] {
  const room = bareJid(address ?? '');
  if (room === undefined || !room.includes('@')) return [];
  const nick = childText(conference, 'nick');
  const bookmark = {
    room,
    name: conference.attrs['name'] ?? '',
    ...(nick !== undefined && nick !== '' && { nick }),
    isAutojoin: ['true', '1'].includes(conference.attrs['autojoin'] ?? ''),
  };
  return [{ bookmark, extras: conference.getChildElements().filter((child) => child.getName() !== 'nick') }];
}

export function publishBookmark({ bookmark, extras }: HeldBookmark): Element {
  const { room, name, nick, isAutojoin } = bookmark;
  const conference = xml(
    'conference',
    { xmlns: NS.bookmarks, name: name === '' ? undefined : name, autojoin: String(isAutojoin) },
    nick === undefined ? undefined : xml('nick', {}, nick),
    ...extras,
  );
  return xml(
    'pubsub',
    { xmlns: NS.pubsub },
    xml('publish', { node: NS.bookmarks }, xml('item', { id: room }, conference)),
    xml('publish-options', {}, publishOptions()),
  );
}

/** Section 3: nobody else may see them, and all are kept. */
function publishOptions(): Element {
  const field = (name: string, value: string) => xml('field', { var: name }, xml('value', {}, value));
  return xml(
    'x',
    { xmlns: NS.dataForm, type: 'submit' },
    field('FORM_TYPE', NS.publishOptions),
    field('pubsub#persist_items', 'true'),
    field('pubsub#max_items', 'max'),
    field('pubsub#send_last_published_item', 'never'),
    field('pubsub#access_model', 'whitelist'),
  );
}

export function retractBookmark(room: string): Element {
  return xml(
    'pubsub',
    { xmlns: NS.pubsub },
    xml('retract', { node: NS.bookmarks, notify: 'true' }, xml('item', { id: room })),
  );
}

/** The whole old storage with one bookmark changed, or taken out; everything else in it as it was. */
export function changedOldBookmarks(
  answer: Element,
  room: string,
  change: HeldBookmark | undefined,
): Element {
  const others = (storageOf(answer)?.getChildElements() ?? []).filter(
    (child) => child.getName() !== 'conference' || bareJid(child.attrs['jid'] ?? '') !== room,
  );
  const mine =
    change &&
    xml(
      'conference',
      { jid: room, name: change.bookmark.name, autojoin: String(change.bookmark.isAutojoin) },
      change.bookmark.nick === undefined ? undefined : xml('nick', {}, change.bookmark.nick),
      ...change.extras,
    );
  return xml('query', { xmlns: NS.privateXml }, xml('storage', { xmlns: NS.oldBookmarks }, ...others, mine));
}

function storageOf(answer: Element): Element | undefined {
  return answer.getChild('query', NS.privateXml)?.getChild('storage', NS.oldBookmarks);
}
