import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { RoomBookmark } from '../../../ports/rooms.port.ts';
import {
  bookmarksQuery,
  changedOldBookmarks,
  type HeldBookmark,
  oldBookmarksQuery,
  publishBookmark,
  readBookmarks,
  readOldBookmarks,
  retractBookmark,
} from '../stanzas/bookmarks.ts';
import type { Element } from '../wire/xml.ts';
import type { Session } from './session.ts';

/** The rooms one keeps, on the server: in the account's own nodes (XEP-0402), or in private storage (XEP-0048). */
export class BookmarkVerbs {
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  /** Both stores together; the newer kind counts where they differ. */
  async list(): Promise<Result<readonly RoomBookmark[]>> {
    const [current, old] = await Promise.all([this.held(), this.oldStorage()]);
    if (!current.ok && !old.ok) return current;
    const byRoom = new Map<string, RoomBookmark>();
    for (const { bookmark } of old.ok ? readOldBookmarks(old.value) : []) byRoom.set(bookmark.room, bookmark);
    for (const { bookmark } of current.ok ? current.value : []) byRoom.set(bookmark.room, bookmark);
    return ok([...byRoom.values()]);
  }

  async set(bookmark: RoomBookmark): Promise<Result<void>> {
    const held = await this.held();
    const before = held.ok ? held.value.find((each) => each.bookmark.room === bookmark.room) : undefined;
    const published = await this.write(publishBookmark({ bookmark, extras: before?.extras ?? [] }));
    return published.ok ? published : this.writeOld(bookmark.room, bookmark);
  }

  async remove(room: string): Promise<Result<void>> {
    const retracted = await this.write(retractBookmark(room));
    const old = await this.writeOld(room, undefined);
    return retracted.ok ? retracted : old;
  }

  private async held(): Promise<Result<readonly HeldBookmark[]>> {
    const answer = await this.session.request({ type: 'get', child: bookmarksQuery() });
    if (answer.ok) return ok(readBookmarks(answer.value));
    // No node yet is no bookmark yet.
    return answer.error.detail === 'item-not-found' ? ok([]) : answer;
  }

  private oldStorage(): Promise<Result<Element>> {
    return this.session.request({ type: 'get', child: oldBookmarksQuery() });
  }

  private async writeOld(room: string, bookmark: RoomBookmark | undefined): Promise<Result<void>> {
    const before = await this.oldStorage();
    if (!before.ok) return fail(before.error.code, before.error.params, before.error.detail);
    const held = readOldBookmarks(before.value).find((each) => each.bookmark.room === room);
    if (!held && !bookmark) return ok();
    const change = bookmark && { bookmark, extras: held?.extras ?? [] };
    return this.write(changedOldBookmarks(before.value, room, change));
  }

  private async write(child: Element): Promise<Result<void>> {
    const answer = await this.session.request({ type: 'set', child });
    return answer.ok ? ok() : answer;
  }
}
