import * as z from 'zod/mini';
import { callIdSchema } from '../../../shared/domain/ids.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { CallContext, Handlers } from '../../ports/handlers.port.ts';
import { type RpcError, rpcErrors } from './json-rpc.ts';
import type { ShownCall } from './shown-call.ts';

/** The commands that programs reach, and no others. */
export type AccessoryActions = Pick<
  Handlers,
  | 'calls/dial'
  | 'calls/answer'
  | 'calls/decline'
  | 'calls/hang-up'
  | 'calls/hold'
  | 'calls/resume'
  | 'calls/set-mute'
  | 'calls/send-dtmf'
> & {
  sendMessage(to: string, body: string, context: CallContext): Promise<Result<void>>;
};

export interface MethodGround {
  readonly actions: AccessoryActions;
  readonly calls: () => readonly ShownCall[];
  readonly maySend: boolean;
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RpcError };

const one = z.object({ callId: callIdSchema });
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

interface Method {
  readonly sends?: true;
  run(ground: MethodGround, params: unknown, context: CallContext): Promise<Result<unknown>> | undefined;
}

/** Runs with checked parameters; nothing: they were wrong. */
function method<S extends z.ZodMiniType>(
  schema: S,
  run: (ground: MethodGround, params: z.output<S>, context: CallContext) => Promise<Result<unknown>>,
): Method {
  return {
    run(ground, params, context) {
      const read = schema.safeParse(params);
      return read.success ? run(ground, read.data, context) : undefined;
    },
  };
}

const methods: ReadonlyMap<string, Method> = new Map([
  ['calls.list', method(z.object({}), async ({ calls }) => ok({ calls: calls() }))],
  [
    'call.dial',
    method(z.object({ target: text(1100) }), ({ actions }, params, context) =>
      actions['calls/dial'](params, context),
    ),
  ],
  ['call.answer', method(one, ({ actions }, params, context) => actions['calls/answer'](params, context))],
  ['call.decline', method(one, ({ actions }, params, context) => actions['calls/decline'](params, context))],
  ['call.end', method(one, ({ actions }, params, context) => actions['calls/hang-up'](params, context))],
  ['call.hold', method(one, ({ actions }, params, context) => actions['calls/hold'](params, context))],
  ['call.resume', method(one, ({ actions }, params, context) => actions['calls/resume'](params, context))],
  [
    'call.mute',
    method(z.extend(one, { isMuted: z.boolean() }), ({ actions }, params, context) =>
      actions['calls/set-mute'](params, context),
    ),
  ],
  [
    'call.digits',
    method(
      z.extend(one, { digits: z.string().check(z.regex(/^[0-9A-D*#,;]{1,64}$/)) }),
      ({ actions }, params, context) => actions['calls/send-dtmf'](params, context),
    ),
  ],
  [
    'message.send',
    {
      ...method(z.object({ to: text(1100), text: text(10_000) }), ({ actions }, params, context) =>
        actions.sendMessage(params.to, params.text, context),
      ),
      sends: true,
    },
  ],
]);

/** One request of a program that was let in. */
export async function runMethod(
  ground: MethodGround,
  { name, params }: { readonly name: string; readonly params: unknown },
  context: CallContext,
): Promise<Answer> {
  const found = methods.get(name);
  if (!found) return { ok: false, error: rpcErrors.unknownMethod };
  if (found.sends && !ground.maySend) return { ok: false, error: rpcErrors.refused };
  const result = await found.run(ground, params, context);
  if (!result) return { ok: false, error: rpcErrors.badParams };
  return result.ok ? { ok: true, value: result.value ?? {} } : { ok: false, error: appError(result.error) };
}

/** The code alone: details may hold names of servers and people. */
const appError = ({ code }: Failure): RpcError => ({ ...rpcErrors.failed, data: { code } });
