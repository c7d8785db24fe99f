import * as z from 'zod/mini';
import type { AccessoryLine } from '../../ports/accessory-door.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import { type AccessoryActions, runMethod } from './accessory-methods.ts';
import { type RpcRequest, readRpc, rpcErrors, rpcFailure, rpcNotice, rpcResult } from './json-rpc.ts';
import { createRateLimit } from './rate-limit.ts';
import type { ShownCall } from './shown-call.ts';

/** A program that was let in, and its token where that is new. */
export interface Admitted {
  readonly id: string;
  readonly maySend: boolean;
  readonly token?: string;
}

export interface SessionGround {
  readonly clock: Clock;
  readonly actions: AccessoryActions;
  readonly calls: () => readonly ShownCall[];
  /** Lets a program in by its token or the person's word. */
  admit(hello: Hello, signal: AbortSignal): Promise<Admitted | undefined>;
  /** Let in, or gone: the list of who is connected changes. */
  onChange(): void;
}

const helloSchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  token: z.optional(z.string().check(z.maxLength(200))),
  wants: z.optional(z.array(z.enum(['calls', 'messages'])).check(z.maxLength(2))),
});
export type Hello = z.infer<typeof helloSchema>;

/** A program that has said nothing of use by then is not one. */
const HELLO_MS = 10_000;
const RATE = { perSecond: 20, burst: 40 } as const;
/** Of what cannot be read; then the line is cut. */
const MOST_BAD = 10;
/** Requests at work at once; a program that sends more is told to wait. */
const MOST_AT_WORK = 16;

/** One program's line, from its hello to its end. */
export class AccessorySession {
  private readonly line: AccessoryLine;
  private readonly ground: SessionGround;
  private readonly end = new AbortController();
  private readonly rate: { take(): boolean };
  private admitted: Admitted | undefined;
  private isGreeting = false;
  private bad = 0;
  private atWork = 0;

  constructor(line: AccessoryLine, ground: SessionGround) {
    this.line = line;
    this.ground = ground;
    this.rate = createRateLimit(RATE, () => ground.clock.monotonic());
    const cancel = ground.clock.after(HELLO_MS, () => {
      if (!this.admitted && !this.isGreeting) line.close('no hello');
    });
    line.onClose(() => {
      cancel();
      this.end.abort();
      this.ground.onChange();
    });
    line.onText((text) => void this.take(text));
  }

  /** The program behind it, once it was let in and while it is there. */
  get client(): string | undefined {
    return this.end.signal.aborted ? undefined : this.admitted?.id;
  }

  get isClosed(): boolean {
    return this.end.signal.aborted;
  }

  tell(method: 'call.changed' | 'call.removed', params: unknown): void {
    if (this.client !== undefined) this.line.send(rpcNotice(method, params));
  }

  close(reason: string): void {
    this.end.abort();
    this.line.close(reason);
  }

  private async take(text: string): Promise<void> {
    if (this.isClosed) return;
    const read = readRpc(text);
    if (!read.ok) {
      this.line.send(rpcFailure(null, read.error));
      this.bad += 1;
      if (this.bad >= MOST_BAD) this.close('not JSON-RPC');
      return;
    }
    const { request } = read;
    if (!this.rate.take() || this.atWork >= MOST_AT_WORK) {
      this.answer(request, rpcFailure(request.id ?? null, rpcErrors.tooMany));
      return;
    }
    this.atWork += 1;
    try {
      const answer = request.method === 'hello' ? await this.greet(request) : await this.run(request);
      this.answer(request, answer);
    } finally {
      this.atWork -= 1;
    }
  }

  private answer(request: RpcRequest, text: string): void {
    if (request.id !== undefined && !this.isClosed) this.line.send(text);
  }

  private async greet(request: RpcRequest): Promise<string> {
    const id = request.id ?? 0;
    const hello = helloSchema.safeParse(request.params);
    if (!hello.success) return rpcFailure(id, rpcErrors.badParams);
    if (this.admitted || this.isGreeting) return rpcFailure(id, rpcErrors.badRequest);
    this.isGreeting = true;
    const admitted = await this.ground.admit(hello.data, this.end.signal);
    this.isGreeting = false;
    if (!admitted || this.isClosed) {
      this.answer(request, rpcFailure(id, rpcErrors.refused));
      this.close('not allowed');
      return '';
    }
    this.admitted = admitted;
    this.ground.onChange();
    return rpcResult(id, {
      api: 1,
      ...(admitted.token !== undefined && { token: admitted.token }),
      may: admitted.maySend ? ['calls', 'messages'] : ['calls'],
      calls: this.ground.calls(),
    });
  }

  private async run({ id = 0, method, params }: RpcRequest): Promise<string> {
    if (!this.admitted) return rpcFailure(id, rpcErrors.helloFirst);
    const { actions, calls } = this.ground;
    const answer = await runMethod(
      { actions, calls, maySend: this.admitted.maySend },
      { name: method, params },
      { signal: this.end.signal },
    );
    return answer.ok ? rpcResult(id, answer.value) : rpcFailure(id, answer.error);
  }
}
