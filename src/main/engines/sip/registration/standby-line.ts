import type { CallBook } from '../call/call-book.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import type { UserAgent } from '../user-agent.ts';

/** What is said and called over one second connection, for as long as a call of it stands. */
export class StandbyLine {
  readonly userAgent: UserAgent;
  readonly calls: CallBook;

  constructor({ userAgent, calls }: { readonly userAgent: UserAgent; readonly calls: CallBook }) {
    this.userAgent = userAgent;
    this.calls = calls;
  }

  receive(text: string): void {
    this.userAgent.receive(text);
  }

  /** Whether a message of a connection that is shared now is for this one: its calls, or an answer to what it asked. */
  takes(text: string): boolean {
    const head = text.slice(0, 8_000);
    if (/^[A-Z]+ sips?:/.test(head)) return this.calls.has(callIdOf(head) ?? '');
    const branch = /^(?:via|v)\s*:[^\r\n]*?;\s*branch=([^\s;,]+)/im.exec(head)?.[1];
    const method = /^cseq\s*:\s*\d+\s+([A-Z]+)/im.exec(head)?.[1];
    return branch !== undefined && this.userAgent.core.userAgentClients.has(`${branch}${method ?? ''}`);
  }

  /** Its own connection is gone: its calls go on by the first one's. */
  follow(flow: SipFlow | undefined): void {
    if (flow === this.userAgent.flow) return;
    if (!flow) return this.userAgent.detach();
    this.userAgent.attach(flow);
    this.calls.moved();
  }
}

const callIdOf = (text: string): string | undefined =>
  /^(?:call-id|i)\s*:\s*(\S+)/im.exec(text.slice(0, 8_000))?.[1];
