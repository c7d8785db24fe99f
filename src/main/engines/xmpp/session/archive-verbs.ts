import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { ArchivePage } from '../../../ports/xmpp.port.ts';
import { ArchivePageReader, archiveQuery, type ArchiveQuery } from '../stanzas/archive.ts';
import type { Session } from './session.ts';

/** A page may be large and the server's disk slow. */
const PAGE_TIMEOUT_MS = 60_000;

/** Reads the own archive page by page (XEP-0313). */
export class ArchiveVerbs {
  private readonly session: Session;
  private readonly random: Random;

  constructor(session: Session, random: Random) {
    this.session = session;
    this.random = random;
  }

  async page(query: ArchiveQuery): Promise<Result<ArchivePage>> {
    const { own, pages } = this.session;
    if (!own) return { ok: false, error: { code: 'xmpp.not-connected' } };
    const id = this.random.uuid();
    const reader = new ArchivePageReader(own, query.limit);
    pages.set(id, reader);
    try {
      const answer = await this.session.request({
        type: 'set',
        child: archiveQuery(query, id),
        timeoutMs: PAGE_TIMEOUT_MS,
      });
      return answer.ok ? ok(reader.finish(answer.value)) : answer;
    } finally {
      pages.delete(id);
    }
  }
}
