import type { Result } from '../../shared/errors/result.ts';
import type { Span } from './trace.port.ts';

/** The federation look-up of Webex Messenger (D6). Asked only where a deployment has it. */
export interface Cas {
  /**
   * Whether the domain is an organisation there. `host` is a name or `name:port`, always by HTTPS.
   * Failures (never a reason to stop): net.*, tls.*, http.*, app.cancelled.
   */
  isOrganisation(
    host: string,
    domain: string,
    call: { readonly signal: AbortSignal; readonly span: Span },
  ): Promise<Result<boolean>>;
  /**
   * Whether the person writes in the Webex app instead (team messaging). `url` is the look-up's own address, always HTTPS;
   * the person's address is added to it. Failures as above.
   */
  isTeamMessaging(
    url: string,
    address: string,
    call: { readonly signal: AbortSignal; readonly span: Span },
  ): Promise<Result<boolean>>;
}
