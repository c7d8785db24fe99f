import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Wire, WireItem } from '../wire/wire.ts';
import type { Element } from '../wire/xml.ts';
import type { NegotiationResult } from './negotiation.ts';
import { isStreamError, readStreamError, type StreamError, streamFailure } from './stream-error.ts';
import { isFeatures, readFeatures, type StreamFeatures } from './stream-features.ts';

/** How long a server may take for one answer; shorter for what was sent ahead, since it may never come. */
const ANSWER_MS = 15_000;
const EAGER_ANSWER_MS = 8_000;

/** Ends a negotiation. Thrown inside this folder only; `negotiate` turns it into its result. */
export class Stop extends Error {
  readonly result: NegotiationResult & { ok: false };
  constructor(result: NegotiationResult & { ok: false }) {
    super(result.error.code);
    this.result = result;
  }
}

/** Reads a stream element by element while it is negotiated, with a time limit on each. */
export class StreamReader {
  readonly wire: Wire;
  /** Set while something is under way that a server may not take: see `isPaceDoubtful`. */
  isAhead = false;
  private readonly clock: Clock;
  private readonly signal: AbortSignal;

  constructor(wire: Wire, clock: Clock, signal: AbortSignal) {
    this.wire = wire;
    this.clock = clock;
    this.signal = signal;
  }

  /** The next element that is wanted; others are passed over. Throws `Stop` on errors, the stream's end and time-outs. */
  async element(isWanted: (element: Element) => boolean): Promise<Element> {
    for (;;) {
      const item = await this.next();
      if (item.kind === 'end') throw this.stop(item.cause);
      if (item.kind === 'header') continue;
      if (isStreamError(item.element)) {
        const error = readStreamError(item.element);
        const cause = streamFailure(error, this.wire.endpoint.host);
        throw this.stop(cause, error);
      }
      if (isWanted(item.element)) return item.element;
    }
  }

  async features(): Promise<StreamFeatures> {
    return readFeatures(await this.element(isFeatures));
  }

  stop(error: Failure, said?: StreamError): Stop {
    const { otherHost, condition } = said ?? {};
    const isPaceDoubtful =
      this.isAhead &&
      (error.code === 'xmpp.stream' || error.code === 'xmpp.timeout' || error.code === 'net.reset');
    return new Stop({
      ...{ ok: false, error, isPaceDoubtful },
      ...(otherHost && { otherHost }),
      ...(condition === 'host-unknown' && { isHostUnknown: true }),
    });
  }

  /** The next item, unless the time limit or the signal comes first. */
  private async next(): Promise<WireItem> {
    const { host, port } = this.wire.endpoint;
    if (this.signal.aborted) throw this.stop(failure('app.cancelled'));
    let release = (): void => undefined;
    const cut = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(this.stop(failure('app.cancelled')));
      const onTimeout = (): void => reject(this.stop(failure('xmpp.timeout', { host, port })));
      this.signal.addEventListener('abort', onAbort, { once: true });
      const cancel = this.clock.after(this.isAhead ? EAGER_ANSWER_MS : ANSWER_MS, onTimeout);
      release = () => {
        cancel();
        this.signal.removeEventListener('abort', onAbort);
      };
    });
    try {
      return await Promise.race([this.wire.next(), cut]);
    } finally {
      release();
    }
  }
}
