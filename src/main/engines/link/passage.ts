import type { Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { TlsRequest } from './dialer.ts';

/** How something gets to a server inside from beyond the company's edge. */
export interface Passage {
  /** To be asked of the edge. */
  readonly url: string;
  /** To be shown to it. */
  readonly headers: Readonly<Record<string, string>>;
  /** What its certificate must prove. */
  readonly identity: Pick<TlsRequest, 'servername' | 'alsoAccept'>;
}

/** Undefined: straight. `isForgotten`: the edge did not know what it was shown the last time. */
export type Passages = (
  url: URL,
  call: RequestCall,
  isForgotten: boolean,
) => Promise<Result<Passage | undefined>>;
