import { NS } from '../wire/namespaces.ts';
import { xml } from '../wire/xml.ts';
import { chatStateStanza } from '../stanzas/message-writer.ts';
import type { Session } from './session.ts';

type OwnState = 'active' | 'composing' | 'paused';

/** Sends chat states to people whose client understands them (XEP-0085 section 5.1), and finds out where that isn't known. */
export class ChatStateVerbs {
  private readonly session: Session;
  /** While a peer's client is asked: the last state that waits for the answer. */
  private readonly waiting = new Map<string, OwnState>();

  constructor(session: Session) {
    this.session = session;
  }

  send(to: string, state: OwnState): void {
    const support = this.session.supportsChatStates(to);
    if (support === true) this.session.channel.send(chatStateStanza(to, state));
    if (support !== undefined) return;
    const isAsked = this.waiting.has(to);
    this.waiting.set(to, state);
    if (!isAsked) void this.ask(to);
  }

  private async ask(to: string): Promise<void> {
    const query = this.session.peerCaps.query(to);
    if (query) {
      const answer = await this.session.request({
        type: 'get',
        to: query.to,
        child: query.child,
        timeoutMs: 10_000,
      });
      const info = answer.ok ? answer.value.getChild('query', NS.discoInfo) : undefined;
      // No answer is remembered as no support, so that it isn't asked for at each key.
      query.onAnswer(info ?? xml('query'));
    }
    const state = this.waiting.get(to);
    this.waiting.delete(to);
    // `active` that comes late says nothing any more.
    if (state !== undefined && state !== 'active' && this.session.supportsChatStates(to))
      this.session.channel.send(chatStateStanza(to, state));
  }
}
