import * as z from 'zod/mini';

/** A command of the contract: one request, one reply. `input` and `output` are checked where they arrive. */
export interface CommandDefinition<
  I extends z.ZodMiniType = z.ZodMiniType,
  O extends z.ZodMiniType = z.ZodMiniType,
> {
  readonly input: I;
  readonly output: O;
}

export function command<I extends z.ZodMiniType, O extends z.ZodMiniType>(
  input: I,
  output: O,
): CommandDefinition<I, O> {
  return { input, output };
}

/** For commands that take or give nothing. */
export const nothing = z.void();
