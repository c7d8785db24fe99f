import { Duplex } from 'node:stream';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { assertNever } from '../../../../shared/errors/assert-never.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import { expectStatus, type HttpClient } from '../../link/http-client.ts';
import { silentSpan } from '../../link/silent-span.ts';
import { CarrierError } from '../wire/carrier-error.ts';
import { DEFAULT_XML_LIMITS } from '../wire/stream-parser.ts';
import { cutStream } from '../wire/stream-frames.ts';
import { type BoshEffect, type BoshEvent, type BoshState, boshStep } from './bosh.machine.ts';
import { HELD_S } from './bosh-body.ts';

export interface BoshStreamParts {
  /** This stream's own; closed with it. */
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Number of the first request; anything that cannot be guessed. */
  readonly firstRid: number;
  /** The sign-in's; what comes later is not recorded. */
  readonly span: Span | undefined;
}

const FIRST_ANSWER_MS = 15_000;
/** What a held request may take beyond the time it is held. */
const ANSWER_MS = HELD_S * 1_000 + 15_000;
const GOODBYE_MS = 2_000;
/** The flights of a sign-in, and some. */
const RECORDED = 8;

/** An XML stream in HTTP requests as the two-way stream of text that the engine runs on; runs the effects of `boshStep`. */
export class BoshStream extends Duplex {
  private readonly parts: BoshStreamParts;
  private readonly stop = new AbortController();
  private readonly timers = new Map<string, Cancel>();
  private state: BoshState;
  private held = '';
  private posted = 0;
  /** Why the last request failed. */
  private cause: Failure | undefined;

  constructor(parts: BoshStreamParts) {
    super({ decodeStrings: false, allowHalfOpen: true });
    this.parts = parts;
    this.state = { kind: 'idle', rid: parts.firstRid };
  }

  /** Like a socket's: what was written still goes out, nothing more is read. */
  destroySoon(): void {
    if (this.state.kind === 'over') return void this.destroy();
    this.end();
    this.timer('goodbye', GOODBYE_MS, () => this.destroy());
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const { pieces, rest } = cutStream(this.held + chunk.toString());
    this.held = rest;
    if (pieces.length > 0) this.dispatch({ kind: 'wrote', pieces, now: this.now() });
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.state = { kind: 'over' };
    for (const cancel of this.timers.values()) cancel();
    this.stop.abort();
    void this.parts.http.close();
    done(error);
  }

  private now(): number {
    return this.parts.clock.monotonic();
  }

  private dispatch(event: BoshEvent): void {
    const { state, effects } = boshStep(this.state, event);
    this.state = state;
    for (const effect of effects) this.run(effect);
  }

  private run(effect: BoshEffect): void {
    switch (effect.kind) {
      case 'post':
        void this.post(effect.rid, effect.body);
        return;
      case 'push':
        if (!this.destroyed) this.push(effect.text);
        return;
      case 'retry-later':
        return this.timer('retry', effect.ms, () => this.dispatch({ kind: 'retry-due', now: this.now() }));
      case 'poll-later':
        return this.timer('poll', effect.ms, () => this.dispatch({ kind: 'poll-due', now: this.now() }));
      case 'end':
        return this.finish(effect);
      default:
        assertNever(effect);
    }
  }

  private async post(rid: number, body: string): Promise<void> {
    const { http, url, span } = this.parts;
    const isFirst = this.posted === 0;
    this.posted += 1;
    const answer = expectStatus(
      await http.request({
        method: 'POST',
        url,
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body,
        maxBytes: DEFAULT_XML_LIMITS.maxStanzaLength,
        timeoutMs: isFirst ? FIRST_ANSWER_MS : ANSWER_MS,
        span: (this.posted <= RECORDED && span) || silentSpan,
        signal: this.stop.signal,
      }),
      url,
      200,
    );
    if (this.destroyed) return;
    const now = this.now();
    if (answer.ok) {
      const text = new TextDecoder().decode(answer.value.body);
      return this.dispatch({ kind: 'answered', rid, text, now });
    }
    this.cause = answer.error;
    this.dispatch({ kind: 'failed', rid, isPassing: isPassing(answer.error), now });
  }

  private finish(effect: Extract<BoshEffect, { kind: 'end' }>): void {
    const { host, port } = this.parts;
    switch (effect.reason) {
      case 'closed':
      case 'terminated':
        // The stream's footer stands before it; what has been pushed is read first.
        setImmediate(() => this.destroy());
        return;
      case 'unreachable':
        this.destroy(new CarrierError(this.cause ?? failure('net.reset', { host, port })));
        return;
      case 'not-bosh':
        this.destroy(new CarrierError(failure('xmpp.stream', { host, port }, 'not XMPP in HTTP')));
        return;
      default:
        assertNever(effect.reason);
    }
  }

  private timer(name: string, ms: number, onDue: () => void): void {
    this.timers.get(name)?.();
    this.timers.set(name, this.parts.clock.after(ms, onDue));
  }
}

/** The network, or a server between that has lost the one behind it for a moment. */
function isPassing({ code, params }: Failure): boolean {
  return code.startsWith('net.') || (code === 'http.status' && Number(params?.['status']) >= 500);
}
