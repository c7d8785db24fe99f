import type { Span } from './trace.port.ts';
import type { XmppTarget } from './xmpp.port.ts';

/** A domain's own word on how its chat can be reached where TCP is blocked (XEP-0156 by RFC 6415). */
export interface HostMeta {
  /**
   * WebSockets, then BOSH, each in the domain's order; none where it names none, cannot be asked, or is not proved by its certificate.
   * Asks the domain's web server, so only where nothing else leads to the chat server.
   */
  otherWays(
    domain: string,
    call: { readonly signal: AbortSignal; readonly span: Span | undefined },
  ): Promise<readonly XmppTarget[]>;
}
