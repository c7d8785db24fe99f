import type { Result } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { Dialer } from '../../link/dialer.ts';
import type { IqRequest } from '../stanzas/iq-requests.ts';
import type { Element } from '../wire/xml.ts';
import type { StreamPlace } from './stream-listener.ts';

/** What handing over and taking ask for. */
export interface PeerParts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly place: StreamPlace;
  /** Own full address; undefined without a session. */
  readonly own: () => string | undefined;
  readonly request: (request: IqRequest) => Promise<Result<Element>>;
  readonly send: (stanza: Element) => void;
  /** SOCKS5 proxies of the own server. */
  readonly proxies: () => Promise<readonly string[]>;
}
