import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { ArchivePage } from '../../../ports/xmpp.port.ts';
import { ArchivePageReader, archiveQuery, type ArchiveQuery } from '../stanzas/archive.ts';
import { readArchivedRoomMessage } from '../stanzas/room-message-reader.ts';
import type { Session } from './session.ts';

/** A page may be large and the server's disk slow. */
const PAGE_TIMEOUT_MS = 60_000;

/** Reads the own archive, or a room's, page by page (XEP-0313). */
export class ArchiveVerbs {
  private readonly session: Session;
  private readonly random: Random;

  constructor(session: Session, random: Random) {
    this.session = session;
    this.random = random;
  }

  async page({ of, ...query }: ArchiveQuery & { readonly of?: string }): Promise<Result<ArchivePage>> {
    const { own, pages } = this.session;
    if (!own) return { ok: false, error: { code: 'xmpp.not-connected' } };
    const id = this.random.uuid();
    const seat = of === undefined ? undefined : this.session.rooms.seat(of);
    if (of !== undefined && !seat) return { ok: false, error: { code: 'xmpp.stanza', detail: 'not-joined' } };
    const reader = new ArchivePageReader(
      own,
      query.limit,
      this.session.rooms.isRoom,
      seat && {
        address: seat.room,
        read: (message, archiveId, at) => readArchivedRoomMessage(message, seat, archiveId, at),
      },
    );
    pages.set(id, reader);
    try {
      const answer = await this.session.request({
        type: 'set',
        to: of,
        child: archiveQuery(query, id),
        timeoutMs: PAGE_TIMEOUT_MS,
      });
      return answer.ok ? ok(reader.finish(answer.value)) : answer;
    } finally {
      pages.delete(id);
    }
  }
}
