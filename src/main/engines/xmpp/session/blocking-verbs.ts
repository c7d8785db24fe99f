import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { Blocking } from '../../../ports/blocking.port.ts';
import {
  type BlockingPush,
  blocklistQuery,
  blockStanza,
  readBlockingPush,
  readBlocklist,
} from '../stanzas/blocking.ts';
import { resultReply } from '../stanzas/iq-answers.ts';
import type { Session } from './session.ts';

/** Keeping people away (XEP-0191) as verbs over the session. */
export class BlockingVerbs implements Blocking {
  private readonly session: Session;
  private readonly listeners = new Set<(change: BlockingPush) => void>();

  constructor(session: Session) {
    this.session = session;
    session.onRequest((stanza) => {
      const push = session.own && readBlockingPush(stanza, session.own);
      if (!push) return false;
      session.channel.send(resultReply(stanza));
      for (const listener of this.listeners) listener(push);
      return true;
    });
  }

  async list(): Promise<Result<readonly string[]>> {
    const answer = await this.session.request({ type: 'get', child: blocklistQuery() });
    return answer.ok ? ok(readBlocklist(answer.value)) : answer;
  }

  async set(address: string, isBlocked: boolean): Promise<Result<void>> {
    const answer = await this.session.request({ type: 'set', child: blockStanza(address, isBlocked) });
    return answer.ok ? ok() : answer;
  }

  onChange(listener: (change: BlockingPush) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
